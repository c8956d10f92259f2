"""Formats that lose nothing: a map comes back as it was."""

from __future__ import annotations

import pytest
from formats_support import example, maps, thorough
from hypothesis import given

from argmap.formats import FORMATS, dumps, loads, lost
from argmap.model import ArgumentMap

WHOLE = [name for name, row in FORMATS.items() if not row.losses]


def test_whole_formats_are_these() -> None:
    assert WHOLE == ["map", "aif", "xaif", "sadface", "arguebuf", "graphml", "dot", "docbin"]


@pytest.mark.parametrize("name", WHOLE)
@thorough
@given(map_=maps())
def test_whole_round_trip_gives_an_equal_map(name: str, map_: ArgumentMap) -> None:
    data = dumps(map_, name)
    back = loads(data, name)
    assert back == map_
    assert dumps(back, name) == data


@pytest.mark.parametrize("name", WHOLE)
def test_whole_formats_lose_nothing_of_the_example(name: str) -> None:
    assert lost(example(), name) == ()
    assert loads(dumps(example(), name), name).to_json() == example().to_json()
