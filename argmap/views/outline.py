"""Outline: which units of a map that is too large to draw are drawn, and what is counted."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from argmap.model import ArgumentMap, RelationKind, Role


@dataclass(frozen=True)
class Outline:
    """The units to draw, and how many more hang under each."""

    units: tuple[int, ...]
    """Indices of the drawn units, in the order of the text."""
    hidden: dict[int, int]
    """Index of a drawn unit to the number of units that hang under it undrawn."""


def outline(map: ArgumentMap, limit: int) -> Outline:
    """Choose the `limit` units that stand nearest to the thesis, then to the other roots.

    Breadth first, claims before premises, then in the order of the text: the same every time.

    >>> from argmap.model import Article, Relation, Unit
    >>> units = [Unit(id=f"u{n}", start=n, end=n + 1, text="x", role="claim") for n in range(3)]
    >>> relations = [Relation(id=f"r{n}", source=f"u{n}", target="u0", kind="support")
    ...              for n in (1, 2)]
    >>> map_ = ArgumentMap(
    ...     article=Article(id="a", text="xxx"), units=tuple(units), relations=tuple(relations))
    >>> outline(map_, 2)
    Outline(units=(0, 1), hidden={0: 1})
    """
    number = {unit.id: index for index, unit in enumerate(map.units)}
    below: dict[int, list[int]] = {}
    for relation in map.relations:
        target = relation
        seen: set[str] = set()
        while target.kind is RelationKind.UNDERCUT and target.id not in seen:
            seen.add(target.id)
            target = map.relation(target.target)
        if target.target in number:
            below.setdefault(number[target.target], []).append(number[relation.source])
    parent: dict[int, int | None] = {}
    order: list[int] = []

    def rank(index: int) -> tuple[bool, int]:
        return map.units[index].role is Role.PREMISE, index

    def walk(starts: list[int]) -> None:
        queue: deque[int] = deque()
        for start in starts:
            if start not in parent:
                parent[start] = None
                queue.append(start)
        while queue:
            index = queue.popleft()
            order.append(index)
            for child in sorted(set(below.get(index, ())), key=rank):
                if child not in parent:
                    parent[child] = index
                    queue.append(child)

    thesis = map.thesis
    if thesis is not None:
        walk([number[thesis.id]])
    walk(sorted((number[unit.id] for unit in map.roots), key=rank))
    walk(list(range(len(map.units))))  # what hangs in a circle has no root
    drawn = set(order[: max(limit, 1)])
    hidden: dict[int, int] = {}
    rootless = min(drawn, default=None, key=order.index)
    for index in order:
        if index in drawn:
            continue
        above = parent[index]
        while above is not None and above not in drawn:
            above = parent[above]
        holder = above if above is not None else rootless
        if holder is not None:
            hidden[holder] = hidden.get(holder, 0) + 1
    return Outline(tuple(sorted(drawn)), dict(sorted(hidden.items())))
