"""Comparing two maps: pairs, contradictions, and what became of the support."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from argmap.compare.assignment import assign
from argmap.compare.claims import claim_words
from argmap.compare.contradict import Contradicts, Found, by_words, same_meaning
from argmap.compare.meaning import shared_meaning
from argmap.compare.records import (
    Change,
    Claim,
    Comparison,
    Contradiction,
    Direction,
    Pair,
    Side,
)
from argmap.compare.similarity import Similarity, lexical, nearest
from argmap.model import ArgumentMap, Unit

THRESHOLD = 0.55
"""Least similarity of two claims that may mean the same."""
_NEAR = 0.35
"""Least similarity of two claims that may contradict one another."""
_FEW = 12
"""Claims of the other article that each is held against, the most alike first."""
_MOVED = 0.05
"""Least change of a strength that is told."""


def compare(
    a: ArgumentMap,
    b: ArgumentMap,
    *,
    similarity: Similarity | None = None,
    contradicts: Contradicts | None = None,
    threshold: float = THRESHOLD,
) -> Comparison:
    """Lay two maps side by side.

    Every unit is told of once: as shared, as contradicted, or as only in one of the two. Pairs are
    one to one, the assignment with the largest sum of similarities.

    Args:
        a: The first article, or the earlier version.
        b: The second.
        similarity: How alike claims are; none means by words and, where the critic's weights are
            there, by meaning: see `argmap.compare.similarity` and `argmap.compare.meaning`.
        contradicts: Which of the pairs contradict; none means likewise: see
            `argmap.compare.contradict`.
        threshold: Least similarity of a shared claim, in 0..1.

    >>> from argmap.model import Article
    >>> def one(text):
    ...     unit = Unit(id="u1", start=0, end=len(text), text=text, role="claim")
    ...     return ArgumentMap(article=Article(id=text[:4], text=text), units=(unit,))
    >>> result = compare(one("The old bridge is safe"), one("The old bridge is not safe"))
    >>> [(found.sign.value, found.words_b) for found in result.contradictions]
    [('negation', 'not')]
    """
    meaning = shared_meaning()
    similarity = similarity or (meaning.words_and_meaning if meaning else lexical)
    contradicts = contradicts or (meaning.by_words_and_meaning if meaning else by_words)
    texts_a = [_plain(unit) for unit in a.units]
    texts_b = [_plain(unit) for unit in b.units]
    if texts_a and texts_b:
        table = np.asarray(similarity(texts_a, texts_b), dtype=np.float64)
        words_a, words_b = claim_words(texts_a), claim_words(texts_b)
    else:
        table, words_a, words_b = np.zeros((len(texts_a), len(texts_b))), [], []
    clashes = _contradictions(a, b, texts_a, texts_b, table, contradicts)
    fit = np.zeros_like(table)
    for i, j in nearest(table, _FEW, threshold):
        if (i, j) not in clashes and same_meaning(words_a[i], words_b[j]):
            fit[i, j] = table[i, j]
    # Two claims of the same words are the same, whatever a measure makes of them.
    for i, j in _identical(texts_a, texts_b):
        fit[i, j] = 1.0
    pairs = assign(fit, least=threshold)
    paired_a, paired_b = {i for i, _ in pairs}, {j for _, j in pairs}
    # A claim that has its like over there is not contradicted over there by a third.
    clashes = {
        (i, j): found
        for (i, j), found in clashes.items()
        if i not in paired_a and j not in paired_b
    }
    weights = np.zeros_like(table)
    for i, j in clashes:
        weights[i, j] = max(table[i, j], 1e-6)
    chosen = assign(weights, least=1e-6) if clashes else []
    against_a, against_b = {i for i, _ in chosen}, {j for _, j in chosen}
    return Comparison(
        a=_side(a),
        b=_side(b),
        shared=tuple(
            Pair(a=_claim(a.units[i]), b=_claim(b.units[j]), similarity=_score(fit[i, j]))
            for i, j in pairs
        ),
        contradictions=tuple(
            Contradiction(
                a=_claim(a.units[i]),
                b=_claim(b.units[j]),
                similarity=_score(table[i, j]),
                sign=clashes[i, j].sign,
                words_a=clashes[i, j].words_a,
                words_b=clashes[i, j].words_b,
            )
            for i, j in chosen
        ),
        only_a=tuple(_claim(u) for i, u in enumerate(a.units) if i not in paired_a | against_a),
        only_b=tuple(_claim(u) for j, u in enumerate(b.units) if j not in paired_b | against_b),
        changes=_changes(a, b, pairs),
        method=getattr(similarity, "__name__", type(similarity).__name__),
        threshold=threshold,
    )


def _contradictions(
    a: ArgumentMap,
    b: ArgumentMap,
    texts_a: Sequence[str],
    texts_b: Sequence[str],
    table: NDArray[np.float64],
    contradicts: Contradicts,
) -> dict[tuple[int, int], Found]:
    near = nearest(table, _FEW, _NEAR)
    found = contradicts([(texts_a[i], texts_b[j]) for i, j in near]) if near else []
    return {pair: one for pair, one in zip(near, found, strict=True) if one is not None}


def _identical(texts_a: Sequence[str], texts_b: Sequence[str]) -> list[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for j, text in enumerate(texts_b):
        places.setdefault(text.casefold(), []).append(j)
    return [(i, j) for i, text in enumerate(texts_a) for j in places.get(text.casefold(), ())]


def _plain(unit: Unit) -> str:
    return " ".join(unit.text.split())


def _score(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), 3)


def _claim(unit: Unit) -> Claim:
    return Claim(id=unit.id, role=unit.role, text=_plain(unit), strength=unit.strength)


def _side(map: ArgumentMap) -> Side:
    from argmap.views.sections import title_of

    return Side(
        id=map.article.id,
        title=title_of(map),
        path=map.article.path,
        units=len(map.units),
        model=map.made_by.model,
    )


# What became of the support -----------------------------------------------------------------------


def _changes(
    a: ArgumentMap, b: ArgumentMap, pairs: Sequence[tuple[int, int]]
) -> tuple[Change, ...]:
    there = {a.units[i].id: b.units[j].id for i, j in pairs}
    here = {other: one for one, other in there.items()}
    found = []
    for i, j in pairs:
        one, other = a.units[i], b.units[j]
        change = _change(a, b, one, other, there, here)
        if change is not None:
            found.append(change)
    return tuple(found)


def _change(
    a: ArgumentMap,
    b: ArgumentMap,
    one: Unit,
    other: Unit,
    there: dict[str, str],
    here: dict[str, str],
) -> Change | None:
    moved = None
    if one.strength is not None and other.strength is not None:
        moved = round(other.strength - one.strength, 3)
    lost, gained = _difference(a.supporters(one.id), b.supporters(other.id), there, here)
    less, more = _difference(a.attackers(one.id), b.attackers(other.id), there, here)
    before = {flag.check for flag in a.flags_of(one.id)}
    after = {flag.check for flag in b.flags_of(other.id)}
    shown = moved is not None and abs(moved) >= _MOVED
    if not (shown or lost or gained or less or more or before != after):
        return None
    if shown and moved is not None:
        direction = Direction.GAINED if moved > 0 else Direction.LOST
    else:
        better = len(gained) + len(less) + len(before - after)
        worse = len(lost) + len(more) + len(after - before)
        direction = (
            Direction.MIXED if better and worse else Direction.GAINED if better else Direction.LOST
        )
    return Change(
        a=_claim(one),
        b=_claim(other),
        direction=direction,
        strength=moved,
        supporters_gained=tuple(_claim(unit) for unit in gained),
        supporters_lost=tuple(_claim(unit) for unit in lost),
        attackers_gained=tuple(_claim(unit) for unit in more),
        attackers_lost=tuple(_claim(unit) for unit in less),
        flags_gained=tuple(sorted(after - before)),
        flags_lost=tuple(sorted(before - after)),
    )


def _difference(
    before: Sequence[Unit], after: Sequence[Unit], there: dict[str, str], here: dict[str, str]
) -> tuple[list[Unit], list[Unit]]:
    """Units that no longer bear on a claim, and those that newly do."""
    ids_before, ids_after = {u.id for u in before}, {u.id for u in after}
    lost = [unit for unit in before if there.get(unit.id) not in ids_after]
    gained = [unit for unit in after if here.get(unit.id) not in ids_before]
    return lost, gained
