"""Groups of texts that say the same in nearly the same words.

Two texts are joined where their vectors are alike, they share most of their content words, have the
same numbers and deny equally often: "no more trams" is no variant of "more trams", nor is "more
trains".

Exact up to a few thousand texts; above, neighbours come from an HNSW graph (Malkov & Yashunin
2018) of the library `usearch`, built by one thread, so that it is the same every time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from argmap.corpus.embedding import Embed, embed, plain
from argmap.errors import MissingRequirement

ALIKE = 0.7
"""Cosine from which on two texts can count as the same claim."""
SHARED = 0.76
"""Share of their content words, of both together, that they must have in common."""
EXACT = 4_000
"""Different texts up to which all pairs are looked at."""
NEIGHBOURS = 48
_BLOCK = 2_000
_NEGATIONS = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot|hardly|\w+n['’]t)\b",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_STEM = 5
_FUNCTION_WORDS = frozenset(
    (
        *("should", "must", "would", "could", "will", "shall", "have", "been", "being", "does"),
        *("this", "that", "these", "those", "there", "they", "their", "some", "such", "with"),
        *("from", "into", "about", "more", "many", "most", "very", "than", "also", "just", "only"),
    )
)


def groups(
    texts: Sequence[str],
    *,
    alike: float = ALIKE,
    shared: float = SHARED,
    embedding: Embed = embed,
    exact: int = EXACT,
    same_claims: Callable[[Sequence[str]], Collection[tuple[int, int]]] | None = None,
) -> list[list[int]]:
    """Indices of texts, grouped; each group's first is the wording that speaks for it.

    Args:
        texts: Any number of short texts.
        alike: Lowest cosine to the wording that speaks for a group.
        shared: Lowest share of content words in common; 0 for an embedding that knows meanings.
        embedding: Gives the vectors; see `argmap.corpus.embedding.Embed`.
        exact: Different texts up to which all pairs are compared.
        same_claims: Given different texts, tells pairs of places of those that say the same,
            however they are worded; none: words decide alone.

    Returns:
        Largest group first; each text is in one group. The order of the texts does not matter.

    Raises:
        MissingRequirement: there are many texts, and `usearch` is not installed.

    >>> found = groups(["The port must close.", "Cats purr.", "The port must close!",
    ...                 "The port must not close."])
    >>> found
    [[0, 2], [1], [3]]
    """
    same = wordings(texts)
    told = written(texts, same)
    keys = [plain(text) for text in told]
    vectors = embedding(keys)
    marks = [_Marks(key, text) for key, text in zip(keys, told, strict=True)]
    near = neighbours(vectors, alike, exact)
    others = _others(same_claims(told) if same_claims else ())
    taken = [False] * len(keys)
    joined: list[list[int]] = []
    for leader in range(len(keys)):
        if taken[leader]:
            continue
        members = [leader]
        taken[leader] = True
        known: Collection[int] = others.get(leader, ())
        for other in sorted({*near[leader], *known}):
            if not taken[other] and (other in known or marks[leader].fits(marks[other], shared)):
                taken[other] = True
                members.append(other)
        joined.append([index for member in members for index in same[member]])
    return sorted(joined, key=lambda group: (-len(group), plain(texts[group[0]])))


def wordings(texts: Sequence[str]) -> list[list[int]]:
    """Indices of texts that differ in nothing but dress (case, signs, spaces), together.

    The most frequent first: they speak for the others; among equals by their words.

    >>> wordings(["The port must close.", "Cats purr.", "the port must close"])
    [[0, 2], [1]]
    """
    same: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        same.setdefault(plain(text), []).append(index)
    return [same[key] for key in sorted(same, key=lambda key: (-len(same[key]), key))]


def written(texts: Sequence[str], same: Sequence[Sequence[int]]) -> list[str]:
    """Of each of `wordings` one text, whatever the order of those that differ in dress.

    >>> written(["cats purr", "Cats purr."], [[0, 1]])
    ['Cats purr.']
    """
    return [min(texts[index] for index in some) for some in same]


def neighbours(vectors: np.ndarray, alike: float, exact: int = EXACT) -> list[list[int]]:
    """For each row the others whose cosine with it is `alike` or more, in order.

    Args:
        vectors: float32, [n, dimensions], rows of length 1.
        alike: Lowest cosine.
        exact: Rows up to which all pairs are looked at; above, the `NEIGHBOURS` nearest of an HNSW
            graph.

    Raises:
        MissingRequirement: there are many rows, and `usearch` is not installed.

    >>> neighbours(np.array([[1, 0], [0, 1], [0.8, 0.6]], np.float32), 0.7)
    [[2], [], [0]]
    """
    return _all_pairs(vectors, alike) if len(vectors) <= exact else _graph(vectors, alike)


def _others(pairs: Collection[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


class _Marks:
    """What two texts must agree in, beside their vectors."""

    def __init__(self, key: str, text: str) -> None:
        words = {word for word in key.split() if len(word) > 3 and word not in _FUNCTION_WORDS}
        self.stems = frozenset(word[:_STEM] for word in words)
        self.exact = sorted(_NUMBERS.findall(key)), len(_NEGATIONS.findall(text))

    def fits(self, other: _Marks, shared: float) -> bool:
        if self.exact != other.exact:
            return False
        both = len(self.stems & other.stems)
        return both >= shared * len(self.stems | other.stems)


def _all_pairs(vectors: np.ndarray, alike: float) -> list[list[int]]:
    near: list[list[int]] = []
    for first in range(0, len(vectors), _BLOCK):
        # Rounded, so that the last bit of a sum does not decide.
        cosines = np.round(vectors[first : first + _BLOCK] @ vectors.T, 4)
        for row, values in enumerate(cosines):
            found = np.flatnonzero(values >= alike)
            near.append([int(index) for index in found if index != first + row])
    return near


def _graph(vectors: np.ndarray, alike: float) -> list[list[int]]:
    try:
        from usearch.index import Index
    except ImportError as problem:
        raise MissingRequirement(
            f"{len(vectors):,} different claims need the library usearch to be compared",
            hint="`pip install 'argmap[corpus]'`",
        ) from problem
    index: Any = Index(
        ndim=vectors.shape[1], metric="ip", dtype="f32", connectivity=24, expansion_add=96,
        expansion_search=96,
    )  # fmt: skip
    index.add(np.arange(len(vectors), dtype=np.uint64), vectors, threads=1)
    near: list[list[int]] = []
    for first in range(0, len(vectors), _BLOCK):
        block = vectors[first : first + _BLOCK]
        matches = index.search(block, NEIGHBOURS, threads=1)
        for row, (keys, count) in enumerate(zip(matches.keys, matches.counts, strict=True)):
            found = keys[:count].astype(np.int64)
            cosines = np.round(vectors[found] @ block[row], 4)
            near.append(
                sorted(int(k) for k, c in zip(found, cosines, strict=True)
                       if c >= alike and k != first + row)
            )  # fmt: skip
    return near
