"""How well each unit stands once its supports and attacks are weighed.

DF-QuAD gradual semantics (Rago, Toni, Aurisicchio & Baroni 2016, "Discontinuity-Free Decision
Support with Quantitative Argumentation Debates", KR 2016). A unit starts from a base score; its
supporters and its attackers are each summed up to one number in 0..1, and the difference moves
the score towards 1 or towards 0. An undercut does the same to a relation: it starts at 1, and
what the relation carries is multiplied by where it ends.

The paper defines the scores on trees. On a graph without cycles they are the same, computed in
topological order. Units that lie on a common cycle are computed together, from their base scores,
by a damped iteration (half of the way each round, after Potyka 2018; a third less of it after
every 200 rounds, for those that swing) that stops when every unit is within 1e-9 of the score that
its neighbours give it, or after 2,000 rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

from argmap.model import ArgumentMap, Flag, RelationKind, Severity, Unit

_ROUNDS = 2000
_STILL = 1e-9
_PATIENCE = 200
"""Rounds after which a group that still swings is moved by smaller steps."""

BASE = 0.5
"""Where a unit starts of which nothing more is known: neither believed nor doubted."""

BY_TYPE: Mapping[str, float] = {
    "common-ground": 0.8,
    "statistics": 0.6,
    "testimony": 0.6,
    "reference": 0.7,
    "fact": 0.6,
    "anecdote": 0.5,
    "value": 0.45,
    "policy": 0.4,
    "assumption": 0.4,
}
"""Base scores by the kind of the unit. They order the kinds by how much backing each brings along
(Park & Cardie 2014; Al Khatib et al. 2016); the figures are ours."""

BY_SEVERITY: Mapping[Severity, float] = {
    Severity.INFO: 0.9,
    Severity.WARNING: 0.6,
    Severity.ERROR: 0.3,
}
"""What a flag leaves of a base score."""

BACKED = 0.8
"""Where a unit that a source backs starts at least: as high as common ground."""

# Flags that are no fault once a source backs the unit.
_ANSWERED = frozenset({"backed", "unsourced-deed", "unsourced-fact", "unsourced-number"})
# These say how a unit stands in the map, which the supports themselves already tell.
_STRUCTURAL = frozenset({"unsupported", "weak-support"})


def aggregate(scores: Iterable[float]) -> float:
    """Several supports (or attacks) summed up to one: `1 - (1 - a)(1 - b)...`; 0 for none.

    >>> aggregate([0.5, 0.5]), aggregate([]), aggregate([1.0, 0.2])
    (0.75, 0.0, 1.0)
    """
    return 1.0 - prod(1.0 - score for score in scores)


def combine(base: float, attack: float, support: float) -> float:
    """A base score moved by what speaks against and for it, each in 0..1.

    >>> combine(0.5, 0.0, 0.5), combine(0.5, 0.5, 0.0), combine(0.5, 0.4, 0.4)
    (0.75, 0.25, 0.5)
    """
    if attack >= support:
        return base - base * (attack - support)
    return base + (1.0 - base) * (support - attack)


def base_score(unit: Unit, flags: Sequence[Flag] = ()) -> float:
    """Where a unit starts, from its type and the flags on it.

    A second flag weighs less than the first: they are often two views of one weakness. A unit that
    a source backs starts high, and what asked for a source is answered.

    >>> unit = Unit(id="u1", start=0, end=2, text="It", role="premise", type="statistics")
    >>> base_score(unit)
    0.6
    """
    backed = any(flag.check == "backed" for flag in flags)
    passed_over = _STRUCTURAL | _ANSWERED if backed else _STRUCTURAL
    score = BY_TYPE.get(unit.type or "", BASE)
    factors = sorted(BY_SEVERITY[flag.severity] for flag in flags if flag.check not in passed_over)
    for number, factor in enumerate(factors):
        score *= factor ** (1 / (number + 1))
    return max(score, BACKED) if backed else score


def strengths(map: ArgumentMap, *, base: Mapping[str, float] | None = None) -> dict[str, float]:
    """Strength of every unit, in 0..1, by unit id.

    Args:
        map: Units, relations and flags.
        base: Base scores by unit id, where they shall not follow type and flags.

    >>> from argmap.model import Article, Relation
    >>> text = "A. B."
    >>> units = (
    ...     Unit(id="a", start=0, end=1, text="A", role="claim"),
    ...     Unit(id="b", start=3, end=4, text="B", role="premise"),
    ... )
    >>> relation = Relation(id="r", source="b", target="a", kind=RelationKind.SUPPORT)
    >>> map_ = ArgumentMap(article=Article(id="x", text=text), units=units, relations=(relation,))
    >>> strengths(map_)
    {'a': 0.75, 'b': 0.5}
    """
    given = base or {}
    start = {u.id: given.get(u.id, base_score(u, map.flags_of(u.id))) for u in map.units}
    # A node is a unit or a relation; ids of the two may be the same.
    values: dict[tuple[str, str], float] = {("unit", unit_id): s for unit_id, s in start.items()}
    values |= {("relation", r.id): 1.0 for r in map.relations}
    bases = dict(values)
    for group in _components(map):
        if len(group) == 1 and not _feeds_itself(map, group[0]):
            values[group[0]] = _score(map, group[0], bases, values)
            continue
        step = 0.5
        for done in range(1, _ROUNDS + 1):
            pull = {node: _score(map, node, bases, values) - values[node] for node in group}
            if max(abs(way) for way in pull.values()) < _STILL:
                break
            values.update({node: values[node] + step * way for node, way in pull.items()})
            step = step if done % _PATIENCE else step * 2 / 3
    return {unit.id: values["unit", unit.id] for unit in map.units}


def with_strength(map: ArgumentMap) -> ArgumentMap:
    """The map with every unit's strength filled in."""
    found = strengths(map)
    units = tuple(
        unit.model_copy(update={"strength": round(found[unit.id], 3)}) for unit in map.units
    )
    return replaced(map, units=units)


