"""Weights in memory: ONNX graphs and word pieces, opened alike for every small model of argmap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from argmap.errors import MissingRequirement


def open_graph(path: Path, threads: int) -> Any:
    """An ONNX Runtime session on the CPU.

    Args:
        path: The graph.
        threads: Threads for one product. With one, sums are added in one order, and the answer is
            the same on every run.

    Raises:
        MissingRequirement: onnxruntime is not installed.
    """
    try:
        import onnxruntime
    except ImportError as error:  # pragma: no cover - a broken installation
        raise MissingRequirement(
            "onnxruntime is not installed", hint="pip install onnxruntime"
        ) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Texts are of all lengths: what was planned and kept for the one does not fit the next, and a
    # long one would leave the process large for good.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_tokenizer(path: Path) -> Tokenizer:
    """Word pieces, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
