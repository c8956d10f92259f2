"""SADFace JSON: the Simple Argument Description Format.

Wells, S. (2013), Supporting argumentation schemes in argumentative dialogue games. The files here
load in arguebuf. SADFace's own validator asks for other keys than arguebuf and rejects even what
its own builder writes: both cannot be served.
"""

from __future__ import annotations

import uuid
from typing import Any

from argmap.formats.assemble import article_extra, frame
from argmap.formats.graph import ATOM, SCHEME_TEXT, Edge, Graph, Node, from_map, to_map
from argmap.formats.intake import (
    PLAIN,
    Intake,
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
FAMILIES = ("sadface",)
TIMESTAMP = "1970-01-01T00:00:00"
_KINDS = {
    "support": "RA",
    "inference": "RA",
    "attack": "CA",
    "conflict": "CA",
    "rephrase": "MA",
    "preference": "PA",
}
_NAMES = {"RA": "support", "CA": "attack", "MA": "rephrase", "PA": "preference"}
"""arguebuf knows `attack`, not SADFace's older `conflict`."""
_NODE_KEYS = frozenset({"id", "type", "text", "name", "metadata"})
_EDGE_KEYS = frozenset({"id", "source_id", "target_id"})


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a SADFace document.

    Raises:
        FormatError: it is no SADFace; the message names the node or edge.

    >>> node = '{"id": "a", "type": "atom", "text": "Keep cats.", "sources": [], "metadata": {}}'
    >>> read(f'{{"nodes": [{node}], "edges": []}}'.encode()).units[0].role
    <Role.MAJOR_CLAIM: 'major_claim'>
    """
    value = object_at(parse_json(data, intake), "file", intake)
    if "nodes" not in value:
        intake.fail("no SADFace: it has no nodes")
    graph = Graph()
    for number, item in enumerate(list_at(value, "nodes", "", intake)):
        here = f"nodes[{number}]"
        entry = object_at(item, here, intake)
        name, kind = id_at(entry, "id", here, intake), text_at(entry, "type", here, intake)
        foreign = {key: entry[key] for key in entry if key not in _NODE_KEYS and entry[key]}
        metadata, ours = _metadata(entry, here, intake)
        if metadata:
            foreign["metadata"] = metadata
        if kind == "atom":
            node = Node(name, ATOM, text_at(entry, "text", here, intake), foreign, ours, here)
        elif kind == "scheme":
            scheme = text_at(entry, "name", here, intake)
            code = _KINDS.get(scheme.strip().lower(), "")
            if code not in _NAMES or scheme != _NAMES[code]:
                foreign["name"] = scheme
            text = SCHEME_TEXT.get(code, scheme)
            node = Node(name, code, text, foreign, ours, here)
        else:
            intake.fail(f"a node is an atom or a scheme, not {kind!r}", f"{here}.type")
        graph.nodes.append(node)
    for number, item in enumerate(list_at(value, "edges", "", intake)):
        here = f"edges[{number}]"
        entry = object_at(item, here, intake)
        graph.edges.append(
            Edge(
                id_at(entry, "id", here, intake),
                id_at(entry, "source_id", here, intake),
                id_at(entry, "target_id", here, intake),
                {key: entry[key] for key in entry if key not in _EDGE_KEYS},
                here,
            )
        )
    metadata, ours = _metadata(value, "", intake)
    told = frame(ours or None, f"metadata.{OURS}", intake)
    core = metadata.get("core")
    if isinstance(core, dict) and isinstance(core.get("title"), str) and core["title"]:
        told.title = core["title"]
    rest = {
        key: item
        for key, item in value.items()
        if key not in ("nodes", "edges", "metadata") and item
    }
    if metadata and not ours:
        rest["metadata"] = metadata
    if rest:
        graph.foreign["sadface"] = rest
    return to_map(graph, told, intake, format="sadface")


def write(map_: ArgumentMap) -> bytes:
    """The map as SADFace; what it has no place for stands in `metadata.argmap`."""
    graph = from_map(map_, families=FAMILIES)
    nodes: list[dict[str, Any]] = []
    for node in graph.nodes:
        entry: dict[str, Any] = {"id": node.id, "metadata": {}}
        if node.kind == ATOM:
            entry |= {"type": "atom", "text": node.text, "sources": []}
        else:
            entry |= {"type": "scheme", "name": _NAMES.get(node.kind, node.text)}
        entry |= node.foreign
        metadata = entry["metadata"] if isinstance(entry["metadata"], dict) else {}
        entry["metadata"] = {**metadata, OURS: node.ours} if node.ours else metadata
        nodes.append(entry)
    edges = [
        {"id": edge.id, "source_id": edge.source, "target_id": edge.target, **edge.foreign}
        for edge in graph.edges
    ]
    rest = graph.foreign.get("sadface")
    rest = dict(rest) if isinstance(rest, dict) else {}
    foreign = rest.pop("metadata", None)
    foreign = foreign if isinstance(foreign, dict) else {}
    core = foreign.get("core")
    value = {
        "nodes": nodes,
        "edges": edges,
        "resources": [],
        **rest,
        "metadata": {
            **foreign,
            "core": {**_core(map_), **(core if isinstance(core, dict) else {})},
            OURS: article_extra(map_),
        },
    }
    return dump_json(value)


def _core(map_: ArgumentMap) -> dict[str, str]:
    """The keys without which arguebuf fails. The id is the text's, so that it stays the same."""
    return {
        "analyst_email": "",
        "analyst_name": "argmap",
        "created": TIMESTAMP,
        "description": "",
        "edited": TIMESTAMP,
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, map_.article.sha256)),
        "notes": "",
        "title": map_.article.title or "",
        "version": "0.5",
    }


def _metadata(
    holder: dict[str, Any], place: str, intake: Intake
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The metadata of others, and ours."""
    value = holder.get("metadata")
    here = f"{place}.metadata" if place else "metadata"
    if value is None:
        return {}, {}
    if not isinstance(value, dict):
        intake.fail(f"an object is needed, {kind_of(value)} was found", here)
    ours = value.get(OURS)
    if ours is not None and not isinstance(ours, dict):
        intake.fail(f"an object is needed, {kind_of(ours)} was found", f"{here}.{OURS}")
    return {key: item for key, item in value.items() if key != OURS}, ours or {}
