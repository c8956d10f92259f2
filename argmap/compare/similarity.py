"""How alike claims are in what they say. One seam: texts of the one, texts of the other, a matrix.

Here by words: tf-idf over lemmas, so that inflection does not count, and over the letters of words
(3- and 4-grams), so that derivation and spelling count little. It finds claims that were edited,
cut or moved, not those that were said in quite other words; an encoder's embeddings, given in its
place, find these too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from argmap.compare.claims import claim_words

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]
"""Texts of the first and of the second article to similarities in 0..1, [first, second]."""

_LEMMAS = 0.6
"""Share of the lemmas in the sum; the rest is the letters'."""


def lexical(texts_a: Sequence[str], texts_b: Sequence[str]) -> NDArray[np.float64]:
    """Similarity by lemmas and letters.

    >>> table = lexical(["Cats catch mice."], ["Mice are caught by cats.", "It rains."])
    >>> bool(table[0, 0] > 0.6), float(table[0, 1])
    (True, 0.0)
    """
    claims_a, claims_b = claim_words(texts_a), claim_words(texts_b)
    words = _cosine(
        [_lemmas(claim.lemmas, claim.years) for claim in claims_a],
        [_lemmas(claim.lemmas, claim.years) for claim in claims_b],
    )
    letters = _cosine([_grams(text) for text in texts_a], [_grams(text) for text in texts_b])
    table: NDArray[np.float64] = _LEMMAS * words + (1 - _LEMMAS) * letters
    return np.clip(table, 0.0, 1.0)


def nearest(table: NDArray[np.float64], few: int, least: float) -> list[tuple[int, int]]:
    """Places of at least `least` that are among the `few` largest of their row or column.

    >>> nearest(np.array([[0.9, 0.2], [0.8, 0.7]]), few=1, least=0.5)
    [(0, 0), (1, 0), (1, 1)]
    """
    if table.size == 0:
        return []
    keep = np.zeros(table.shape, dtype=bool)
    rows = np.argsort(-table, axis=1, kind="stable")[:, :few]
    columns = np.argsort(-table, axis=0, kind="stable")[:few]
    np.put_along_axis(keep, rows, True, axis=1)
    np.put_along_axis(keep, columns, True, axis=0)
    return [(int(i), int(j)) for i, j in np.argwhere(keep & (table >= least))]


def _lemmas(lemmas: Sequence[str], years: frozenset[str]) -> Counter[str]:
    return Counter([*lemmas, *sorted(years)])


def _grams(text: str) -> Counter[str]:
    grams: Counter[str] = Counter()
    for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split():
        padded = f" {word} "
        for size in (3, 4):
            grams.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return grams


def _cosine(bags_a: Sequence[Counter[str]], bags_b: Sequence[Counter[str]]) -> NDArray[np.float64]:
    """Cosines of tf-idf vectors, summed up over the terms that both sides have."""
    count = len(bags_a) + len(bags_b)
    documents: Counter[str] = Counter()
    for bag in (*bags_a, *bags_b):
        documents.update(bag.keys())
    weight = {term: log((1 + count) / (1 + n)) + 1.0 for term, n in documents.items()}
    table = np.zeros((len(bags_a), len(bags_b)))
    side_a, side_b = _postings(bags_a, weight), _postings(bags_b, weight)
    for term, (rows, values) in side_a.items():
        if term in side_b:
            columns, others = side_b[term]
            table[np.ix_(rows, columns)] += np.outer(values, others)
    return table


def _postings(
    bags: Sequence[Counter[str]], weight: dict[str, float]
) -> dict[str, tuple[list[int], NDArray[np.float64]]]:
    """Term to the bags that hold it and what it weighs in each, the bags scaled to length 1."""
    found: dict[str, tuple[list[int], list[float]]] = {}
    for index, bag in enumerate(bags):
        length = sum((n * weight[term]) ** 2 for term, n in sorted(bag.items())) ** 0.5
        for term, n in sorted(bag.items()):
            rows, values = found.setdefault(term, ([], []))
            rows.append(index)
            values.append(n * weight[term] / length)
    return {term: (rows, np.array(values)) for term, (rows, values) in found.items()}
