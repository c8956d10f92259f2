"""Weights in memory: ONNX graphs and word pieces, opened alike for every small model of argmap."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from argmap.errors import MissingRequirement

MOST_THREADS = 4
"""More win little on products of this size."""


def threads_at_hand() -> int:
    """Threads for one product: as many as this process may use, four at most; what
    ``OMP_NUM_THREADS`` says where it is set, as it is in workers that share the machine.

    Products are cut by rows and columns, never along a sum, so the answer is the same to the last
    bit whatever their number (a test holds it to that).
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    usable = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return min(usable, MOST_THREADS)


def open_graph(path: Path, threads: int | None = None) -> Any:
    """An ONNX Runtime session on the CPU.

    Args:
        path: The graph.
        threads: Threads for one product; none: `threads_at_hand`.

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
    options.intra_op_num_threads = threads or threads_at_hand()
    # A thread that has nothing to do sleeps: spaCy's turn comes between two products.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Texts are of all lengths: what was planned and kept for the one does not fit the next, and a
    # long one would leave the process large for good.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def open_encoder(path: Path, threads: int | None = None) -> Any:
    """An encoder as this version of argmap exports them, that reads `inputs` and nothing else.

    Raises:
        MissingRequirement: it is of another version, or onnxruntime is not installed.
    """
    encoder = open_graph(path, threads)
    if [one.name for one in encoder.get_inputs()] != ["inputs"]:
        raise MissingRequirement(
            "these weights were exported for another version of argmap",
            where=str(path),
            hint="train anew with `argmap train`",
        )
    return encoder


def open_tokenizer(path: Path) -> Tokenizer:
    """Word pieces, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