def replaced(map: ArgumentMap, **changes: object) -> ArgumentMap:
    """The map with some of its fields changed, and checked anew, which `model_copy` does not do."""
    fields = {name: getattr(map, name) for name in type(map).model_fields}
    return ArgumentMap.model_validate({**fields, **changes})


def _score(
    map: ArgumentMap,
    node: tuple[str, str],
    bases: Mapping[tuple[str, str], float],
    values: Mapping[tuple[str, str], float],
) -> float:
    kind, node_id = node
    for_it: list[float] = []
    against: list[float] = []
    for relation in map.incoming(node_id):
        undercut = relation.kind is RelationKind.UNDERCUT
        if undercut != (kind == "relation"):
            continue
        carried = values["unit", relation.source] * values["relation", relation.id]
        (for_it if relation.kind is RelationKind.SUPPORT else against).append(carried)
    return combine(bases[node], aggregate(against), aggregate(for_it))


def _needs(map: ArgumentMap, node: tuple[str, str]) -> list[tuple[str, str]]:
    """Nodes whose scores go into this one's."""
    kind, node_id = node
    found: list[tuple[str, str]] = []
    for relation in map.incoming(node_id):
        if (relation.kind is RelationKind.UNDERCUT) == (kind == "relation"):
            found += [("unit", relation.source), ("relation", relation.id)]
    return found


def _feeds_itself(map: ArgumentMap, node: tuple[str, str]) -> bool:
    return node in _needs(map, node)


def _components(map: ArgumentMap) -> list[list[tuple[str, str]]]:
    """Strongly connected groups, each after those that it needs (Tarjan 1972, no recursion)."""
    nodes = [("unit", u.id) for u in map.units] + [("relation", r.id) for r in map.relations]
    index: dict[tuple[str, str], int] = {}
    low: dict[tuple[str, str], int] = {}
    stack: list[tuple[str, str]] = []
    on_stack: set[tuple[str, str]] = set()
    groups: list[list[tuple[str, str]]] = []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(_needs(map, root)))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, needs = work[-1]
            for need in needs:
                if need not in index:
                    index[need] = low[need] = len(index)
                    stack.append(need)
                    on_stack.add(need)
                    work.append((need, iter(_needs(map, need))))
                    break
                if need in on_stack:
                    low[node] = min(low[node], index[need])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    group: list[tuple[str, str]] = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        group.append(member)
                        if member == node:
                            break
                    groups.append(sorted(group))
    return groups
