"""Argument graphs with scheme nodes: the form that AIF, xAIF, SADFace and arguebuf share.

There, a relation is a node of its own: unit -> inference (RA) -> unit. An inference may have many
premises, a rephrase (MA) or a locution (L) has no counterpart in a map, and schemes have names. So
that a graph leaves argmap as it came, what a map cannot say is kept in
`made_by.settings["graph"]`, a skeleton of the graph without the units' texts, and taken up again
when the map is written. A unit or relation that was removed from the map leaves the graph, and a
new one enters it.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from argmap.errors import FormatError
from argmap.formats.assemble import (
    RELATION_FIELDS,
    Draft,
    Frame,
    Fresh,
    Link,
    assemble,
    draft,
    relation_extra,
    unit_extra,
)
from argmap.formats.intake import Intake, count
from argmap.model import ArgumentMap, Relation, RelationKind

ATOM = "I"
SUPPORT, ATTACK = "RA", "CA"
DIALOGUE = frozenset({"L", "TA", "YA"})
_RELATION = {SUPPORT: RelationKind.SUPPORT, ATTACK: RelationKind.ATTACK}
SCHEME_TEXT = {SUPPORT: "Default Inference", ATTACK: "Default Conflict", "MA": "Default Rephrase"}
"""Name of a scheme that is no particular one."""
KINDS = {
    "MA": "rephrase",
    "PA": "preference",
    "": "scheme of no kind",
    "L": "locution",
    "TA": "transition",
    "YA": "illocution",
}
NUMERIC_ID = re.compile(r"[0-9]{1,15}(_[0-9]{1,15})?")
"""The ids of AIFdb and OVA; tools of that family fail on others."""
ANY_ID = re.compile(r"(?s).+")
MOST_PAIRS = 200_000
"""Relations that one file may express; only a hostile file comes near."""
SKELETON = "graph"
"""Key in `made_by.settings` of what a map cannot say about the graph that it was read from."""


@dataclass(slots=True)
class Node:
    """A unit (kind I), a scheme (RA, CA, MA, PA or empty), or a part of a dialogue (L, TA, YA)."""

    id: str
    kind: str
    text: str = ""
    foreign: dict[str, Any] = field(default_factory=dict)
    """Keys of the file that argmap only carries."""
    ours: dict[str, Any] = field(default_factory=dict)
    """Keys that argmap wrote."""
    place: str = ""


@dataclass(slots=True)
class Edge:
    """From a node to a node."""

    id: str
    source: str
    target: str
    foreign: dict[str, Any] = field(default_factory=dict)
    place: str = ""


@dataclass(slots=True)
class Graph:
    """Nodes and edges in the order of the file, and what else the file says."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    foreign: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Derived:
    """Relations that a graph expresses, and what of it a map cannot say."""

    links: list[Link]
    carrier: dict[str, str]
    """Id of a relation to the id of the scheme that expresses it; of an edge, marked as such."""
    of_scheme: dict[str, list[Link]]
    left: Counter[str]


# From a graph to a map ----------------------------------------------------------------------------


def check(graph: Graph, intake: Intake) -> Graph:
    """The graph with no id twice and no edge that leads nowhere.

    An edge of the dialogue may lead out of the file, for nodesets are cut from longer dialogues;
    it is dropped with a note. Any other is an error, unless the intake is lenient.

    Raises:
        FormatError: the message names the node or edge.
    """
    kinds: dict[str, str] = {}
    intake.bears(len(graph.nodes), "nodes")
    intake.bears(len(graph.edges), "edges")
    for node in graph.nodes:
        if node.id in kinds:
            intake.fail(f"a second node has the id {node.id!r}", node.place)
        kinds[node.id] = node.kind
    kept: list[Edge] = []
    seen: dict[str, Edge] = {}
    fresh: Fresh | None = None
    dropped: list[Edge] = []
    renamed = 0
    for edge in graph.edges:
        missing = [end for end in (edge.source, edge.target) if end not in kinds]
        if missing:
            known = [kinds[end] for end in (edge.source, edge.target) if end in kinds]
            if not intake.lenient and not any(kind in DIALOGUE for kind in known):
                intake.fail(
                    f"the edge leads to no node: there is no {missing[0]!r}",
                    edge.place,
                    hint="mend the file, or read it leniently to drop such edges",
                )
            dropped.append(edge)
            continue
        twin = seen.get(edge.id)
        if twin is not None:
            if (twin.source, twin.target) == (edge.source, edge.target):
                dropped.append(edge)
                continue
            if not intake.lenient:
                intake.fail(f"a second edge has the id {edge.id!r}", edge.place)
            fresh = fresh or Fresh(other.id for other in graph.edges)
            edge.id = fresh(edge.id)
            renamed += 1
        seen[edge.id] = edge
        kept.append(edge)
    if dropped:
        intake.note(
            f"{count(len(dropped), 'edge')} dropped, to no node or there twice "
            f"(the first is {dropped[0].place})"
        )
    if renamed:
        intake.note(f"{count(renamed, 'edge')} with the id of another edge: renamed")
    graph.edges = kept
    return graph


