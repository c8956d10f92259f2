"""Similarity by words."""

from __future__ import annotations

import numpy as np

from argmap.compare.similarity import lexical

TEXTS = ["The town should keep its old crane", "Visitors come to see the crane", "It rains"]


def test_similarity_is_one_for_the_same_and_ordered_by_likeness():
    table = lexical(TEXTS, [*TEXTS, "The town ought to keep its historic crane", ""])
    assert table.shape == (3, 5)
    assert np.allclose(np.diag(table[:, :3]), 1.0)
    assert 0.4 < table[0, 3] < 1.0
    assert table[0, 3] > table[1, 3] > table[2, 3]
    assert (table[:, 4] == 0).all()
    assert ((table >= 0) & (table <= 1)).all()


def test_similarity_does_not_mind_inflection_case_and_order():
    table = lexical(
        ["Many visitors came"], ["many visitors come", "Came many a visitor", "Few cranes"]
    )
    assert table[0, 0] > 0.7
    assert table[0, 1] > 0.6
    assert table[0, 2] < 0.2
