"""From a trained network to the files that the package carries."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import numpy as np
from torch import Tensor, nn

from argmap.training.export import export_encoder
from argmap.training.tune import write_settings
from argmap.training_critic.network import CriticNetwork

KEPT_FULL = ("/cue/", "/loaded/", "/own/")
"""The pieces' own small products stay out of int8: borders hang on them."""
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
    def __init__(self, net: CriticNetwork, words: nn.Module) -> None:
        super().__init__()
        self.encoder, self.words = net.encoder, words

    def forward(self, inputs: Tensor) -> tuple[Tensor, ...]:
        e = self.encoder
        states = e.states(e.embedded(self.words(inputs[:, 0]), inputs), None)
        return (states, *e.pieces(states))


def export(
    net: CriticNetwork, tokenizer: Path, out: Path, version: str, *, int8: bool = True
) -> None:
    """Write `encoder.onnx`, `heads.npz`, `tokenizer.json` and uncalibrated `settings.json`.

    With `int8` the encoder's matrix products are quantized dynamically, a scale a column.
    """
    out.mkdir(parents=True, exist_ok=True)
    net = net.eval().float()
    export_encoder(
        partial(_ExportEncoder, net),
        net.encoder.words,
        ("states", "cue", "loaded", "left", "right", "own"),
        out / "encoder.onnx",
        int8=int8,
        keep=KEPT_FULL,
        rows="batch",
    )
    heads = {
        name: value.detach().numpy().astype(np.float16 if value.ndim == 2 and int8 else np.float32)
        for name, value in net.heads.state_dict().items()
    }
    np.savez_compressed(out / "heads.npz", **heads)
    if tokenizer.resolve() != (out / "tokenizer.json").resolve():
        shutil.copyfile(tokenizer, out / "tokenizer.json")
    write_settings(out, {"version": version, **NEUTRAL})
