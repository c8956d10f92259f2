"""Decoding: tags to spans, the best tree, and forests that keep their promises whatever the scores."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argmap.mining.neural.decoding import (
    DEFAULTS,
    GENRES,
    best_tree,
    best_tree_one_root,
    decode,
    forbidden,
    spans_of,
    viterbi,
    viterbi_each,
)
from argmap.mining.neural.model import Scores


def scores_of(n, seed, sections=None, genre=None):
    rng = np.random.default_rng(seed)
    own = np.eye(n, dtype=bool)
    sections = np.array(sections if sections is not None else [0] * n)
    apart = sections[:, None] != sections[None]
    near = np.where(own | apart, -1e4, rng.normal(size=(n, n)) * 3)
    far = np.where(own, -1e4, rng.normal(size=(n, n)) * 3)
    root = rng.normal(size=(n, 2)) * 3
    loud = np.zeros(5) if genre is None else 9.0 * np.eye(5)[GENRES.index(genre)]
    return Scores(
        role=rng.normal(size=(n, 3)) * 2,
        comment=rng.normal(size=(n, 5)),
        article=rng.normal(size=(n, 6)),
        within=np.hstack([near, root[:, :1]]),
        across=np.hstack([far, root[:, 1:]]),
        kind=rng.normal(size=(n, n, 3)),
        genre=loud,
        sections=sections,
        tags=rng.normal(size=(n, 3)),
    )


def reaches_root(heads):
    n = len(heads)
    for start in range(n):
        k, steps = start, 0
        while k != n:
            k, steps = heads[k], steps + 1
            if steps > n:
                return False
    return True


def value(weights, heads):
    return sum(weights[i, h] for i, h in enumerate(heads))


def by_force(weights, one_root=False):
    n = len(weights) - 1
    best = -np.inf
    for heads in itertools.product(range(n + 1), repeat=n):
        if any(h == i for i, h in enumerate(heads)) or not reaches_root(list(heads)):
            continue
        if one_root and sum(h == n for h in heads) != 1:
            continue
        best = max(best, value(weights, heads))
    return best


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_best_tree_is_as_good_as_trying_all(n, seed):
    weights = np.random.default_rng(seed).normal(size=(n + 1, n + 1))
    heads = best_tree(weights)
    assert reaches_root(heads)
    assert value(weights, heads) == pytest.approx(by_force(weights))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_best_tree_with_one_root_is_as_good_as_trying_all(n, seed):
    weights = np.random.default_rng(seed).normal(size=(n + 1, n + 1))
    heads = best_tree_one_root(weights)
    assert sum(h == n for h in heads) == 1 and reaches_root(heads)
    assert value(weights, heads) == pytest.approx(by_force(weights, one_root=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(0, 10_000), st.sampled_from(GENRES))
def test_decode_gives_a_forest_with_a_thesis_in_every_genre(n, seed, genre):
    sections = sorted(np.random.default_rng(seed).integers(0, 3, size=n).tolist())
    decided = decode(scores_of(n, seed, sections, genre), DEFAULTS)
    assert decided.genre == genre or len(set(sections)) > 1
    assert reaches_root(decided.heads)
    assert 0 in decided.roles
    assert np.all((decided.head_probability >= 0) & (decided.head_probability <= 1))


@pytest.mark.parametrize("seed", range(8))
def test_in_an_essay_claims_of_other_sections_hang_under_a_thesis(seed):
    decided = decode(scores_of(6, seed, [0, 0, 1, 1, 2, 2], "essay"), DEFAULTS)
    for i, head in enumerate(decided.heads):
        if decided.crossing[i]:
            lone = decided.roles[i] == 2
            assert lone or (decided.roles[i] == 1 and decided.roles[head] == 0)
        if decided.roles[i] == 2:
            assert head < 6


@pytest.mark.parametrize("seed", range(8))
def test_a_microtext_has_one_central_claim(seed):
    decided = decode(scores_of(5, seed, genre="microtext"), DEFAULTS)
    assert decided.heads.count(5) == 1
    assert decided.roles.count(2) == 4


def test_a_higher_threshold_links_less():
    scores = scores_of(8, 3, genre="comment")
    few, many = (
        decode(scores, {"link_threshold": {"comment": t}}).heads.count(8) for t in (0.9, 0.05)
    )
    assert few > many


def test_stretches_are_tagged_together_as_each_alone():
    rng = np.random.default_rng(3)
    emissions, transitions, starts = rng.normal(size=(40, 7)), rng.normal(size=(7, 7)), np.ones(7)
    stretches = [(0, 1), (1, 9), (10, 30), (30, 31), (32, 40)]
    together = viterbi_each(emissions, stretches, transitions, starts)
    assert together == [viterbi(emissions[a:b], transitions, starts) for a, b in stretches]
    assert viterbi_each(emissions, [], transitions, starts) == []


def test_viterbi_never_breaks_the_scheme():
    block, begin = forbidden()
    rng = np.random.default_rng(0)
    for _ in range(20):
        tags = viterbi(rng.normal(size=(12, 7)) * 3, block * -1e4, begin * -1e4)
        for before, tag in itertools.pairwise([0, *tags]):
            if tag and tag % 2 == 0:
                assert before in (tag - 1, tag)


def test_spans_of_neighbours_are_kept_apart():
    assert spans_of([1, 2, 5, 6, 0, 3]) == [(0, 1, 0), (2, 3, 2), (5, 5, 1)]
    assert spans_of([0, 0]) == []
