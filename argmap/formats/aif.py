"""AIF JSON: the Argument Interchange Format as AIFdb serves it.

Chesñevar et al. (2006), Towards an Argument Interchange Format; Lawrence et al. (2012), AIFdb.
"""

from __future__ import annotations

from typing import Any

from argmap.formats.assemble import article_extra, frame
from argmap.formats.graph import NUMERIC_ID, Edge, Graph, Node, from_map, to_map
from argmap.formats.intake import (
    PLAIN,
    Intake,
    count,
    dump_json,
    id_at,
    kind_of,
    list_at,
    object_at,
    parse_json,
    text_at,
)
from argmap.model import ArgumentMap

OURS = "argmap"
"""Key of what AIF has no place for; other readers pass over it."""
FAMILIES = ("aif", "xaif")
TIMESTAMP = "1970-01-01 00:00:00"
"""A map does not know when it was made, and two runs shall write the same file."""
_NODE_KEYS = frozenset({"nodeID", "text", "type", OURS})
_EDGE_KEYS = frozenset({"edgeID", "fromID", "toID", OURS})
_EMPTY_LISTS = (
    "locutions",
    "participants",
    "schemefulfillments",
    "descriptorfulfillments",
    "cqdescriptorfulfillments",
)


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of an AIF nodeset.

    Raises:
        FormatError: it is no AIF; the message names the node or edge.

    >>> nodes = '[{"nodeID": "1", "type": "I", "text": "Keep cats."}]'
    >>> read(f'{{"nodes": {nodes}, "edges": [], "locutions": []}}'.encode()).units[0].text
    'Keep cats.'
    """
    value = object_at(parse_json(data, intake), "file", intake)
    if "nodes" not in value:
        hint = "for OVA3 files name the format xaif" if "AIF" in value or "aif" in value else None
        intake.fail("no AIF: it has no nodes", hint=hint)
    graph = graph_of(value, "", intake)
    return to_map(graph, frame(value.get(OURS), OURS, intake), intake, format="aif")


def write(map_: ArgumentMap) -> bytes:
    """The map as an AIF nodeset; what AIF has no place for stands in keys named `argmap`."""
    graph = from_map(map_, families=FAMILIES, keep=NUMERIC_ID)
    return dump_json({**nodeset(graph, timestamps=True), OURS: article_extra(map_)})


def graph_of(value: dict[str, Any], place: str, intake: Intake) -> Graph:
    """The graph in `{"nodes": [...], "edges": [...]}`; `place` is where that object stands."""
    graph = Graph()
    intake.bears(len(list_at(value, "nodes", place, intake)), "nodes")
    intake.bears(len(list_at(value, "edges", place, intake)), "edges")
    for number, item in enumerate(list_at(value, "nodes", place, intake)):
        here = f"{place}.nodes[{number}]" if place else f"nodes[{number}]"
        entry = object_at(item, here, intake)
        kind = text_at(entry, "type", here, intake)
        name = id_at(entry, "nodeID", here, intake)
        text = text_at(entry, "text", here, intake)
        foreign = {key: entry[key] for key in entry if key not in _NODE_KEYS}
        if foreign.get("timestamp") == TIMESTAMP:
            del foreign["timestamp"]
        graph.nodes.append(Node(name, kind, text, foreign, _ours(entry, here, intake), here))
    unnamed: list[Edge] = []
    for number, item in enumerate(list_at(value, "edges", place, intake)):
        here = f"{place}.edges[{number}]" if place else f"edges[{number}]"
        entry = object_at(item, here, intake)
        named = entry.get("edgeID") not in (None, "")
        edge = Edge(
            id_at(entry, "edgeID", here, intake) if named else "",
            id_at(entry, "fromID", here, intake),
            id_at(entry, "toID", here, intake),
            {
                key: entry[key]
                for key in entry
                if key not in _EDGE_KEYS and not (key == "formEdgeID" and entry[key] is None)
            },
            here,
        )
        if not named:
            unnamed.append(edge)
        graph.edges.append(edge)
    if unnamed:
        taken = {edge.id for edge in graph.edges}
        number = 0
        for edge in unnamed:
            number += 1
            while str(number) in taken:
                number += 1
            edge.id = str(number)
        intake.note(f"{count(len(unnamed), 'edge')} without an id: numbered")
    rest = {
        key: _as_text(item) if key in _EMPTY_LISTS else item
        for key, item in value.items()
        if key not in ("nodes", "edges", OURS) and not (key in _EMPTY_LISTS and not item)
    }
    if rest:
        graph.foreign["aif"] = rest
    return graph


def nodeset(graph: Graph, *, timestamps: bool) -> dict[str, Any]:
    """The object with nodes and edges that AIF and xAIF share.

    arguebuf tells AIF by `locutions`, so the key is always there.
    """
    nodes = []
    for node in graph.nodes:
        entry: dict[str, Any] = {"nodeID": node.id, "text": node.text, "type": node.kind}
        if timestamps:
            entry["timestamp"] = TIMESTAMP
        entry.update(node.foreign)
        if node.ours:
            entry[OURS] = node.ours
        nodes.append(entry)
    edges = []
    for edge in graph.edges:
        line: dict[str, Any] = {"edgeID": edge.id, "fromID": edge.source, "toID": edge.target}
        if timestamps:
            line["formEdgeID"] = None
        edges.append({**line, **edge.foreign})
    rest = graph.foreign.get("aif")
    return {
        "nodes": nodes,
        "edges": edges,
        **{key: [] for key in (_EMPTY_LISTS[:1] if timestamps else _EMPTY_LISTS)},
        **(rest if isinstance(rest, dict) else {}),
    }


def _as_text(rows: Any) -> Any:
    """The rows with node ids as text, as the nodes have them here."""
    if not isinstance(rows, list):
        return rows
    return [
        {**row, "nodeID": str(row["nodeID"])}
        if isinstance(row, dict) and isinstance(row.get("nodeID"), int)
        else row
        for row in rows
    ]


def _ours(entry: dict[str, Any], place: str, intake: Intake) -> dict[str, Any]:
    value = entry.get(OURS)
    if value is None:
        return {}
    if not isinstance(value, dict):
        intake.fail(f"an object is needed, {kind_of(value)} was found", f"{place}.{OURS}")
    return value
