"""Claims held against each other by meaning: neighbours propose, words and inference decide."""

from __future__ import annotations

import numpy as np
import pytest

from argmap import critic
from argmap.corpus import meaning
from argmap.corpus.meaning import Meanings
from argmap.corpus.near import groups, wordings

pytestmark = pytest.mark.skipif(not critic.available(), reason="the critic's weights are not there")

SAME = [
    ("Taxes on sugar must rise.", "The tax on sugar should be raised."),
    ("Climate change is caused by humans.", "Human activity causes climate change."),
    ("Nuclear power is too expensive.", "Nuclear energy costs too much."),
]
APART = [
    ("Taxes on sugar must rise.", "Taxes on sugar must fall."),
    ("The port must close.", "The port must not close."),
    ("Rents rose by 4 per cent last year.", "Rents rose by 5 per cent last year."),
    ("The stadium brings jobs.", "The stadium costs too much."),
    ("Vaccines are safe.", "Vaccines are safe for children under two years."),
    ("Cats are clever.", "Dogs are clever."),
    ("The mayor should resign.", "The mayor should stay."),
    ("Cats purr at night.", "The city should build trams."),
]
AGAINST = [
    ("The bridge is safe.", "The bridge is not safe.", "negation"),
    ("Exports rose by 5 per cent.", "Exports fell by 5 per cent.", "antonym"),
]


def _of(*texts: str, **more: int) -> Meanings:
    return Meanings(texts, critic.load_critic(), **more)


@pytest.mark.parametrize("pair", SAME)
def test_meaning_joins_other_words_for_one_claim(pair):
    assert _of(*pair).same() == {(0, 1)}
    assert groups(pair) == [[0], [1]] or groups(pair) == [[1], [0]]
    assert len(groups(pair, same_claims=lambda texts: _of(*texts).same())) == 1


@pytest.mark.parametrize("pair", APART)
def test_meaning_keeps_different_claims_apart(pair):
    assert _of(*pair).same() == set()


@pytest.mark.parametrize(("one", "other", "sign"), AGAINST)
def test_meaning_finds_what_contradicts(one, other, sign):
    found = _of(one, "Cats purr at night.", other).against()
    assert [(a.one, a.other, a.sign) for a in found] == [(0, 2, sign)]


def test_meaning_says_nothing_of_claims_that_can_both_be_true():
    texts = [text for pair in (*SAME, APART[3], APART[4]) for text in pair]
    assert _of(*texts).against() == []


def test_meaning_leaves_out_what_one_article_says_against_itself():
    found = _of("The bridge is safe.", "The bridge is not safe.")
    assert found.against([["a.txt"], ["a.txt"]]) == []
    assert len(found.against([["a.txt"], ["b.txt"]])) == 1
    assert len(found.against([["a.txt", "b.txt"], ["a.txt"]])) == 1


def test_meaning_reads_no_more_pairs_than_the_bound(monkeypatch):
    monkeypatch.setattr(meaning, "MOST", 3)
    found = _of(*(f"The port of Lindow must close in {year}." for year in range(1990, 1996)))
    assert len(found.pairs(0.5)) == 3
    assert found.left_out == 12


def test_meaning_is_the_same_through_the_graph():
    texts = [text for pair in (*SAME, *APART) for text in pair]
    exact, graph = _of(*texts), _of(*texts, exact=1)
    assert graph.same() == exact.same()
    assert graph.against() == exact.against()


def test_meaning_vectors_do_not_hang_on_what_is_asked_beside():
    one, two = _of("The port must close."), _of("Cats purr at night.", "The port must close.")
    np.testing.assert_array_equal(one.vectors[0], two.vectors[1])


def test_wordings_put_the_most_frequent_first():
    assert wordings(["b", "a", "A!", "c"]) == [[1, 2], [0], [3]]
