"""Maps as plain nodes and edges, for formats whose edges cannot point at an edge.

A relation that is undercut becomes a node of its own between its two ends, and the undercut
points at that node. All other relations stay edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from argmap.formats.assemble import Fresh, Link, relation_extra
from argmap.formats.intake import Intake
from argmap.model import ArgumentMap, RelationKind

KIND_WORDS = {
    "support": RelationKind.SUPPORT,
    "supports": RelationKind.SUPPORT,
    "pro": RelationKind.SUPPORT,
    "for": RelationKind.SUPPORT,
    "inference": RelationKind.SUPPORT,
    "entails": RelationKind.SUPPORT,
    "attack": RelationKind.ATTACK,
    "attacks": RelationKind.ATTACK,
    "con": RelationKind.ATTACK,
    "against": RelationKind.ATTACK,
    "conflict": RelationKind.ATTACK,
    "contrary": RelationKind.ATTACK,
    "rebut": RelationKind.ATTACK,
    "undercut": RelationKind.UNDERCUT,
    "undercuts": RelationKind.UNDERCUT,
}
"""Words by which files of others call the kinds of relations."""


@dataclass(slots=True)
class Joint:
    """A relation as a node."""

    key: str
    """The node's id among all nodes."""
    relation: str


@dataclass(slots=True)
class Arc:
    """An edge between nodes; that which leads out of a joint is its second half."""

    source: str
    target: str
    kind: RelationKind
    relation: str
    half: int = 0
    """0 a whole relation, 1 to its joint, 2 from its joint."""
    extra: dict[str, Any] = field(default_factory=dict)
    place: str = ""


def arcs(map_: ArgumentMap, key: dict[str, str]) -> tuple[list[Joint], list[Arc]]:
    """The joints and edges of a map; `key` gives each unit's node id, and is not changed."""
    undercut = {item.target for item in map_.relations if item.kind is RelationKind.UNDERCUT}
    fresh = Fresh(key.values())
    joints = {
        item.id: Joint(fresh(f"j{number}"), item.id)
        for number, item in enumerate(map_.relations, start=1)
        if item.id in undercut
    }
    lines: list[Arc] = []
    for item in map_.relations:
        source = key[item.source]
        goal = item.kind is RelationKind.UNDERCUT
        target = joints[item.target].key if goal else key[item.target]
        extra = relation_extra(item)
        joint = joints.get(item.id)
        if joint is None:
            lines.append(Arc(source, target, item.kind, item.id, 0, extra))
        else:
            lines.append(Arc(source, joint.key, item.kind, item.id, 1, extra))
            lines.append(Arc(joint.key, target, item.kind, item.id, 2))
    return list(joints.values()), lines


def links(  # noqa: PLR0912 - the checks of each edge
    units: dict[str, str], joints: Sequence[Joint], lines: Sequence[Arc], intake: Intake
) -> list[Link]:
    """The relations that nodes and edges tell; `units` gives the unit id of each unit's node.

    Raises:
        FormatError: a joint lacks an end, or an edge leads nowhere.
    """
    names: dict[str, str] = {}
    fresh = Fresh()
    for joint in joints:
        names[joint.key] = fresh(joint.relation)
    second: dict[str, Arc] = {}
    for line in lines:
        for end in (line.source, line.target):
            if end not in units and end not in names:
                intake.fail(f"the edge leads to no node: there is no {end!r}", line.place)
        if line.source in names:
            if line.source in second:
                intake.fail("a second edge leaves the node of a relation", line.place)
            second[line.source] = line
        elif line.half == 1 and line.target not in names:
            intake.fail("half a relation leads to a unit", line.place)
    made: list[Link] = []
    whole: set[str] = set()
    for line in lines:
        if line.source in names:
            continue
        if line.half == 1:
            if line.target in whole:
                intake.fail("a second edge enters the node of a relation", line.place)
            if line.target not in second:
                intake.fail("no edge leaves the node of the relation", line.place)
            whole.add(line.target)
            name, head = names[line.target], second[line.target]
        else:
            name, head = fresh(line.relation), line
        if head.target in names:
            kind, target = RelationKind.UNDERCUT, names[head.target]
        elif head.kind is RelationKind.UNDERCUT:
            intake.fail("an undercut points at a relation, not at a unit", head.place)
        else:
            kind, target = head.kind, units[head.target]
        made.append(Link(name, units[line.source], target, kind, line.place, line.extra))
    for joint in joints:
        if joint.key not in whole:
            intake.fail(f"no edge enters the node of the relation {joint.relation!r}")
    return made
