"""What all readers share: JSON with places, numbers with nouns."""

from __future__ import annotations

import pytest

from argmap.errors import FormatError
from argmap.formats.intake import Intake, count, kind_of, parse_json


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x: line 1, column 1: not JSON: Expecting value; is the file whole?"),
        (b'{"a": 1,\n "b"', "x: line 2, column 5: not JSON"),
        (b'{"a": NaN}', "not JSON: NaN is no JSON value"),
        (b"[" * 100_000, "brackets nested too deep"),
        (b"\xff\xfe", "byte 0: not UTF-8"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_intake_json_errors_name_the_place(data: bytes, message: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_json(data, Intake("x"))
    assert message in str(caught.value)


def test_intake_mends_half_a_surrogate_pair() -> None:
    data = b'{"\\ud800": ["a\\uDC00b", {"c": "\\ud83d\\ude00"}]}'
    assert parse_json(data, Intake()) == {"\ufffd": ["a\ufffdb", {"c": "😀"}]}


def test_intake_words() -> None:
    assert count(1234, "node") == "1,234 nodes"
    assert [kind_of(value) for value in (None, 1.5, True, "x", {}, [])] == [
        "null",
        "a number",
        "true or false",
        "text",
        "an object",
        "a list",
    ]
