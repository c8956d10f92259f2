"""Markers of a source."""

from __future__ import annotations

import pytest

from argmap.language.attribution import attributions
from argmap.language.sourcing import named_source, source_marker
from argmap.mining.parse import parse
from argmap.model import Article


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("See https://example.org/a for it.", "https://example.org/a"),
        ("Rents rose (Meyer 2020).", "(Meyer 2020)"),
        ("Rents rose (Meyer & Holm, 2020: 12).", "(Meyer & Holm, 2020: 12)"),
        ("Rents rose (Meyer et al., 2020).", "(Meyer et al., 2020)"),
        ("Rents rose [3, 4].", "[3, 4]"),
        ("Rents rose [^note].", "[^note]"),
        ("As reported by Reuters, rents rose.", "As reported by"),
        ("Rents rose in 2020.", None),
        ("Rents (in 2020) rose.", None),
        ("The list [a] is long.", None),
    ],
)
def test_sourcing_marker(text: str, marker: str | None) -> None:
    span = source_marker(text)
    assert (text[slice(*span)] if span else None) == marker


@pytest.mark.parametrize(
    ("text", "sourced"),
    [
        ("Anna Lindt said that rents rose.", True),
        ("Experts said that rents rose.", False),
        ("Anna Lindt hopes that rents fall.", False),
        ("Rents rose.", False),
    ],
)
def test_sourcing_named_source(text: str, sourced: bool) -> None:
    found = attributions(parse(Article(id="x", text=text)))
    assert (named_source(found, 0, len(text)) is not None) is sourced
