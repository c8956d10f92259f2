"""The assignment: the best sum, one to one, nothing too light."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from argmap.compare.assignment import assign


@pytest.mark.parametrize("seed", range(60))
def test_assignment_is_as_good_as_the_best_of_all(seed):
    random = np.random.default_rng(seed)
    table = random.random(random.integers(1, 7, 2)).round(1)
    pairs = assign(table, least=0.4)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(table[i, j] >= 0.4 for i, j in pairs)
    gain = np.where(table >= 0.4, table, 0.0)
    gain = gain if gain.shape[0] <= gain.shape[1] else gain.T
    rows, columns = gain.shape
    best = max(
        sum(gain[i, chosen[i]] for i in range(rows))
        for chosen in permutations(range(columns), rows)
    )
    assert sum(table[i, j] for i, j in pairs) == pytest.approx(best)


def test_assignment_is_not_greedy():
    assert assign([[0.9, 0.8], [0.8, 0.1]], least=0.5) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("table", [np.zeros((0, 3)), np.zeros((3, 0)), [[0.2]], np.zeros((2, 2))])
def test_assignment_of_nothing(table):
    assert assign(table, least=0.5) == []


def test_assignment_of_many_that_are_all_alike_ends():
    assert len(assign(np.ones((120, 90)), least=0.5)) == 90
