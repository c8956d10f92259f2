"""Pairs that cannot both stand, both quoted."""

from __future__ import annotations

import pytest

from argmap.checks import run
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Role, Stance, Unit


def _flags(*sentences: str):  # type: ignore[no-untyped-def]
    text = " ".join(sentences)
    units = tuple(
        Unit(id=f"u{n}", start=text.index(s), end=text.index(s) + len(s), text=s, role=Role.CLAIM)
        for n, s in enumerate(sentences)
    )
    map_ = ArgumentMap(article=Article(id="a", text=text), units=units)
    return run(map_, parse(map_.article), select=["contradiction"]).flags


def test_contradiction_flags_the_later_and_quotes_the_earlier() -> None:
    (flag,) = _flags("The old bridge is safe.", "The old bridge is not safe.")
    assert flag.unit == "u1"
    assert flag.evidence[0].quote == "The old bridge is safe"
    assert flag.evidence[0].stance is Stance.REFUTE
    assert "The old bridge is not safe" in flag.message


@pytest.mark.parametrize(
    "pair",
    [
        ("The ferry sails every day.", "The ferry does not sail."),
        ("The ferry is old.", "The new ferry is not old."),
        ("The ferry costs 3 crowns in May.", "The ferry costs 4 crowns in June."),
        ("The ferry that Anna built is safe.", "The ferry that Peter built is not safe."),
        ("A ferry is safe.", "A ferry is not safe."),
        ("The ferry would be safe.", "The ferry is not safe."),
    ],
)
def test_contradiction_lets_be_what_can_stand_together(pair: tuple[str, str]) -> None:
    assert _flags(*pair) == ()


def test_contradiction_says_what_is_counted_twice() -> None:
    (flag,) = _flags("The panel has nine members.", "The panel's eleven members met.")
    assert "member is counted as 9 and as 11" in flag.message


def test_contradiction_reads_numbers_in_words_and_quotes_whole_clauses() -> None:
    (flag,) = _flags(
        "The council has fifteen members, and most are for it.",
        "The council has twenty-one members.",
    )
    assert "15 and as 21" in flag.message
    assert flag.evidence[0].quote == "The council has fifteen members"