def to_map(graph: Graph, frame: Frame, intake: Intake, *, format: str) -> ArgumentMap:
    """The map that the graph expresses; what it cannot say is kept aside and noted.

    Raises:
        FormatError: the graph breaks its format; the message names the place.
    """
    check(graph, intake)
    units = Fresh()
    names: dict[str, str] = {}
    drafts: list[Draft] = []
    for node in graph.nodes:
        if node.kind != ATOM:
            continue
        wish = node.ours.get("id")
        name = units(wish if isinstance(wish, str) and wish else node.id)
        names[node.id] = name
        drafts.append(draft(name, node.text, node.ours or None, node.place, intake))
    derived = _derive(graph, names, intake.where)
    _report(derived.left, intake)
    settings = None
    if _needs_skeleton(graph, derived):
        settings = {SKELETON: _skeleton(graph, names, format)}
    return assemble(drafts, derived.links, frame, intake, settings=settings, format=format)


def _derive(graph: Graph, names: dict[str, str], where: str | None = None) -> _Derived:
    """Relations between units; `names` gives the unit id of each atom's node."""
    left: Counter[str] = Counter()
    pairs, straight = _pairs(graph, left, where)
    fresh = Fresh()
    ids, told = _relation_ids(graph, pairs, fresh)
    links: list[Link] = []
    carrier: dict[str, str] = {}
    of_scheme: dict[str, list[Link]] = {}
    for node in graph.nodes:
        found = pairs.get(node.id, ())
        for (source, target), name, item in zip(found, ids[node.id], told[node.id], strict=True):
            undercut = target in pairs
            link = Link(
                id=name,
                source=names[source],
                target=ids[target][0] if undercut else names[target],
                kind=RelationKind.UNDERCUT if undercut else _RELATION[node.kind],
                place=node.place,
                rest={key: item[key] for key in RELATION_FIELDS if key in item},
            )
            links.append(link)
            carrier[name] = node.id
            of_scheme.setdefault(node.id, []).append(link)
    for edge in straight:
        name = fresh(f"e{edge.id}")
        source, target = names[edge.source], names[edge.target]
        links.append(Link(name, source, target, RelationKind.SUPPORT, edge.place))
        carrier[name] = _STRAIGHT + edge.id
    if straight:
        left["straight"] = len(straight)
    return _Derived(links, carrier, of_scheme, left)


_Pairs = dict[str, list[tuple[str, str]]]
"""A scheme's id to what it says: a premise's id and the id of a conclusion or of a scheme."""


def _pairs(graph: Graph, left: Counter[str], where: str | None) -> tuple[_Pairs, list[Edge]]:
    """What each scheme says, and the edges straight from unit to unit; the rest is counted."""
    kinds = {node.id: node.kind for node in graph.nodes}
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    straight: list[Edge] = []
    for edge in graph.edges:
        if kinds[edge.source] == kinds[edge.target] == ATOM:
            straight.append(edge)
        else:
            out.setdefault(edge.source, []).append(edge.target)
            into.setdefault(edge.target, []).append(edge.source)
    pairs: _Pairs = {}
    undercut_by: dict[str, list[str]] = {}
    total = 0
    for node in graph.nodes:
        if node.kind not in _RELATION:
            if node.kind != ATOM:
                left[KINDS.get(node.kind, f"node of the kind {node.kind[:20]!r}")] += 1
            continue
        sources = dict.fromkeys(into.get(node.id, ()))
        targets = dict.fromkeys(out.get(node.id, ()))
        premises = [source for source in sources if kinds[source] == ATOM]
        schemes = [target for target in targets if kinds[target] in _RELATION]
        undercuts = node.kind == ATTACK and bool(premises)
        ends = [
            target
            for target in targets
            if kinds[target] == ATOM or (undercuts and kinds[target] in _RELATION)
        ]
        total += len(premises) * len(ends)
        if total > MOST_PAIRS:
            raise FormatError(
                f"{node.place or node.id}: the schemes join more than {MOST_PAIRS:,} pairs",
                where=where,
                hint="no tool writes such a graph: is the file whole?",
            )
        pairs[node.id] = [(source, target) for source in premises for target in ends]
        if not pairs[node.id] and (sources or targets):
            left["scheme without a premise or a conclusion"] += 1
        if undercuts:
            for target in schemes:
                undercut_by.setdefault(target, []).append(node.id)
        elif schemes:
            left["scheme that points at a scheme but undercuts nothing"] += 1
    _prune(pairs, undercut_by, left)
    return pairs, straight


