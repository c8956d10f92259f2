"""The map file and the formats of other tools: a map or one of argmap's own errors comes out."""

from __future__ import annotations

import json

import pytest
from fuzz_support import damaged, hammer
from hypothesis import strategies as st

from argmap import formats
from argmap.errors import ArgmapError, FormatError
from argmap.model import ArgumentMap

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(
        ["article", "units", "relations", "flags", "made_by", "id", "text", "start", "end", "role",
         "blocks", "kind", "level", "schema_version", "cues", "source", "target", "confidence"]),
        inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


def _reads(data: bytes) -> None:
    try:
        map_ = ArgumentMap.from_json(data, where="a.map.json")
    except FormatError as problem:
        assert str(problem).startswith("a.map.json: ")
        return
    again = ArgumentMap.from_json(map_.to_json())
    assert again.to_json() == map_.to_json()


def test_map_file_takes_whatever_comes(small_map):
    kinds = [
        st.binary(max_size=300),
        JSON.map(lambda value: json.dumps(value).encode()),
        damaged(small_map.to_json().encode()),
    ]
    hammer(_reads, st.one_of(kinds), examples=300, main=True)


def test_map_file_takes_values_put_in_the_wrong_place(small_map):
    whole = json.loads(small_map.to_json())

    def target(path: list[int], value: object) -> None:
        data = json.loads(json.dumps(whole))
        place = data
        for step in path[:-1]:
            inner = list(place.values()) if isinstance(place, dict) else place
            if not inner or not isinstance(inner[step % len(inner)], dict | list):
                break
            place = inner[step % len(inner)]
        if place:
            keys = list(place) if isinstance(place, dict) else range(len(place))
            place[keys[path[-1] % len(keys)]] = value
        _reads(json.dumps(data).encode())

    hammer(target, st.lists(st.integers(0, 20), min_size=1, max_size=5), JSON, examples=150)


def test_map_file_refuses_deep_nesting_and_huge_numbers():
    for data in (b"[" * 100_000, b'{"a":' * 100_000, b"1" * 10_000, b'{"schema_version": 1e999}'):
        with pytest.raises(FormatError):
            ArgumentMap.from_json(data, where="a.map.json")


@pytest.mark.parametrize("name", sorted(n for n, row in formats.FORMATS.items() if row.reads))
def test_formats_take_damaged_files(small_map, name):
    row = formats.FORMATS[name]
    sample = formats.dumps(small_map, name) if row.writes else b"{}"

    def target(data: bytes) -> None:
        try:
            formats.loads(data, name, where="a", name="a")
        except ArgmapError as problem:
            assert "\x1b" not in str(problem)

    hammer(target, st.one_of(damaged(sample), st.binary(max_size=200)), examples=60)
