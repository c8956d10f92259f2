"""From a trained network to the files that the package carries."""

from __future__ import annotations

import json
import logging
import shutil
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from argmap.training_critic.network import CriticNetwork

OPSET = 17
NEUTRAL_THRESHOLDS = {
    "checkworthy": 0.5,
    "loaded": 0.5,
    "cue": 0.0,
    "source": 0.0,
    "vague_source": 0.0,
    "vague_cue": 0.0,
}
NEUTRAL = {
    "temperatures": {"checkworthy": 1.0, "verifiable": 1.0, "stance": 1.0, "nli": 1.0},
    "thresholds": NEUTRAL_THRESHOLDS,
    "biases": {},
}


class _ExportEncoder(nn.Module):
    """The encoder with its word vectors in int8, a scale a row."""

    def __init__(self, net: CriticNetwork, quantize_words: bool) -> None:
        super().__init__()
        self.encoder = net.encoder
        self.quantized = quantize_words
        if quantize_words:
            table = net.encoder.words.weight.detach()
            scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            self.register_buffer("codes", (table / scale).round().to(torch.int8))
            self.register_buffer("scale", scale)

    def forward(self, inputs: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        e = self.encoder
        ids = inputs[:, 0]
        words = self.codes[ids].float() * self.scale[ids] if self.quantized else e.words(ids)
        states = e.states(e.embedded(words, inputs), mask.float())
        return (states, *e.pieces(states))


def export(
    net: CriticNetwork, tokenizer: Path, out: Path, version: str, *, int8: bool = True
) -> None:
    """Write `encoder.onnx`, `heads.npz`, `tokenizer.json` and uncalibrated `settings.json`.

    With `int8` the encoder's matrix products are quantized dynamically, a scale a column.
    """
    out.mkdir(parents=True, exist_ok=True)
    net = net.eval().float()
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    full = out / ("encoder.full.onnx" if int8 else "encoder.onnx")
    names = ["states", "cue", "loaded", "left", "right", "own"]
    inputs = torch.ones((2, 4, 40), dtype=torch.int64)
    mask = torch.ones((2, 40), dtype=torch.int64)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _ExportEncoder(net, int8).eval(),
            (inputs, mask),
            str(full),
            dynamo=False,
            opset_version=OPSET,
            input_names=["inputs", "mask"],
            output_names=names,
            dynamic_axes={
                "inputs": {0: "batch", 2: "pieces"},
                "mask": {0: "batch", 1: "pieces"},
                **{name: {0: "batch", 1: "pieces"} for name in names},
            },
        )
    if int8:
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(
            str(full),
            str(out / "encoder.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=_keep_full(full),
        )
        full.unlink()
    heads = {
        name: value.detach().numpy().astype(np.float16 if value.ndim == 2 and int8 else np.float32)
        for name, value in net.heads.state_dict().items()
    }
    np.savez(out / "heads.npz", **heads)
    if tokenizer.resolve() != (out / "tokenizer.json").resolve():
        shutil.copyfile(tokenizer, out / "tokenizer.json")
    write_settings(out, {"version": version, **NEUTRAL})


def write_settings(folder: Path, settings: dict[str, object]) -> None:
    """Write `settings.json`."""
    text = json.dumps(settings, indent=1, sort_keys=True) + "\n"
    (folder / "settings.json").write_text(text, encoding="utf-8")


def _keep_full(path: Path) -> list[str]:
    """The pieces' own small products stay in full precision: borders hang on them."""
    import onnx

    nodes = onnx.load(str(path)).graph.node
    kept = ("/cue/", "/loaded/", "/own/")
    return [node.name for node in nodes if any(name in node.name for name in kept)]
