"""arguebuf JSON: the graph of the arguebuf library (protobuf's JSON form).

Lenz, M. & Bergmann, R. (2022), User-centric argument mining with ArgueMapper and Arguebuf.
"""

from __future__ import annotations

from typing import Any

from argmap.formats.assemble import article_extra, frame
from argmap.formats.graph import ATOM, SCHEME_TEXT, Edge, Graph, Node, from_map, to_map
from argmap.formats.intake import (
    PLAIN,
    Intake,
    dump_json,
    id_at,
    kind_of,
    object_at,
    parse_json,
    text_at,
)
from argmap.model import ArgumentMap, Role

OURS = "argmap"
FAMILIES = ("arguebuf",)
_CODES = {"support": "RA", "attack": "CA", "rephrase": "MA", "preference": "PA"}
_WORDS = {code: word for word, code in _CODES.items()}
RESOURCE = "article"
"""Id of the article among the resources."""


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of an arguebuf graph.

    Raises:
        FormatError: it is no arguebuf graph; the message names the node or edge.

    >>> read(b'{"nodes": {"a": {"atom": {"text": "Keep cats."}}}}').units[0].text
    'Keep cats.'
    """
    value = object_at(parse_json(data, intake, single=True), "file", intake)
    if not isinstance(value.get("nodes", {}), dict):
        intake.fail("no arguebuf graph: its nodes are no object")
    graph = Graph()
    major = _field(value, "majorClaim")
    resources = object_at(value.get("resources") or {}, "resources", intake)
    foreign_links: set[str] = set()
    for name, item in object_at(value.get("nodes") or {}, "nodes", intake).items():
        here = f"nodes.{name}"
        graph.nodes.append(_node(name, object_at(item, here, intake), here, intake, foreign_links))
        if name == major and graph.nodes[-1].kind == ATOM:
            graph.nodes[-1].ours.setdefault("role", Role.MAJOR_CLAIM.value)
    for name, item in object_at(value.get("edges") or {}, "edges", intake).items():
        here = f"edges.{name}"
        entry = object_at(item, here, intake)
        graph.edges.append(
            Edge(
                name,
                id_at(entry, "source", here, intake),
                id_at(entry, "target", here, intake),
                {key: entry[key] for key in entry if key not in ("source", "target")},
                here,
            )
        )
    userdata = object_at(value.get("userdata") or {}, "userdata", intake)
    told = frame(userdata.get(OURS), f"userdata.{OURS}", intake)
    if told.article is None and len(foreign_links) == 1:
        (only,) = foreign_links
        entry = object_at(resources.get(only) or {}, f"resources.{only}", intake)
        told.text = text_at(entry, "text", f"resources.{only}", intake) or None
        told.title = text_at(entry, "title", f"resources.{only}", intake) or None
    rest = {
        key: item
        for key, item in value.items()
        if item
        and key not in ("nodes", "edges", "userdata", "majorClaim", "major_claim")
        and key not in _HEAD
    }
    if told.article is not None and RESOURCE in resources:
        rest["resources"] = {key: item for key, item in resources.items() if key != RESOURCE}
        if not rest["resources"]:
            del rest["resources"]
    others = {key: item for key, item in userdata.items() if key != OURS}
    if others:
        rest["userdata"] = others
    if rest:
        graph.foreign["arguebuf"] = rest
    return to_map(graph, told, intake, format="arguebuf")


_HEAD = {"schemaVersion": 1, "libraryVersion": "1"}


def write(map_: ArgumentMap) -> bytes:
    """The map as an arguebuf graph; what it has no place for stands in `userdata.argmap`."""
    graph = from_map(map_, families=FAMILIES)
    nodes: dict[str, Any] = {}
    units = {unit.id: unit for unit in map_.units}
    major = ""
    for node in graph.nodes:
        foreign = dict(node.foreign)
        entry: dict[str, Any] = {}
        if node.kind == ATOM:
            unit = units[node.ours.get("id", node.id)]
            atom = foreign.pop("atom", {"reference": _reference(unit.text, unit.start)})
            entry["atom"] = {"text": node.text, **atom}
            if unit.role is Role.MAJOR_CLAIM and not major:
                major = node.id
        else:
            word = _WORDS.get(node.kind)
            scheme = foreign.pop("scheme", {word: f"{word.upper()}_DEFAULT"} if word else {})
            entry["scheme"] = scheme
        userdata = foreign.pop("userdata", {})
        entry |= foreign
        if node.ours or userdata:
            entry["userdata"] = {**userdata, **({OURS: node.ours} if node.ours else {})}
        nodes[node.id] = entry
    edges = {
        edge.id: {"source": edge.source, "target": edge.target, **edge.foreign}
        for edge in graph.edges
    }
    rest = graph.foreign.get("arguebuf")
    rest = dict(rest) if isinstance(rest, dict) else {}
    others = rest.pop("userdata", {})
    resources = rest.pop("resources", {})
    resource = {"text": map_.article.text}
    if map_.article.title:
        resource["title"] = map_.article.title
    value: dict[str, Any] = {
        "nodes": nodes,
        "edges": edges,
        "resources": {**(resources if isinstance(resources, dict) else {}), RESOURCE: resource},
        **_HEAD,
        **rest,
        "userdata": {**(others if isinstance(others, dict) else {}), OURS: article_extra(map_)},
    }
    if major:
        value["majorClaim"] = major
    return dump_json(value)


def _reference(text: str, start: int) -> dict[str, Any]:
    found: dict[str, Any] = {"resource": RESOURCE, "text": text}
    if start:
        found["offset"] = start  # protobuf's JSON leaves out what is zero
    return found


def _node(
    name: str, entry: dict[str, Any], place: str, intake: Intake, resources: set[str]
) -> Node:
    foreign = {key: entry[key] for key in entry if key not in ("atom", "scheme", "userdata")}
    userdata = object_at(entry.get("userdata") or {}, f"{place}.userdata", intake)
    ours = userdata.get(OURS) or {}
    if not isinstance(ours, dict):
        intake.fail(f"an object is needed, {kind_of(ours)} was found", f"{place}.userdata.{OURS}")
    ours = _whole_numbers(ours)
    others = {key: item for key, item in userdata.items() if key != OURS}
    if others:
        foreign["userdata"] = others
    if "atom" in entry:
        atom = object_at(entry["atom"] or {}, f"{place}.atom", intake)
        text = text_at(atom, "text", f"{place}.atom", intake)
        reference = object_at(atom.get("reference") or {}, f"{place}.atom.reference", intake)
        if not ours:
            resource = reference.get("resource")
            if isinstance(resource, str) and resource:
                resources.add(resource)
            offset = reference.get("offset", 0)
            if resource and isinstance(offset, int) and reference.get("text") == text:
                ours = {"start": offset, "end": offset + len(text)}
            rest = {key: atom[key] for key in atom if key != "text"}
            if rest:
                foreign["atom"] = rest
        return Node(name, ATOM, text, foreign, ours, place)
    if "scheme" not in entry:
        intake.fail("a node holds an atom or a scheme", place)
    scheme = object_at(entry["scheme"] or {}, f"{place}.scheme", intake)
    word = next((word for word in _CODES if word in scheme), None)
    code = _CODES.get(word or "", "")
    default = {word: f"{word.upper()}_DEFAULT"} if word else {}
    if scheme != default:
        foreign["scheme"] = scheme
    text = SCHEME_TEXT.get(code, "")
    named = str(scheme.get(word, "")) if word else ""
    if word and named != f"{word.upper()}_DEFAULT":
        text = named.removeprefix(f"{word.upper()}_").replace("_", " ").title()
    return Node(name, code, text, foreign, ours, place)


def _field(value: dict[str, Any], name: str) -> Any:
    """A field under the name of protobuf's JSON, or as protobuf itself spells it."""
    spelt = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return value.get(name, value.get(spelt))


def _whole_numbers(value: Any) -> Any:
    """protobuf knows one kind of number: 19 comes back as 19.0 from arguebuf's own writer."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole_numbers(item) for item in value]
    if isinstance(value, dict):
        return {key: _whole_numbers(item) for key, item in value.items()}
    return value
