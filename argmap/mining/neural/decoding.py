"""From scores to units and a forest of relations."""

from __future__ import annotations

import numpy as np

ROLES = ("major_claim", "claim", "premise")
TAGS = ("O", "B-major_claim", "I-major_claim", "B-claim", "I-claim", "B-premise", "I-premise")
KINDS = ("support", "attack", "undercut")
COMMENT_TYPES = ("fact", "testimony", "value", "policy", "reference")
ARTICLE_TYPES = ("assumption", "anecdote", "testimony", "statistics", "common-ground", "other")
GENRES = ("essay", "microtext", "comment", "abstract", "editorial")


def forbidden() -> tuple[np.ndarray, np.ndarray]:
    """What BIO forbids, as 0/1: ``block`` [from, to] (an inside needs its own role before it) and ``begin`` [tag]."""
    size = len(TAGS)
    block = np.zeros((size, size), dtype=np.float32)
    begin = np.zeros(size, dtype=np.float32)
    for inside in (2, 4, 6):
        begin[inside] = 1
        for before in range(size):
            if before not in (inside - 1, inside):
                block[before, inside] = 1
    return block, begin


def viterbi(emissions: np.ndarray, transitions: np.ndarray, starts: np.ndarray) -> list[int]:
    """The best tag sequence for ``emissions`` [L, T]; ties go to the lower tag, so the answer never varies."""
    score = starts + emissions[0]
    back = []
    for row in emissions[1:]:
        step = score[:, None] + transitions
        choice = step.argmax(0)
        back.append(choice)
        score = step[choice, np.arange(len(choice))] + row
    tags = [int(score.argmax())]
    for choice in reversed(back):
        tags.append(int(choice[tags[-1]]))
    return tags[::-1]


def spans_of(tags: list[int]) -> list[tuple[int, int, int]]:
    """Spans ``(first, last, role)`` of a tag sequence, last piece included."""
    spans: list[tuple[int, int, int]] = []
    for k, tag in enumerate(tags):
        if tag and tag % 2 == 1:
            spans.append((k, k, (tag - 1) // 2))
        elif tag and spans:
            first, _, role = spans[-1]
            spans[-1] = (first, k, role)
    return spans