def _prune(pairs: _Pairs, undercut_by: dict[str, list[str]], left: Counter[str]) -> None:
    """Take away undercuts of schemes that say nothing, and so on along chains of undercuts."""
    empty = deque(name for name, found in pairs.items() if not found)
    while empty:
        gone = empty.popleft()
        for name in undercut_by.pop(gone, ()):
            before = pairs[name]
            pairs[name] = [pair for pair in before if pair[1] != gone]
            left["undercut of nothing"] += len(before) - len(pairs[name])
            if before and not pairs[name]:
                empty.append(name)


def _relation_ids(
    graph: Graph, pairs: _Pairs, fresh: Fresh
) -> tuple[dict[str, list[str]], dict[str, list[dict[str, Any]]]]:
    """Id of each pair's relation, and what argmap noted about it, scheme by scheme."""
    ids: dict[str, list[str]] = {}
    told: dict[str, list[dict[str, Any]]] = {}
    for node in graph.nodes:
        size = len(pairs.get(node.id, ()))
        noted = node.ours.get("relations") if size > 1 else [node.ours]
        if not isinstance(noted, list) or len(noted) != size:
            noted = [{}] * size
        told[node.id] = [item if isinstance(item, dict) else {} for item in noted]
        ids[node.id] = []
        for number, item in enumerate(told[node.id], start=1):
            wish = item.get("id")
            default = node.id if size == 1 else f"{node.id}.{number}"
            ids[node.id].append(fresh(wish if isinstance(wish, str) and wish else default))
    return ids, told


_STRAIGHT = "\0"
"""Marks the carriers that are edges."""


def _report(left: Counter[str], intake: Intake) -> None:
    straight = left.pop("straight", 0)
    if straight:
        intake.note(f"{count(straight, 'edge')} straight from a unit to a unit: read as support")
    if left:
        told = ", ".join(_many(number, what) for what, number in left.items())
        intake.note(f"kept aside, for a map has no place for them: {told}")


def _many(number: int, what: str) -> str:
    head, _, rest = what.partition(" ")
    return f"{count(number, head)} {rest}".rstrip()


def _needs_skeleton(graph: Graph, derived: _Derived) -> bool:
    """Whether writing the map anew would lose something of the graph."""
    if derived.left or graph.foreign:
        return True
    used = {edge.source for edge in graph.edges} | {edge.target for edge in graph.edges}
    for node in graph.nodes:
        if node.foreign:
            return True
        if node.kind != ATOM and (
            len(derived.of_scheme.get(node.id, ())) != 1
            or node.text != SCHEME_TEXT.get(node.kind, "")
            or node.id not in used
        ):
            return True
    schemes = sum(node.kind != ATOM for node in graph.nodes)
    return len(graph.edges) != 2 * schemes or any(edge.foreign for edge in graph.edges)


def _skeleton(graph: Graph, names: dict[str, str], format: str) -> dict[str, Any]:
    """The graph as JSON, without the texts of the units: those are in the map."""
    nodes: list[list[Any]] = []
    for node in graph.nodes:
        text = names[node.id] if node.kind == ATOM else node.text
        row: list[Any] = [node.id, node.kind, text]
        ours = {} if node.kind == ATOM else node.ours
        if node.foreign or ours:
            row.append(node.foreign)
        if ours:
            row.append(ours)
        nodes.append(row)
    edges: list[list[Any]] = [
        [edge.id, edge.source, edge.target, *([edge.foreign] if edge.foreign else [])]
        for edge in graph.edges
    ]
    return {"format": format, "nodes": nodes, "edges": edges, "rest": graph.foreign}


# From a map to a graph ----------------------------------------------------------------------------


