"""argmap's own map file."""

from __future__ import annotations

import json

import pytest
from formats_support import example

from argmap.errors import FormatError
from argmap.formats import dumps, loads


def test_map_file_is_the_model_s_own() -> None:
    assert dumps(example(), "map").decode() == example().to_json()


def test_map_file_takes_a_byte_order_mark() -> None:
    assert loads(b"\xef\xbb\xbf" + dumps(example(), "map"), "map") == example()


def test_map_errors_name_the_place() -> None:
    value = json.loads(example().to_json())
    value["units"][2]["start"] = -1
    with pytest.raises(FormatError, match=r"x\.json: not a map file: units\.2\.start"):
        loads(json.dumps(value).encode(), "map", where="x.json")
