"""GraphML: the XML that Gephi, yEd, Cytoscape, igraph and networkx read.

Brandes et al. (2002), GraphML Progress Report. Each unit is a node, each relation an edge.
"""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from argmap.formats.assemble import Frame, article_extra, assemble, draft, frame, unit_extra
from argmap.formats.hypergraph import KIND_WORDS, Arc, Joint, arcs, links
from argmap.formats.intake import PLAIN, Intake, count, parse_extra
from argmap.model import ArgumentMap, RelationKind

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    # id, what it is for, name, type
    ("text", "node", "label", "string"),
    ("role", "node", "role", "string"),
    ("confidence", "node", "confidence", "double"),
    ("strength", "node", "strength", "double"),
    ("unit", "node", "argmap", "string"),
    ("kind", "edge", "kind", "string"),
    ("certainty", "edge", "confidence", "double"),
    ("relation", "edge", "argmap", "string"),
    ("graph", "graph", "argmap", "string"),
)
_TEXT_NAMES = ("label", "text", "name", "title", "description")
_KIND_NAMES = ("kind", "type", "label", "relation", "relationType", "polarity")
# XML 1.0 has no place for these characters, not even escaped; nor for a lone carriage return,
# which a reader turns into a line feed.
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a GraphML file.

    Raises:
        FormatError: it is no GraphML; the message names the node or edge.

    >>> graph = '<graph><node id="a"><data key="label">Keep cats.</data></node></graph>'
    >>> read(f"<graphml>{graph}</graphml>".encode()).units[0].text
    'Keep cats.'
    """
    root = _parsed(data, intake)
    keys = {
        key.get("id", ""): key.get("attr.name") or key.get("id", "") for key in _each(root, "key")
    }
    graph = next(_each(root, "graph"), None)
    if graph is None:
        intake.fail("no GraphML: it has no graph")
    units: dict[str, str] = {}
    joints: list[Joint] = []
    drafts = []
    for node in _each(graph, "node"):
        place = f"line {node.sourceline}"
        name = node.get("id")
        if not name:
            intake.fail("a node without an id", place)
        if name in units:
            intake.fail(f"a second node has the id {name!r}", place)
        told = _data(node, keys)
        ours = _json(told.get("argmap"), place, intake)
        if ours is not None and "joint" in ours:
            joints.append(Joint(name, str(ours["joint"])))
            continue
        text = ours.get("text") if ours else None
        if not isinstance(text, str):
            text = next((told[key] for key in _TEXT_NAMES if told.get(key)), "")
        extra = dict(ours or {})
        role = told.get("role", "").strip().lower().replace(" ", "_")
        if ours is None and role in ("major_claim", "claim", "premise"):
            extra["role"] = role
        unit = extra.get("id")
        units[name] = unit if isinstance(unit, str) and unit else name
        drafts.append(draft(units[name], text, extra or None, place, intake))
    _no_twins([joint.key for joint in joints], units, intake)
    lines = [_arc(edge, number, keys, intake) for number, edge in enumerate(_each(graph, "edge"))]
    unsure = sum(line.extra.pop("unsure", False) for line in lines)
    if unsure:
        intake.note(f"{count(unsure, 'edge')} of no known kind: read as support")
    ours = _json(_data(graph, keys).get("argmap"), f"line {graph.sourceline}", intake)
    told_frame = frame(ours, "graph", intake) if ours else Frame()
    return assemble(
        drafts, links(units, joints, lines, intake), told_frame, intake, format="graphml"
    )


def write(map_: ArgumentMap) -> bytes:
    """The map as GraphML; what it has no name for stands in attributes named `argmap`."""
    key = {unit.id: f"n{number}" for number, unit in enumerate(map_.units, start=1)}
    joints, lines = arcs(map_, key)
    default: Any = {None: NAMESPACE}
    root = etree.Element(f"{{{NAMESPACE}}}graphml", nsmap=default)
    for id_, domain, name, kind in _KEYS:
        etree.SubElement(
            root,
            f"{{{NAMESPACE}}}key",
            {"id": id_, "for": domain, "attr.name": name, "attr.type": kind},
        )
    graph = etree.SubElement(
        root, f"{{{NAMESPACE}}}graph", {"id": "map", "edgedefault": "directed"}
    )
    _add(graph, "graph", _dump(article_extra(map_)))
    for unit in map_.units:
        node = etree.SubElement(graph, f"{{{NAMESPACE}}}node", {"id": key[unit.id]})
        shown = _UNFIT.sub("\ufffd", unit.text)
        _add(node, "text", shown)
        _add(node, "role", unit.role.value)
        _add(node, "confidence", repr(unit.confidence))
        if unit.strength is not None:
            _add(node, "strength", repr(unit.strength))
        extra = {"id": unit.id, **unit_extra(unit)}
        if shown != unit.text:
            extra["text"] = unit.text
        _add(node, "unit", _dump(extra))
    for joint in joints:
        node = etree.SubElement(graph, f"{{{NAMESPACE}}}node", {"id": joint.key})
        _add(node, "unit", _dump({"joint": joint.relation}))
    for number, line in enumerate(lines, start=1):
        edge = etree.SubElement(
            graph,
            f"{{{NAMESPACE}}}edge",
            {"id": f"e{number}", "source": line.source, "target": line.target},
        )
        _add(edge, "kind", line.kind.value)
        _add(edge, "certainty", repr(line.extra.get("confidence", 1.0)))
        half = {"half": line.half} if line.half else {}
        _add(edge, "relation", _dump({"id": line.relation, **half, **line.extra}))
    etree.indent(root, " ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _dump(value: Any) -> str:
    """JSON in ASCII: no character of it can be unfit for XML."""
    return json.dumps(value, sort_keys=True)


def _add(parent: etree._Element, key: str, text: str) -> None:
    etree.SubElement(parent, f"{{{NAMESPACE}}}data", {"key": key}).text = text


def _parsed(data: bytes, intake: Intake) -> etree._Element:
    """The root. No entity is expanded, nothing is fetched, and depth and size have an end."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        intake.fail(f"not XML: {error.msg}", f"line {line}, column {column}")
    except ValueError as error:
        intake.fail(f"not XML: {error}")
    if root.getroottree().docinfo.internalDTD is not None:
        intake.fail("a document type is not read", hint="remove the DOCTYPE")
    if etree.QName(root).localname != "graphml":
        intake.fail(f"no GraphML: the root is called {etree.QName(root).localname!r}")
    return root