def from_map(
    map_: ArgumentMap, *, families: Sequence[str], keep: re.Pattern[str] = ANY_ID
) -> Graph:
    """The graph that expresses the map.

    Args:
        map_: The map.
        families: The formats whose extra keys fit this one.
        keep: The ids that the format can hold; others are replaced by numbers.

    >>> from argmap.model import Article, Relation, Unit
    >>> text = "Keep cats. They purr."
    >>> units = (
    ...     Unit(id="u1", start=0, end=10, text=text[:10], role="major_claim"),
    ...     Unit(id="u2", start=11, end=21, text=text[11:], role="premise"),
    ... )
    >>> support = Relation(id="r1", source="u2", target="u1", kind="support")
    >>> map_ = ArgumentMap(article=Article(id="a", text=text), units=units, relations=(support,))
    >>> graph = from_map(map_, families=("aif",), keep=NUMERIC_ID)
    >>> [(node.id, node.kind) for node in graph.nodes]
    [('1', 'I'), ('2', 'I'), ('3', 'RA')]
    >>> [(edge.source, edge.target) for edge in graph.edges]
    [('2', '3'), ('3', '1')]
    """
    graph, names, expressed = _taken_up(map_, families, keep)
    taken = {node.id for node in graph.nodes}
    wishes = {unit.id for unit in map_.units} | {item.id for item in map_.relations}
    number = _Numbers(taken | wishes)
    node_of = {unit: node for node, unit in names.items()}
    for unit in map_.units:
        if unit.id in node_of:
            continue
        name = unit.id if keep.fullmatch(unit.id) and unit.id not in taken else number()
        taken.add(name)
        node_of[unit.id] = name
        graph.nodes.append(Node(id=name, kind=ATOM))
        names[name] = unit.id
    units = {unit.id: unit for unit in map_.units}
    for node in graph.nodes:
        if node.kind == ATOM:
            unit = units[names[node.id]]
            node.text = unit.text
            node.ours = {**({} if node.id == unit.id else {"id": unit.id}), **unit_extra(unit)}
    carrier = dict(expressed)
    new: list[tuple[Relation, str]] = []
    for relation in map_.relations:
        if relation.id not in carrier:
            name = relation.id
            if not keep.fullmatch(name) or name in taken:
                name = number()
            taken.add(name)
            carrier[relation.id] = name
            new.append((relation, name))
    edge_number = _Numbers({edge.id for edge in graph.edges})
    for relation, name in new:
        kind = SUPPORT if relation.kind is RelationKind.SUPPORT else ATTACK
        ours = {} if name == relation.id else {"id": relation.id}
        graph.nodes.append(
            Node(name, kind, SCHEME_TEXT[kind], ours={**ours, **relation_extra(relation)})
        )
    for relation, name in new:
        undercut = relation.kind is RelationKind.UNDERCUT
        target = carrier[relation.target] if undercut else node_of[relation.target]
        graph.edges.append(Edge(edge_number(), node_of[relation.source], name))
        graph.edges.append(Edge(edge_number(), name, target))
    return graph


class _Numbers:
    """Ids in numbers, above all that are taken: other tools count on numbers."""

    def __init__(self, taken: Iterable[str]) -> None:
        highest = 0
        for name in taken:
            if NUMERIC_ID.fullmatch(name):
                highest = max(highest, int(name.split("_")[0]))
        self._next = highest

    def __call__(self) -> str:
        self._next += 1
        return str(self._next)


