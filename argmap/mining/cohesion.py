"""Lexical cohesion: how much two stretches of an article speak of the same things.

Content words are compared by lemma, weighted by how rare they are in the article (tf-idf, cosine),
after Halliday & Hasan 1976 and Morris & Hirst 1991: repetition carries the thread of a text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "NUM"}

Vector = dict[str, float]


def content_lemmas(tokens: Iterable[Token]) -> list[str]:
    """Lemmas of the content words, in lower case; stop words and auxiliaries left out."""
    return [
        (token.lemma_ or token.text).lower()
        for token in tokens
        if token.pos_ in CONTENT and not token.is_stop and len(token.text) > 1
    ]


def vectors(bags: Sequence[Sequence[str]]) -> list[Vector]:
    """Unit-length tf-idf vectors of bags of lemmas, one a bag; an empty bag gives an empty one.

    >>> a, b = vectors([["cat", "mouse"], ["cat", "dog"]])
    >>> 0 < cosine(a, b) < 1
    True
    """
    frequency = Counter(lemma for bag in bags for lemma in set(bag))
    made: list[Vector] = []
    for bag in bags:
        counts = Counter(bag)
        raw = {
            lemma: count * (1.0 + math.log((1 + len(bags)) / (1 + frequency[lemma])))
            for lemma, count in sorted(counts.items())
        }
        length = math.sqrt(sum(value * value for value in raw.values()))
        made.append({lemma: value / length for lemma, value in raw.items()} if length else {})
    return made


def cosine(a: Vector, b: Vector) -> float:
    """Cosine of two unit-length vectors, in 0..1."""
    if a.keys().isdisjoint(b):  # most pairs, and soon told
        return 0.0
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    return sum(value * large[lemma] for lemma, value in small.items() if lemma in large)


def centroid(parts: Sequence[Vector]) -> Vector:
    """Unit-length mean of vectors."""
    total: Vector = {}
    for part in parts:
        for lemma, value in part.items():
            total[lemma] = total.get(lemma, 0.0) + value
    length = math.sqrt(sum(value * value for value in total.values()))
    return {lemma: value / length for lemma, value in total.items()} if length else {}
