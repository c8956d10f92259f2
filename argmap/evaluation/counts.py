"""What is counted in one article; figures are made of sums of counts, so that a bootstrap may
resample articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from argmap.evaluation.gold import GoldArticle, section_of
from argmap.mining import Mined
from argmap.mining.neural.features import trim

TOKEN = re.compile(r"\w+|[^\w\s]")
BINS = 10
FOLD = {
    "statistics": "fact",
    "common-ground": "fact",
    "anecdote": "testimony",
    "assumption": "value",
    "other": "value",
}
"""Types of articles as types of comments, for gold that knows only the latter."""
UNFOLD = {"fact": "assumption", "value": "assumption", "policy": "assumption", "reference": "other"}

Counts = dict[str, np.ndarray]


@dataclass(frozen=True)
class Found:
    """A miner's answer in the terms of the gold: trimmed spans in text order, and relations between
    units as indexes."""

    spans: tuple[tuple[int, int], ...]
    roles: tuple[str, ...]
    types: tuple[str | None, ...]
    confidence: tuple[float, ...]
    sections: tuple[int, ...]
    relations: tuple[tuple[int, int, str, float], ...]


def found_of(mined: Mined, gold: GoldArticle) -> Found:
    """Bring a miner's answer into the gold's terms: its roles and types, undercuts as for the
    gold."""
    text = gold.article.text
    units = sorted(mined.units, key=lambda u: (u.start, u.end))
    at = {unit.id: i for i, unit in enumerate(units)}
    by_id = {relation.id: relation for relation in mined.relations}
    relations = []
    for relation in mined.relations:
        target = relation.target
        if target in by_id:
            target = by_id[target].source
        if relation.source in at and target in at and relation.source != target:
            relations.append(
                (at[relation.source], at[target], str(relation.kind.value), relation.confidence)
            )
    return Found(
        tuple(trim(text, u.start, u.end) for u in units),
        tuple(_role(u.role.value, gold.roles) for u in units),
        tuple(_type(u.type, gold.types) for u in units),
        tuple(u.confidence for u in units),
        tuple(section_of(gold.article, u.start) for u in units),
        tuple(relations),
    )


def _role(role: str, known: frozenset[str]) -> str:
    # Where a corpus has no major claim (microtexts), its claim is the central one.
    return "claim" if role == "major_claim" and known and "major_claim" not in known else role


def _type(kind: str | None, known: frozenset[str]) -> str | None:
    if kind is None or kind in known or not known:
        return kind
    other = FOLD.get(kind) if "value" in known else UNFOLD.get(kind)
    return other if other in known else kind


def token_spans(text: str) -> list[tuple[int, int]]:
    """Words and punctuation marks, one by one."""
    return [match.span() for match in TOKEN.finditer(text)]


def bio(tokens: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]) -> np.ndarray:
    """0 outside, 1 at a unit's first token, 2 inside, for each token."""
    tags = np.zeros(len(tokens), dtype=np.int64)
    starts = np.array([s for s, _ in tokens], dtype=np.int64)
    for start, end in spans:
        inside = np.nonzero((starts >= start) & (starts < end))[0]
        if len(inside):
            tags[inside] = 2
            tags[inside[0]] = 1
    return tags


def match(
    gold: Sequence[tuple[int, int]],
    found: Sequence[tuple[int, int]],
    starts: np.ndarray,
    half: bool,
) -> dict[int, int]:
    """Found unit -> gold unit, one to one.

    Exact: the same span. Half (Persing & Ng 2016, as in Eger et al. 2017): they share at least 50 %
    of the tokens of the longer; the greatest share is matched first, ties in the order of the text.
    """
    if not half:
        at = {span: i for i, span in enumerate(gold)}
        pairs: dict[int, int] = {}
        for j, span in enumerate(found):
            if span in at and at[span] not in pairs.values():
                pairs[j] = at[span]
        return pairs
    candidates = []
    for j, (s, e) in enumerate(found):
        for i, (a, b) in enumerate(gold):
            if s >= b or a >= e:
                continue
            shared = _between(starts, max(s, a), min(e, b))
            longer = max(_between(starts, s, e), _between(starts, a, b))
            if longer and shared / longer >= 0.5:
                candidates.append((-shared / longer, j, i))
    pairs = {}
    taken: set[int] = set()
    for _, j, i in sorted(candidates):
        if j not in pairs and i not in taken:
            pairs[j] = i
            taken.add(i)
    return pairs


def _between(starts: np.ndarray, start: int, end: int) -> int:
    return int(np.searchsorted(starts, end) - np.searchsorted(starts, start))


