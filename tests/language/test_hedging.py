"""How much a writer commits."""

from __future__ import annotations

import pytest

from argmap.language.assertion import wants_support
from argmap.language.hedging import is_opinion, is_question, is_unreal
from argmap.mining.parse import parse
from argmap.model import Article


def doc(text: str):  # type: ignore[no-untyped-def]
    return parse(Article(id="x", text=text))


@pytest.mark.parametrize(
    ("text", "verb", "unreal"),
    [
        ("The cuts lead to riots.", "lead", False),
        ("The cuts may lead to riots.", "lead", True),
        ("The cuts should end.", "end", True),
        ("If the dam breaks, it leads to a flood.", "leads", True),
        ("If the dam breaks, it leads to a flood.", "breaks", True),
        ("The cuts that might come worry me.", "worry", False),
        ("When the dam breaks, it leads to a flood.", "leads", False),
    ],
)
def test_hedging_is_unreal(text: str, verb: str, unreal: bool) -> None:
    token = next(t for t in doc(text) if t.text == verb)
    assert is_unreal(token) is unreal


def test_hedging_is_opinion_reads_typographic_apostrophes() -> None:
    assert is_opinion("I’m late, but in my view it’s fine.")
    assert not is_opinion("Hi believers.")


@pytest.mark.parametrize(
    ("text", "asks"), [("Is it safe?", True), ("“Is it safe?”", True), ("It is safe.", False)]
)
def test_hedging_is_question(text: str, asks: bool) -> None:
    assert is_question(doc(text)[:]) is asks


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("The new law undermines the trust of parents.", True),
        ("The city must close the harbour.", True),
        ("This is the most dangerous road in the country.", False),
        ("The harbour is the most dangerous place in the country.", True),
        ("The law may undermine the trust of parents.", False),
        ("The ship left on Monday.", False),
        ("We must close the harbour.", False),
        ("Close the harbour now!", False),
        ("My harbour undermines theirs.", False),
        ("", False),
    ],
)
def test_assertion_wants_support(text: str, wants: bool) -> None:
    assert wants_support([t for t in doc(text) if not t.is_space]) is wants
