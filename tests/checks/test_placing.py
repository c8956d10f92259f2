"""Which unit a stretch of the article belongs to."""

from __future__ import annotations

from argmap.checks import Subject
from argmap.checks.placing import place
from argmap.model import ArgumentMap, Article, Role, Unit

TEXT = "Rents rose, so we must build. The end."


def _subject() -> Subject:
    spans = {"u1": (0, 10), "u2": (12, 28)}
    units = tuple(
        Unit(id=i, start=s, end=e, text=TEXT[s:e], role=Role.CLAIM) for i, (s, e) in spans.items()
    )
    return Subject(ArgumentMap(article=Article(id="a", text=TEXT), units=units))


def test_placing_takes_the_unit_that_holds_most() -> None:
    placed = place(_subject(), 6, 29)
    assert placed is not None
    unit, start, end = placed
    assert (unit.id, TEXT[start:end]) == ("u2", "so we must build")


def test_placing_finds_nothing_outside_of_units() -> None:
    assert place(_subject(), 30, 38) is None


def test_placing_an_edge_is_not_inside() -> None:
    assert place(_subject(), 10, 12) is None
