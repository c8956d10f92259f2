"""xAIF: AIF in the envelope of OVA3 and of the Open Argument Mining Framework.

The text holds each unit in `<span class="highlighted" id="nodeN">`, N being the node's id.
"""

from __future__ import annotations

import html
import re
from typing import Any

from argmap.formats.aif import FAMILIES, OURS, graph_of, nodeset
from argmap.formats.assemble import article_extra, frame
from argmap.formats.graph import ATOM, NUMERIC_ID, Graph, from_map, to_map
from argmap.formats.intake import PLAIN, Intake, dump_json, kind_of, object_at, parse_json
from argmap.model import ArgumentMap

_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPAN = re.compile(r"""<span\b[^<>]*?\bid\s*=\s*["']?(?:node)?([^"'\s<>]+)[^<>]*>""", re.IGNORECASE)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li)\b", re.IGNORECASE)
_KNOWN = frozenset({"AIF", "aif", "text", "dialog", "OVA", "ova", OURS})


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of an xAIF file.

    Raises:
        FormatError: it is no xAIF; the message names the node or edge.

    >>> aif = '{"nodes": [{"nodeID": 1, "type": "I", "text": "Keep cats."}], "edges": []}'
    >>> file = f'{{"AIF": {aif}, "text": {{"txt": "Oh! Keep cats."}}, "ova": []}}'
    >>> read(file.encode()).article.text
    'Oh! Keep cats.'
    """
    value = object_at(parse_json(data, intake), "file", intake)
    key = "AIF" if "AIF" in value else "aif"
    if key not in value:
        hint = "for AIFdb files name the format aif" if "nodes" in value else None
        intake.fail("no xAIF: it has no AIF", hint=hint)
    graph = graph_of(object_at(value[key], key, intake), key, intake)
    told = frame(value.get(OURS), OURS, intake)
    raw = _raw_text(value, intake)
    if told.article is None and raw.strip():
        told.text, places = plain(raw)
        for node in graph.nodes:
            if node.kind == ATOM and node.id in places and not node.ours:
                start, end = places[node.id]
                node.ours = {"start": start, "end": end}
        graph.foreign["xaif"] = {"text": value.get("text")}
    rest = {name: item for name, item in value.items() if name not in _KNOWN}
    for name in ("OVA", "ova"):
        if _says_something(value.get(name)):
            rest[name] = value[name]
    if value.get("dialog"):
        rest["dialog"] = value["dialog"]
    if rest:
        graph.foreign["xaif"] = {**graph.foreign.get("xaif", {}), **rest}
    return to_map(graph, told, intake, format="xaif")


def write(map_: ArgumentMap) -> bytes:
    """The map as xAIF; what it has no place for stands in keys named `argmap`."""
    graph = from_map(map_, families=FAMILIES, keep=NUMERIC_ID)
    rest = graph.foreign.get("xaif")
    value: dict[str, Any] = {
        "AIF": nodeset(graph, timestamps=False),
        "text": marked(map_, graph),
        "dialog": False,
        "OVA": {"firstname": "", "surname": "", "url": "", "nodes": [], "edges": []},
        **(rest if isinstance(rest, dict) else {}),
        OURS: article_extra(map_),
    }
    return dump_json(value)


def _raw_text(value: dict[str, Any], intake: Intake) -> str:
    text = value.get("text")
    if isinstance(text, dict):
        text = text.get("txt")
    if text is None or text == []:
        return ""
    if not isinstance(text, str):
        intake.fail(f"text is needed, {kind_of(text)} was found", "text")
    return text


def _says_something(value: Any) -> bool:
    """Whether the layout of OVA holds more than empty fields."""
    if isinstance(value, dict):
        return any(_says_something(item) for item in value.values())
    return bool(value)


def plain(raw: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without its tags, and the stretch that each span marks in it.

    >>> plain('Oh! <span class="highlighted" id="node7">Keep cats &amp; dogs.</span><br>So.')
    ('Oh! Keep cats & dogs.\\nSo.', {'7': (4, 21)})
    """
    parts: list[str] = []
    length = at = 0
    open_: list[tuple[str, int] | None] = []
    places: dict[str, tuple[int, int]] = {}

    def add(piece: str) -> None:
        nonlocal length
        if piece:
            parts.append(piece)
            length += len(piece)

    for tag in _TAG.finditer(raw):
        name = tag.group()
        span = _SPAN.match(name)
        known = span or _BREAK.match(name) or re.match(r"</?[a-zA-Z]", name)
        if not known:
            continue  # a less-than sign of the text itself
        add(html.unescape(raw[at : tag.start()]))
        at = tag.end()
        if span:
            open_.append((span.group(1), length))
        elif re.match(r"<span\b", name, re.IGNORECASE):
            open_.append(None)
        elif re.match(r"</span\b", name, re.IGNORECASE):
            opened = open_.pop() if open_ else None
            if opened is not None:
                places.setdefault(opened[0], (opened[1], length))
        elif _BREAK.match(name):
            add("\n")
    add(html.unescape(raw[at:]))
    return "".join(parts), places


def marked(map_: ArgumentMap, graph: Graph) -> str:
    """The article with a span around each unit; of units that overlap, the first is marked."""
    names = {node.ours.get("id", node.id): node.id for node in graph.nodes if node.kind == ATOM}
    text, parts, at = map_.article.text, [], 0
    for unit in map_.units:
        if unit.start < at or unit.start == unit.end:
            continue
        parts.append(_escaped(text[at : unit.start]))
        parts.append(f'<span class="highlighted" id="node{html.escape(names[unit.id])}">')
        parts.append(_escaped(text[unit.start : unit.end]) + "</span>")
        at = unit.end
    parts.append(_escaped(text[at:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
