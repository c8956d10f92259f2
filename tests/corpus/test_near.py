"""Near-duplicates: joined where they say the same, never where a word turns the meaning."""

from __future__ import annotations

import random

import numpy as np
import pytest

from argmap.corpus import near
from argmap.corpus.embedding import DIMENSIONS, embed, plain
from argmap.corpus.near import groups

JOINED = [
    ("The city should build trams.", "The city should build trams!"),
    ("The city should build more trams.", "The city must build more trams."),
    ("Climate change is caused by human activity", "Climate change is caused by human activities"),
    ("Climate change is caused by human activity", "“climate change” is caused by HUMAN activity"),
]
APART = [
    ("The city should build more trams.", "The city should not build more trams."),
    ("The city should build more trams.", "The city should build more trains."),
    ("Rents rose by 4 per cent last year.", "Rents rose by 5 per cent last year."),
    ("Vaccines are safe and effective", "Vaccines are safe and effective for children"),
    ("The port must close.", "Cats should be kept in every house."),
]


@pytest.mark.parametrize(("one", "other"), JOINED)
def test_near_joins_wordings_of_one_claim(one, other):
    assert len(groups([one, other])) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_near_keeps_different_claims_apart(one, other):
    assert len(groups([one, other])) == 2


def _many(count: int) -> list[str]:
    draw = random.Random(3)
    nouns = ["trams", "ports", "schools", "museums", "bridges", "forests", "markets", "nurses"]
    verbs = ["help", "harm", "please", "worry", "serve", "attract", "divide", "outlast"]
    return [
        f"{draw.choice(nouns)} near {draw.choice(nouns)} {draw.choice(verbs)} the "
        f"{draw.choice(nouns)} of town {draw.randrange(40)}"
        for _ in range(count)
    ]


def test_near_groups_do_not_depend_on_the_order():
    texts = _many(400)
    shuffled = random.Random(1).sample(range(400), 400)

    def as_texts(found: list[list[int]], given: list[str]) -> list[list[str]]:
        return [sorted(given[index] for index in group) for group in found]

    one = as_texts(groups(texts), texts)
    other = [texts[index] for index in shuffled]
    assert as_texts(groups(other), other) == one


def test_near_every_text_is_in_one_group():
    found = groups(_many(300))
    assert sorted(index for group in found for index in group) == list(range(300))


def test_near_graph_finds_what_all_pairs_find_and_the_same_each_time():
    texts = _many(1500)
    exact, graph = groups(texts), groups(texts, exact=10)
    assert graph == groups(texts, exact=10)
    pairs = {frozenset((g[0], i)) for g in exact for i in g[1:]}
    found = {frozenset((g[0], i)) for g in graph for i in g[1:]}
    assert len(pairs & found) >= 0.97 * len(pairs)
    assert len(pairs) > 100


def test_near_takes_another_embedding():
    def meaning(texts):
        return np.array([[1.0, 0.0] if "tax" in t else [0.0, 1.0] for t in texts], np.float32)

    texts = ["Taxes must fall.", "The state should tax less.", "Cats purr."]
    assert groups(texts, embedding=meaning, shared=0.0) == [[0, 1], [2]]


def test_near_nothing_gives_nothing():
    assert groups([]) == []
    assert groups(["", "?!"]) == [[0, 1]]


def test_embedding_is_the_same_in_every_block(monkeypatch):
    texts = _many(50)
    whole = embed(texts)
    monkeypatch.setattr("argmap.corpus.embedding._BLOCK", 7)
    np.testing.assert_array_equal(embed(texts), whole)


def test_embedding_rows_have_length_one():
    vectors = embed(["Cats purr.", "", "猫", "x"])
    assert vectors.shape == (4, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1, 1], atol=1e-6)


def test_embedding_order_of_letters_counts():
    one, other = embed(["stressed", "desserts"])
    assert one @ other < 0.5


def test_plain_is_what_dress_leaves():
    assert plain("ﬁne — “Words”,\n indeed") == "fine words indeed"


def test_near_says_what_is_missing(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "usearch.index", None)
    with pytest.raises(near.MissingRequirement, match="usearch"):
        groups(_many(30), exact=1)
