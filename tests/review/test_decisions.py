"""Orders: what is taken from the page, and what is not."""

from __future__ import annotations

import pytest

from argmap.errors import UsageError
from argmap.review.decisions import Decision, Kind, label, read_order


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "no decision of this kind"),
        ({"kind": "drop table"}, "no decision of this kind"),
        (["confirm"], "decision"),
        ("confirm", "decision"),
        ({"kind": "confirm"}, "flag"),
        ({"kind": "confirm", "flag": "f1", "more": 1}, "more"),
        ({"kind": "confirm", "flag": ["f1"]}, "flag"),
        ({"kind": "dismiss", "flag": "f1", "reason": "x" * 10_001}, "reason"),
        ({"kind": "dismiss", "flag": "f1", "reason": "\ud800"}, "unicode"),
        ({"kind": "role", "unit": "u1", "role": "hero"}, "role"),
        ({"kind": "span", "unit": "u1", "start": "1", "end": 2}, "start"),
        ({"kind": "span", "unit": "u1", "start": -1, "end": 2}, "start"),
        ({"kind": "span", "unit": "u1", "start": True, "end": 2}, "start"),
        ({"kind": "add_relation", "source": "u1", "target": "u2", "type": "likes"}, "type"),
        ({"kind": "note", "text": ""}, "text"),
    ],
)
def test_decisions_refuse_what_is_no_order(data, words):
    with pytest.raises(UsageError, match=words):
        read_order(data)


@pytest.mark.parametrize("kind", list(Kind))
def test_decisions_every_kind_has_words(kind):
    body = {
        "unit": "u1", "role": "claim", "flag": "f1", "made": "a1", "source": "u1", "target": "u2",
        "type": "support", "relation": "r1", "decision": 3, "done": True,
    }  # fmt: skip
    said = Decision(
        seq=1, article="a", reviewer="r", at="", model="", base="", kind=kind, body=body
    )
    assert label(said)
