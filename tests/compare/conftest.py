"""Makes `compare_support`, which the test modules of this folder share, importable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from compare_support import AFTER, BEFORE, make


@pytest.fixture
def before():
    return make(
        BEFORE,
        [(2, 1, "support"), (3, 1, "attack"), (4, 2, "support"), (5, 2, "support")],
        [(2, "unsourced-fact")],
    )


@pytest.fixture
def after():
    return make(
        AFTER,
        [(2, 1, "support"), (3, 1, "attack"), (4, 2, "attack"), (5, 1, "attack")],
        [(1, "unsupported")],
        name="crane2",
        prefix="x",
    )
