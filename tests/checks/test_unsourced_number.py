"""Figures that nobody stands for."""

from __future__ import annotations

from argmap.checks import NOT_CHECKED, run
from argmap.mining.parse import parse
from argmap.model import ArgumentMap, Article, Block, BlockKind, Role, Unit

FIGURES = ("Rents rose by 36 percent.", "Wages fell by 12 percent.", "Fees cost 400 crowns.")


def _words(sentences: tuple[str, ...]) -> list[str]:
    text = " ".join(sentences)
    units = tuple(
        Unit(id=f"u{n}", start=text.index(s), end=text.index(s) + len(s), text=s, role=Role.PREMISE)
        for n, s in enumerate(sentences)
    )
    block = Block(kind=BlockKind.PARAGRAPH, start=0, end=len(text))
    map_ = ArgumentMap(article=Article(id="a", text=text, blocks=(block,)), units=units)
    flags = run(map_, parse(map_.article), select=["unsourced-number"]).flags
    assert all(flag.message.endswith(NOT_CHECKED) for flag in flags)
    return [text[flag.start : flag.end] for flag in flags]


def test_unsourced_number_two_in_a_paragraph_are_enough() -> None:
    assert _words(FIGURES) == ["36 percent", "12 percent"]


def test_unsourced_number_a_source_stands_for_what_follows_it() -> None:
    assert _words(("A report by Anna Lund was read.", *FIGURES)) == []


def test_unsourced_number_a_recommendation_is_no_source() -> None:
    advice = "The guideline of the Lund Institute recommends low rents."
    assert _words((advice, FIGURES[0])) == ["36 percent"]
