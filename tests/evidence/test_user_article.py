"""The article that started argmap, held against the notes in corpus/sources."""

from __future__ import annotations

import pytest

import argmap
from argmap.model import ArgumentMap
from tests.conftest import ROOT

SOURCES = ROOT / "corpus" / "sources"


@pytest.fixture(scope="module")
def checked() -> ArgumentMap:
    article = ROOT / "corpus" / "russia-turkey-weapon-sales.txt"
    return argmap.analyze_file(article, sources=SOURCES)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("the destruction of its naval assets by NATO and partner nations", "Ukraine, not NATO"),
        ("Turkey's continued import of Russian naval technology", "no delivery"),
        ("neighboring countries like Israel", "does not border Israel"),
    ],
)
def test_user_article_claims_are_disputed_with_the_right_quote(checked, words, said):
    flags = [f for f in checked.flags if f.check == "disputed"]
    (flag,) = [f for f in flags if checked.article.text[f.start : f.end] == words]
    assert said in flag.message
    first = flag.evidence[0]
    quoted = (ROOT / first.path).read_text(encoding="utf-8")[first.start : first.end]
    assert quoted == first.quote


def test_user_article_true_claim_is_not_disputed(checked):
    text = checked.article.text
    accession = text.index("Turkey joined NATO in 1952")
    over = [f for f in checked.flags if f.start <= accession < f.end]
    assert {f.check for f in over} == {"backed"}


def test_without_sources_nothing_is_disputed_or_backed(user_article):
    found = {f.check for f in argmap.analyze_file(user_article).flags}
    assert found.isdisjoint({"disputed", "backed", "not-found"})
