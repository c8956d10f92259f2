"""Stems across parts of speech, and sets of synonyms."""

from __future__ import annotations

import pytest

from argmap.language.stems import concepts, stem
from argmap.mining.parse import parse
from argmap.model import Article


@pytest.mark.parametrize(
    ("one", "other"),
    [("scoring", "scores"), ("protection", "protected"), ("sociable", "social"), ("Bans", "bans")],
)
def test_stems_join_forms_of_a_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("rent", "rate"), ("fire", "free"), ("car", "care")])
def test_stems_keep_words_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_stems_concepts_name_synonyms_and_leave_light_words() -> None:
    doc = parse(Article(id="a", text="Such a thing is immoral and makes people poor."))
    found = concepts(doc)
    assert {"WRONG", "PEOPLE", "poor"} <= found
    assert "make" not in found and "thing" not in found
