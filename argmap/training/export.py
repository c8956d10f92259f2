"""From a trained network to the files the package carries: two ONNX graphs, the first in int8, and
what decoding needs."""

from __future__ import annotations

import copy
import logging
import warnings
from collections.abc import Callable, Sequence
from functools import partial
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
KEPT_FULL = ("emit", "/down/", "layers.0/")
"""Products that stay out of int8: the tag scores', which is tiny and on which the borders hang;
each layer's last, whose inputs are too uneven for one scale; and the first layer's, whose errors go
through all the others (on dev they alone cost the essays two points)."""


class WordVectors(nn.Module):
    """Word vectors as they are shipped: in int8, a scale a row; a quarter of the size, and nothing
    is lost that counts."""

    def __init__(self, words: nn.Embedding) -> None:
        super().__init__()
        table = words.weight.detach()
        scale = table.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("codes", (table / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return self.codes[ids].float() * self.scale[ids]


class _ExportEncoder(nn.Module):
    def __init__(self, net: Network, words: nn.Module) -> None:
        super().__init__()
        self.encoder, self.words = net.encoder, words

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        e = self.encoder
        ids, shape, first, last = inputs[:, 0], inputs[:, 1], inputs[:, 2], inputs[:, 3]
        position = torch.arange(ids.shape[1])
        x = self.words(ids) + e.positions(position) + e.shape(shape)
        x = e.norm(x + e.from_start(first) + e.from_end(last))
        for layer in e.layers:
            x = layer(x)
        return x, e.emit(x)


def export_encoder(
    module: Callable[[nn.Module], nn.Module],
    words: nn.Embedding,
    names: Sequence[str],
    path: Path,
    *,
    int8: bool,
    keep: Sequence[str],
    rows: str = "windows",
) -> None:
    """Write the ONNX graph of an encoder that reads ``inputs`` [B, 4, L], all of one length:
    at run time one sequence is read at a time, so there is no padding to mask.

    Args:
        module: Makes what is written from the module that looks up word vectors.
        words: The word vectors.
        names: Of the answers, all [B, L, ...].
        path: The file.
        int8: Quantize matrix products dynamically, a scale a column, and the word vectors.
        keep: Parts of the names of the products that stay in full precision all the same.
        rows: What the graph calls B.
    """
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    full = path.with_suffix(".full.onnx") if int8 else path
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module(WordVectors(words) if int8 else words).eval(),
            (torch.ones((2, 4, 40), dtype=torch.int64),),
            str(full),
            dynamo=False,
            opset_version=OPSET,
            input_names=["inputs"],
            output_names=list(names),
            dynamic_axes={
                "inputs": {0: rows, 2: "pieces"},
                **{name: {0: rows, 1: "pieces"} for name in names},
            },
        )
    if int8:
        import onnx
        from onnxruntime.quantization import QuantType, quantize_dynamic

        products = [n.name for n in onnx.load(str(full)).graph.node if n.op_type == "MatMul"]
        quantize_dynamic(
            str(full),
            str(path),
            per_channel=True,
            # Seven bits: with eight, processors without VNNI overflow in the middle of a sum, and
            # the same weights answer differently from one machine to the next.
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=[name for name in products if any(part in name for part in keep)],
        )
        full.unlink()


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
    export_encoder(
        partial(_ExportEncoder, net),
        net.encoder.words,
        ("states", "tags"),
        out / "encoder.onnx",
        int8=int8,
        keep=KEPT_FULL,
    )
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
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
        for name in ("encoder.onnx", "heads.onnx"):
            _halve(out / name)
    transitions, starts = net.crf.scores()
    np.savez(
        out / "crf.npz", transitions=transitions.detach().numpy(), starts=starts.detach().numpy()
    )
    return [out / name for name in ("encoder.onnx", "heads.onnx", "crf.npz")]


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
