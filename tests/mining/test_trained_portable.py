"""The int8 encoders answer the same on every processor."""

from __future__ import annotations

import numpy as np
import pytest

from argmap.critic import critic as critics
from argmap.language.inference import open_encoder, open_tokenizer
from argmap.mining.neural.features import encode, plain_sections, windows
from argmap.mining.neural.model import WEIGHTS

TEXT = (
    "Ferries should be free, because islanders have no other way to reach a doctor. Critics say that "
    "it costs too much."
)
TAGS = [
    [-1.63, -2.43, 1.34, -2.53, 1.77, -2.17, 0.66],
    [-1.18, 0.01, -0.61, -0.54, 0.15, 3.78, 0.05],
    [0.17, -2.72, -0.02, -3.09, 0.53, -1.56, 0.86],
]
"""Scores of pieces 1, 6 and 20. Where a processor's sums overflow, they are off by a tenth."""
SEVEN_BITS = 64


def test_trained_encoder_gives_these_numbers_on_any_processor() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    inputs, _, _ = windows(encode(TEXT, plain_sections(TEXT), tokenizer))
    encoder = open_encoder(WEIGHTS / "encoder.onnx", 1)
    (tags,) = encoder.run(["tags"], {"inputs": inputs})
    np.testing.assert_allclose(tags[0, [1, 6, 20]], TAGS, atol=0.02)


@pytest.mark.parametrize("folder", [WEIGHTS, critics.WEIGHTS], ids=["miner", "critic"])
def test_trained_encoders_keep_to_seven_bits(folder) -> None:
    """With eight, sums overflow on processors without VNNI."""
    onnx = pytest.importorskip("onnx", reason="onnx comes with the extra `train` only")
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    tables = {t.name: t for t in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulInteger"]
    assert products
    for node in products:
        assert np.abs(onnx.numpy_helper.to_array(tables[node.input[1]])).max() <= SEVEN_BITS
