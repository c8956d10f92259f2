"""From a trained network to the files the package carries: two ONNX graphs, the first in int8, and
what decoding needs."""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from argmap.mining.neural.model import HEADS
from argmap.training.network import HIDDEN, Network

OPSET = 17
LARGE = 10_000
EVEN = 0.8
"""How much of a channel's loudness moves from the inputs to the weights."""


class _ExportEncoder(nn.Module):
    """The encoder with its word vectors in int8, a scale a row: a quarter of the size, and nothing
    is lost that counts."""

    def __init__(self, net: Network, quantize_words: bool) -> None:
        super().__init__()
        self.encoder = net.encoder
        self.quantized = quantize_words
        if quantize_words:
            table = net.encoder.words.weight.detach()
            scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            self.register_buffer("codes", (table / scale).round().to(torch.int8))
            self.register_buffer("scale", scale)

    def forward(self, inputs: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        e = self.encoder
        ids, shape, first, last = inputs[:, 0], inputs[:, 1], inputs[:, 2], inputs[:, 3]
        words = self.codes[ids].float() * self.scale[ids] if self.quantized else e.words(ids)
        position = torch.arange(ids.shape[1])
        x = words + e.positions(position) + e.shape(shape)
        x = e.norm(x + e.from_start(first) + e.from_end(last))
        bias = (1.0 - mask.float())[:, None, None, :] * -1e4
        for layer in e.layers:
            x = layer(x, bias)
        return x, e.emit(x)


class _Smooth(nn.Module):
    """A linear layer whose inputs are evened out, channel by channel, and its weights the other
    way: the same product, with no loud channel to spoil the int8 scale of the rest (SmoothQuant,
    Xiao et al. 2023)."""

    def __init__(self, linear: nn.Linear, loudest: Tensor) -> None:
        super().__init__()
        weight = linear.weight.detach().abs().amax(0).clamp(min=1e-5)
        factor = (loudest.clamp(min=1e-5) ** EVEN / weight ** (1 - EVEN)).clamp(min=1e-3)
        self.register_buffer("quiet", 1.0 / factor)
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        with torch.no_grad():
            self.linear.weight.copy_(linear.weight * factor)
            self.linear.bias.copy_(linear.bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.linear(x * self.quiet)


def smoothed(net: Network, samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> Network:
    """A copy of the network with smoothed layers; `samples` are encoder inputs and masks."""
    net = copy.deepcopy(net).eval()
    loudest: dict[str, Tensor] = {}
    hooks = []
    for name, module in net.encoder.layers.named_modules():
        if isinstance(module, nn.Linear):

            def note(_: nn.Module, x: tuple[Tensor, ...], name: str = name) -> None:
                top = x[0].detach().abs().flatten(0, 1).amax(0)
                loudest[name] = torch.maximum(loudest.get(name, top), top)

            hooks.append(module.register_forward_pre_hook(note))
    with torch.no_grad():
        for inputs, mask in samples:
            net.encoder(torch.from_numpy(inputs), torch.from_numpy(mask))
    for hook in hooks:
        hook.remove()
    for name, top in loudest.items():
        layer, part = name.split(".")
        block = net.encoder.layers[int(layer)]
        setattr(block, part, _Smooth(getattr(block, part), top))
    return net


def export(
    net: Network,
    out: Path,
    *,
    int8: bool = True,
    samples: Sequence[tuple[np.ndarray, np.ndarray]] = (),
) -> list[Path]:
    """Write ``encoder.onnx``, ``heads.onnx`` and ``crf.npz`` to the folder ``out``.

    With ``int8`` the encoder's matrix products are quantized dynamically, a scale a column, after
    `smoothed` where there are samples; its word vectors have a scale a row; what stays in floats is
    stored in 16 bits.
    """
    out.mkdir(parents=True, exist_ok=True)
    net = net.eval().float()
    if int8 and samples:
        net = smoothed(net, samples)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    full = out / ("encoder.full.onnx" if int8 else "encoder.onnx")
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
            output_names=["states", "tags"],
            dynamic_axes={
                "inputs": {0: "windows", 2: "pieces"},
                **{name: {0: "windows", 1: "pieces"} for name in ("mask", "states", "tags")},
            },
        )
        n, pieces = 5, 60
        span = torch.arange(n) * 10
        places, sections = torch.ones((n, 6), dtype=torch.int64), torch.zeros_like(span)
        rows = torch.tensor([1, 2, 4])
        units = ("starts", "ends", "gaps", "places", "sections", "role", "comment", "article")
        torch.onnx.export(
            net.heads,
            (torch.randn(pieces, HIDDEN), span + 3, span + 8, span + 1, places, sections, rows),
            str(out / "heads.onnx"),
            dynamo=False,
            opset_version=OPSET,
            input_names=["states", *units[:5], "rows"],
            output_names=list(HEADS),
            dynamic_axes={
                "states": {0: "pieces"},
                "rows": {0: "rows"},
                **{name: {0: "units"} for name in units},
                "within": {0: "rows", 1: "heads"},
                "across": {0: "rows", 1: "heads"},
                "kind": {0: "rows", 1: "parents"},
            },
        )
    if int8:
        from onnxruntime.quantization import QuantType, quantize_dynamic

        quantize_dynamic(
            str(full), str(out / "encoder.onnx"), per_channel=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"], nodes_to_exclude=_keep_full(full),
        )  # fmt: skip
        full.unlink()
        for name in ("encoder.onnx", "heads.onnx"):
            _halve(out / name)
    transitions, starts = net.crf.scores()
    np.savez(
        out / "crf.npz", transitions=transitions.detach().numpy(), starts=starts.detach().numpy()
    )
    return [out / name for name in ("encoder.onnx", "heads.onnx", "crf.npz")]


def _keep_full(path: Path) -> list[str]:
    """Products that stay out of int8: the tag scores', which is tiny and on which the borders hang;
    each layer's last, whose inputs are too uneven for one scale; and the first layer's, whose
    errors go through all the others (on dev they alone cost the essays two points)."""
    import onnx

    nodes = onnx.load(str(path)).graph.node
    kept = ("emit", "/down/", "layers.0/")
    return [n.name for n in nodes if n.op_type == "MatMul" and any(k in n.name for k in kept)]


def _halve(path: Path) -> None:
    """Store the large float tables of a graph in 16 bits; ONNX Runtime widens them as it loads."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    casts = []
    for table in list(graph.initializer):
        values = numpy_helper.to_array(table)
        if values.dtype != np.float32 or values.size < LARGE:
            continue
        name = table.name
        graph.initializer.remove(table)
        half = numpy_helper.from_array(values.astype(np.float16), f"{name}_half")
        graph.initializer.append(half)
        casts.append(helper.make_node("Cast", [half.name], [name], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        graph.node.insert(0, cast)
    onnx.save(model, str(path))