def _each(parent: etree._Element, name: str) -> Any:
    """Children with this name, in any namespace; comments have none."""
    return (
        child
        for child in parent
        if isinstance(child.tag, str) and etree.QName(child).localname == name
    )


def _data(element: etree._Element, keys: dict[str, str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for item in _each(element, "data"):
        key = item.get("key", "")
        told[keys.get(key, key)] = "".join(item.itertext()) if len(item) else item.text or ""
    return told


def _json(text: str | None, place: str, intake: Intake) -> dict[str, Any] | None:
    if not text:
        return None
    return parse_extra(text, place, intake)


def _no_twins(names: list[str], units: dict[str, str], intake: Intake) -> None:
    seen: set[str] = set(units)
    for name in names:
        if name in seen:
            intake.fail(f"a second node has the id {name!r}")
        seen.add(name)
    values: set[str] = set()
    for value in units.values():
        if value in values:
            intake.fail(f"a second unit has the id {value!r}")
        values.add(value)


def _arc(edge: etree._Element, number: int, keys: dict[str, str], intake: Intake) -> Arc:
    place = f"line {edge.sourceline}"
    source, target = edge.get("source"), edge.get("target")
    if not source or not target:
        intake.fail("an edge without a source or a target", place)
    told = _data(edge, keys)
    ours = _json(told.get("argmap"), place, intake)
    words = [told.get(key, "").strip().lower() for key in _KIND_NAMES]
    kind = next((KIND_WORDS[word] for word in words if word in KIND_WORDS), None)
    extra: dict[str, Any] = {
        key: item for key, item in (ours or {}).items() if key in ("confidence", "cues")
    }
    if kind is None:
        kind, extra["unsure"] = RelationKind.SUPPORT, True
    own = (ours or {}).get("id")
    name = own if isinstance(own, str) and own else edge.get("id") or f"r{number + 1}"
    half = (ours or {}).get("half", 0)
    return Arc(source, target, kind, name, half if half in (1, 2) else 0, extra, place)