def _taken_up(
    map_: ArgumentMap, families: Sequence[str], keep: re.Pattern[str]
) -> tuple[Graph, dict[str, str], dict[str, str]]:
    """The skeleton, less what is no longer in the map.

    Returns:
        The graph, the unit id of each atom's node, and the carrier of each relation in it.
    """
    skeleton = _parsed(map_.made_by.settings.get(SKELETON), families)
    if skeleton is None:
        return Graph(), {}, {}
    graph, names = skeleton
    derived = _derive(graph, names)
    present = {relation.id: relation for relation in map_.relations}
    held: dict[str, list[Link]] = {}
    for link in derived.links:
        held.setdefault(derived.carrier[link.id], []).append(link)
    # A scheme is kept while the map holds all it says; one that goes takes its undercuts along.
    # An edge straight from unit to unit cannot be undercut: then it becomes a scheme.
    undercut = {
        relation.target for relation in map_.relations if relation.kind is RelationKind.UNDERCUT
    }
    gone = {
        carrier
        for carrier, links in held.items()
        if carrier.startswith(_STRAIGHT) and not undercut.isdisjoint(link.id for link in links)
    }
    while True:
        more = {
            carrier
            for carrier, links in held.items()
            if carrier not in gone
            and not all(_still(link, present, derived, gone) for link in links)
        }
        if not more:
            break
        gone |= more
    units = {unit.id for unit in map_.units}
    drop = {node.id for node in graph.nodes if node.kind == ATOM and names[node.id] not in units}
    drop |= {node.id for node in graph.nodes if node.id in gone and node.kind != ATOM}
    graph.nodes = [node for node in graph.nodes if node.id not in drop]
    graph.edges = [
        edge
        for edge in graph.edges
        if edge.source not in drop
        and edge.target not in drop
        and not (_STRAIGHT + edge.id in gone and edge.source in names and edge.target in names)
    ]
    expressed = {
        link.id: carrier for carrier, links in held.items() if carrier not in gone for link in links
    }
    wishes = [unit.id for unit in map_.units] + [item.id for item in map_.relations]
    number = _Numbers([node.id for node in graph.nodes] + wishes)
    names = {name: unit for name, unit in names.items() if name not in drop}
    renamed: dict[str, str] = {}
    for node in graph.nodes:
        links = derived.of_scheme.get(node.id, ())
        kept = keep.fullmatch(node.id) is not None
        told = [
            _ours(link, f"{node.id}.{place}" if len(links) > 1 else node.id, kept, present)
            for place, link in enumerate(links, start=1)
        ]
        if len(told) == 1:
            node.ours = told[0]
        else:
            node.ours = {"relations": told} if any(told) else {}
        if not kept:
            renamed[node.id] = node.id = number()
    if renamed:
        for edge in graph.edges:
            edge.source = renamed.get(edge.source, edge.source)
            edge.target = renamed.get(edge.target, edge.target)
        names = {renamed.get(name, name): unit for name, unit in names.items()}
        expressed = {link: renamed.get(name, name) for link, name in expressed.items()}
    return graph, names, expressed


def _still(link: Link, present: dict[str, Relation], derived: _Derived, gone: set[str]) -> bool:
    relation = present.get(link.id)
    return (
        relation is not None
        and (relation.source, relation.target) == (link.source, link.target)
        and relation.kind is link.kind
        and not (link.kind is RelationKind.UNDERCUT and derived.carrier[link.target] in gone)
    )


def _ours(link: Link, default: str, kept: bool, present: dict[str, Relation]) -> dict[str, Any]:
    own = {} if kept and link.id == default else {"id": link.id}
    return {**own, **relation_extra(present[link.id])} if link.id in present else own


def _parsed(  # noqa: PLR0911 - a reason each to take nothing on
    value: Any, families: Sequence[str]
) -> tuple[Graph, dict[str, str]] | None:
    """A skeleton from a map file: anyone may have written it, so nothing is taken on trust."""
    if not isinstance(value, dict):
        return None
    rows, lines = value.get("nodes"), value.get("edges")
    if not isinstance(rows, list) or not isinstance(lines, list):
        return None
    ours = value.get("format") in families
    graph, names, seen = Graph(), {}, set()
    for row in rows:
        if not isinstance(row, list | tuple) or len(row) < 3:
            return None
        name, kind, text = row[:3]
        if not all(isinstance(part, str) for part in (name, kind, text)) or name in seen:
            return None
        seen.add(name)
        foreign = row[3] if len(row) > 3 and isinstance(row[3], dict) else {}
        own = row[4] if len(row) > 4 and isinstance(row[4], dict) else {}
        if kind == ATOM:
            names[name] = text
        graph.nodes.append(Node(name, kind, text, dict(foreign) if ours else {}, dict(own)))
    if len(set(names.values())) < len(names):
        return None
    edges: set[str] = set()
    for row in lines:
        if not isinstance(row, list | tuple) or len(row) < 3:
            return None
        if not all(isinstance(part, str) for part in row[:3]):
            return None
        name, source, target = row[:3]
        if source not in seen or target not in seen or name in edges:
            return None
        edges.add(name)
        foreign = row[3] if ours and len(row) > 3 and isinstance(row[3], dict) else {}
        graph.edges.append(Edge(name, source, target, dict(foreign)))
    rest = value.get("rest")
    if ours and isinstance(rest, dict):
        graph.foreign = dict(rest)
    return graph, names
