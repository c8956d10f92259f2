"""Similarity by meaning: the same in other words, and not the same subject alone."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from compare_support import make

from argmap.compare import compare
from argmap.compare.claims import claim_words
from argmap.compare.meaning import Meaning, shared_meaning
from argmap.compare.similarity import lexical

HERE = Path(__file__).parent
PAIRS = tomllib.loads((HERE / "pairs.toml").read_text(encoding="utf-8"))
TOPICS = tomllib.loads((HERE / "topics.toml").read_text(encoding="utf-8"))["topic"]


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    found = shared_meaning()
    assert found is not None, "the critic's weights belong to the package"
    return found


def one(words):
    return make([(words, "claim", 0.5)])


def outcomes(half):
    """(what a pair is, what it was taken for) to how often."""
    found = Counter()
    # Parsed at one go, which is far faster.
    claim_words([words for pairs in PAIRS[half].values() for pair in pairs for words in pair])
    for kind, pairs in PAIRS[half].items():
        for a, b in pairs:
            result = compare(one(a), one(b))
            got = "same" if result.shared else "against" if result.contradictions else "apart"
            found[kind, got] += 1
    return found


# Of each kind there are 54, 54 and 38 pairs to tune on, and 14 each to report on.
@pytest.mark.parametrize(
    ("half", "least", "most_apart", "most_against"), [("tune", 30, 2, 3), ("report", 3, 1, 2)]
)
def test_meaning_pairs_the_same_and_seldom_anything_else(half, least, most_apart, most_against):
    found = outcomes(half)
    assert found["same", "same"] >= least
    assert found["apart", "same"] <= most_apart
    assert found["against", "same"] <= most_against
    assert found["same", "against"] == found["apart", "against"] == 0


@pytest.mark.parametrize(("half", "least"), [("tune", 5), ("report", 9)])
def test_meaning_within_two_articles(half, least):
    hits = wrong = 0
    for topic in TOPICS:
        if topic["half"] != half:
            continue
        sides = [make([(words, "claim", 0.5) for words in topic[side]]) for side in "ab"]
        pairs = [
            [int(pair.a.id[1:]) - 1, int(pair.b.id[1:]) - 1] for pair in compare(*sides).shared
        ]
        hits += sum(pair in topic["same"] for pair in pairs)
        wrong += sum(pair not in topic["same"] for pair in pairs)
    assert hits >= least
    assert wrong <= 1


def test_meaning_sees_what_words_do_not(meaning):
    a, b = ["School uniforms reduce bullying"], ["Pupils are teased less where all dress the same"]
    assert lexical(a, b)[0, 0] < 0.1
    assert meaning.alike(a, b)[0, 0] > 0.5


def test_meaning_a_common_subject_is_not_a_common_claim(meaning):
    buses = "Electric buses are quieter than diesel buses"
    table = meaning.words_and_meaning(
        [buses], ["Electric buses cost more than diesel buses", "A diesel bus makes more noise"]
    )
    assert lexical([buses], ["Electric buses cost more than diesel buses"])[0, 0] > 0.6
    assert table[0, 0] < 0.7


def test_meaning_another_word_for_the_same_is_no_contradiction(meaning):
    pair = ("The town should keep its old crane", "The town should keep its historic crane")
    assert meaning.by_words_and_meaning([pair]) == [None]


def test_meaning_is_the_same_twice_and_beside_others(meaning):
    texts = [words for topic in TOPICS for words in topic["a"]]
    fresh = Meaning(meaning._critic)
    assert np.array_equal(
        fresh.words_and_meaning(texts, texts[::-1]), meaning.words_and_meaning(texts, texts[::-1])
    )
    assert meaning.by_words_and_meaning([]) == []
    assert meaning.words_and_meaning([], texts).shape == (0, len(texts))


def test_meaning_without_the_weights_words_are_left(monkeypatch):
    from argmap.compare import run

    monkeypatch.setattr(run, "shared_meaning", lambda: None)
    result = run.compare(one("The old bridge is safe"), one("The old bridge is not safe"))
    assert result.method == "lexical"
    assert result.contradictions
