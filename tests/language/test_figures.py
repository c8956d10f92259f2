"""Figures that report how much or how many."""

from __future__ import annotations

import pytest

from argmap.language.figures import figure
from argmap.mining.parse import parse
from argmap.model import Article


def _figures(text: str) -> list[str]:
    spans = [figure(token) for token in parse(Article(id="a", text=text))]
    return [text[slice(*span)] for span in spans if span]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rents rose by 36 per cent.", "36 per cent"),
        ("Nine out of ten tenants agree.", "Nine out of ten"),
        ("The loss came to £410 million.", "£410 million"),
        ("A quarter of the voters stayed at home.", "A quarter of the voters"),
        ("It is twice as likely to fail.", "twice as likely"),
    ],
)
def test_figures_are_found_whole(text: str, words: str) -> None:
    assert _figures(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened in 1911.",
        "She lives at 12 Harbour Street.",
        "The three boats left.",
        "The richest 10 percent left.",
        "It took a few hundred steps.",
        "A picture is worth a thousand words.",
        "It is twice as good.",
    ],
)
def test_figures_let_other_numbers_be(text: str) -> None:
    assert _figures(text) == []
