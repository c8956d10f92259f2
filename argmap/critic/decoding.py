"""From the critic's scores over pieces to spans: who said what, and which words are loaded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Span = tuple[int, int]
DISTANCES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)
"""Borders of the buckets of distance between a cue and a piece, on each side."""
_BORDERS = np.array(DISTANCES)
BUCKETS = 2 * (len(DISTANCES) + 1) + 1


def bucket(distance: np.ndarray) -> np.ndarray:
    """Codes below `BUCKETS` of signed distances in pieces.

    >>> bucket(np.array([-200, -1, 0, 1, 200])).tolist()
    [1, 13, 14, 15, 27]
    """
    size = np.searchsorted(_BORDERS, np.abs(distance), side="right")
    return np.asarray(np.sign(distance) * size + len(DISTANCES) + 1, dtype=np.int64)


def best_stretch(scores: np.ndarray) -> tuple[int, int, float] | None:
    """The stretch `[first, end)` with the greatest sum of scores, or none where none is positive.

    With log odds of "this piece belongs to it" as scores, it is the most probable single stretch.

    >>> best_stretch(np.array([-1.0, 2.0, -0.5, 3.0, -4.0, 1.0]))
    (1, 4, 4.5)
    """
    best: tuple[int, int, float] | None = None
    total, first = 0.0, 0
    for k, score in enumerate(scores.tolist()):
        if total <= 0:
            total, first = 0.0, k
        total += score
        if total > 0 and (best is None or total > best[2]):
            best = (first, k + 1, total)
    return best


def runs(inside: Sequence[bool], gap: int = 0) -> list[Span]:
    """Stretches of true values; two that are at most `gap` apart become one.

    >>> runs([True, True, False, True], gap=0), runs([True, True, False, True], gap=1)
    ([(0, 2), (3, 4)], [(0, 4)])
    """
    found: list[Span] = []
    for k, value in enumerate(inside):
        if not value:
            continue
        if found and k - found[-1][1] <= gap:
            found[-1] = (found[-1][0], k + 1)
        else:
            found.append((k, k + 1))
    return found


def cue_spans(scores: np.ndarray, bias: float = 0.0) -> list[Span]:
    """Cues from scores [L, 3] of outside, first piece, further piece; `bias` is added to outside.

    >>> s = np.array([[2.0, 0, 0], [0, 2.0, 0], [0, 0, 2.0], [2.0, 0, 0]])
    >>> cue_spans(s)
    [(1, 3)]
    """
    shifted = scores + np.array([bias, 0.0, 0.0])
    found: list[Span] = []
    for k, tag in enumerate(shifted.argmax(1).tolist()):
        if tag == 1 or (tag == 2 and not (found and found[-1][1] == k)):
            found.append((k, k + 1))
        elif tag == 2:
            found[-1] = (found[-1][0], k + 1)
    return found


def text_span(offsets: np.ndarray, first: int, end: int) -> Span | None:
    """Code points of pieces `[first, end)`, [SEP] at the edges left out."""
    kept = [(start, stop) for start, stop in offsets[first:end].tolist() if start >= 0]
    return (kept[0][0], kept[-1][1]) if kept else None
