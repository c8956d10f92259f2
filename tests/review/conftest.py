"""Makes `review_support`, which the test modules of this folder share, importable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from review_support import Reviewing, Served, make_map

from argmap.model import ArgumentMap


@pytest.fixture
def ferries() -> ArgumentMap:
    """Five units, four relations, three flags."""
    return make_map()


@pytest.fixture
def reviewing() -> type[Reviewing]:
    """`reviewing(map)`: a review in memory, to be given orders."""
    return Reviewing


@pytest.fixture
def served(tmp_path, ferries):
    """`served()`: a server of its own process over the ferries; again after it was killed."""
    path = tmp_path / "ferries.map.json"
    path.write_text(ferries.to_json(), encoding="utf-8")
    running = []

    def start(**more) -> Served:
        running.append(Served(more.pop("path", path), tmp_path / "review.db", **more))
        return running[-1]

    yield start
    for one in running:
        one.close()