def count_end_to_end(gold: GoldArticle, found: Found) -> Counts:
    """Counts of units and relations that the miner found by itself.

    `[right, found, gold]` for F1s, and a 3 x 3 table (gold, found) for BIO.
    """
    tokens = token_spans(gold.article.text)
    starts = np.array([s for s, _ in tokens], dtype=np.int64)
    spans = [(u.start, u.end) for u in gold.units]
    counts: Counts = {}
    table = np.zeros((3, 3))
    np.add.at(table, (bio(tokens, spans), bio(tokens, found.spans)), 1)
    counts["bio"] = table
    for name, half in (("exact", False), ("half", True)):
        pairs = match(spans, found.spans, starts, half)
        sizes = [len(found.spans), len(spans)]
        counts[f"unit_{name}"] = np.array([len(pairs), *sizes], dtype=float)
        if "role" in gold.labelled:
            right = sum(found.roles[j] == gold.units[i].role for j, i in pairs.items())
            counts[f"c_{name}"] = np.array([right, *sizes], dtype=float)
            if half:
                hits = [j in pairs and found.roles[j] == gold.units[pairs[j]].role
                        for j in range(len(found.spans))]  # fmt: skip
                counts["ece_unit"] = calibration(found.confidence, hits)
        if "relation" in gold.labelled:
            for level in ("paragraph", "article"):
                counts[f"r_{name}_{level}"] = _relations(gold, found, pairs, level == "paragraph")
    return counts


def _relations(
    gold: GoldArticle, found: Found, pairs: dict[int, int], paragraph: bool
) -> np.ndarray:
    truth = {
        (r.source, r.target, r.kind)
        for r in gold.relations
        if not paragraph or gold.units[r.source].section == gold.units[r.target].section
    }
    mine = [
        (s, t, kind)
        for s, t, kind, _ in found.relations
        if not paragraph or found.sections[s] == found.sections[t]
    ]
    right = sum((pairs.get(s), pairs.get(t), kind) in truth for s, t, kind in mine)
    return np.array([right, len(mine), len(truth)], dtype=float)


def count_on_gold_units(gold: GoldArticle, found: Found) -> Counts:
    """Counts of what was decided about the gold units.

    The miner was given the spans, so that unit i of both is the same one. Candidate pairs are all
    ordered pairs of units in one paragraph (Stab & Gurevych 2017); relations that cross one are
    left out on both sides, save in a text whose gold has some.
    """
    counts: Counts = {}
    if len(found.spans) != len(gold.units):
        raise ValueError("the miner did not keep to the units that were given")
    if "role" in gold.labelled:
        names = sorted(gold.roles)
        right = [r == u.role for r, u in zip(found.roles, gold.units, strict=True)]
        counts["roles"] = _table(names, [u.role for u in gold.units], found.roles)
        counts["ece_role"] = calibration(found.confidence, right)
    if "type" in gold.labelled:
        counts["types"] = _table(sorted(gold.types), [u.type for u in gold.units], found.types)
    if "relation" in gold.labelled:
        truth = {(r.source, r.target): r.kind for r in gold.relations}
        crossing = any(gold.units[s].section != gold.units[t].section for s, t in truth)
        near = {
            (i, j)
            for i, a in enumerate(gold.units)
            for j, b in enumerate(gold.units)
            if i != j and (crossing or a.section == b.section)
        }
        mine = {(s, t): (kind, c) for s, t, kind, c in found.relations if (s, t) in near}
        both = len(truth.keys() & mine.keys())
        counts["link"] = np.array([both, len(mine), len(truth)], dtype=float)
        counts["nolink"] = np.array(
            [
                len(near) - len(mine) - len(truth) + both,
                len(near) - len(mine),
                len(near) - len(truth),
            ],
            dtype=float,
        )
        for kind in ("support", "attack", "undercut"):
            hit = sum(truth.get(pair) == kind for pair, (k, _) in mine.items() if k == kind)
            total = sum(k == kind for k, _ in mine.values())
            counts[f"kind_{kind}"] = np.array(
                [hit, total, sum(k == kind for k in truth.values())], dtype=float
            )
            shared = [(truth[p], mine[p][0]) for p in truth.keys() & mine.keys()]
            counts[f"stance_{kind}"] = np.array(
                [
                    sum(g == k == kind for g, k in shared),
                    sum(k == kind for _, k in shared),
                    sum(g == kind for g, _ in shared),
                ],
                dtype=float,
            )
        order = sorted(mine)
        counts["ece_relation"] = calibration(
            [mine[p][1] for p in order], [truth.get(p) == mine[p][0] for p in order]
        )
    return counts


def _table(names: list[str], gold: Sequence[str | None], found: Sequence[str | None]) -> np.ndarray:
    """[gold, found] over the names; the last column is for answers that the gold does not know."""
    at = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(names) + 1))
    for g, f in zip(gold, found, strict=True):
        if g in at:
            table[at[g], at.get(f or "", len(names))] += 1
    return table


def calibration(confidence: Sequence[float], right: Sequence[bool]) -> np.ndarray:
    """[bin, (answers, sum of confidence, right answers)] over ten bins of equal width."""
    table = np.zeros((BINS, 3))
    for c, r in zip(confidence, right, strict=True):
        table[min(int(c * BINS), BINS - 1)] += (1.0, c, float(r))
    return table
