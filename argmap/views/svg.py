"""SVG: what an engine wrote, made safe to embed and readable to people who do not see it."""

from __future__ import annotations

from lxml import etree

from argmap.model import ArgumentMap, RelationKind, Unit
from argmap.views.keys import node_keys
from argmap.views.sections import title_of

NAMESPACE = "http://www.w3.org/2000/svg"
FONT_STACK = (
    "'Noto Sans', 'Open Sans', 'Segoe UI', 'Helvetica Neue', Arial, Roboto, 'Liberation Sans', "
    "'DejaVu Sans Condensed', sans-serif"
)
"""The font that the drawing was laid out with, then fonts that are no wider."""

_KEPT = {
    "svg", "g", "title", "desc", "text", "tspan", "path", "polygon", "polyline", "ellipse",
    "circle", "rect", "line",
}  # fmt: skip
_ATTRIBUTES = {
    "id", "class", "width", "height", "viewBox", "transform", "fill", "fill-opacity", "stroke",
    "stroke-width", "stroke-dasharray", "stroke-opacity", "points", "d", "cx", "cy", "rx", "ry",
    "r", "x", "y", "x1", "x2", "y1", "y2", "text-anchor", "font-family", "font-size",
    "font-weight", "font-style", "direction",
}  # fmt: skip
_DEFAULTS = {("text-anchor", "start"), ("stroke-width", "1")}
_VERBS = {
    RelationKind.SUPPORT: "supports",
    RelationKind.ATTACK: "attacks",
    RelationKind.UNDERCUT: "undercuts",
}


def finish_svg(data: bytes, map: ArgumentMap, *, links: bool = False) -> str:
    """The engine's SVG with what a drawing needs and nothing else.

    Only shapes and text stay: no script, style, image or outside reference can pass, whatever a
    label held. Nodes and edges get a `<title>` that says what they are; with `links`, a node
    becomes a link to its unit in the page instead.

    >>> from argmap.model import Article
    >>> data = b'<svg xmlns="http://www.w3.org/2000/svg"><a><g onload="x()"/></a><g d="M0"/></svg>'
    >>> finish_svg(data, ArgumentMap(article=Article(id="a", text=""))).partition("</title>")[2]
    '<g d="M0"/></svg>'
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True,
        huge_tree=True, load_dtd=False,
    )  # fmt: skip
    old = etree.fromstring(data, parser)
    root = etree.Element(_tag("svg"), nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    name = _printable(f"Argument map: {title_of(map)}")
    if links:
        root.set("role", "group")
        root.set("aria-label", name)
    else:
        root.set("role", "img")
        etree.SubElement(root, _tag("title")).text = name
    if next(old.iter(_tag("text")), None) is not None:
        root.set("font-family", FONT_STACK)
    _copy(old, root, _titles(map), {f"node-{key}": key for key in node_keys(map)} if links else {})
    return etree.tostring(root, encoding="unicode")


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _copy(
    old: etree._Element, new: etree._Element, titles: dict[str, str], links: dict[str, str]
) -> None:
    for name, value in sorted((str(k), str(v)) for k, v in old.attrib.items()):
        if name == "font-family":
            if value.endswith(" Bold"):
                new.set("font-weight", "bold")
        elif name in _ATTRIBUTES and (name, value) not in _DEFAULTS:
            new.set(name, value)
    own = old.get("id", "")
    if own in links:
        new.set("href", f"#{links[own]}")
        new.set("aria-label", _printable(titles[own]))
        new.set("tabindex", "-1")
    elif own in titles and not links:
        etree.SubElement(new, _tag("title")).text = _printable(titles[own])
    for child in old:
        kind = etree.QName(child).localname
        if kind not in _KEPT or kind == "title":
            continue
        made = etree.SubElement(new, _tag("a" if child.get("id") in links else kind))
        if kind in {"text", "tspan"}:
            made.text = child.text
        _copy(child, made, titles, links)


def _titles(map: ArgumentMap) -> dict[str, str]:
    keys = node_keys(map)
    names = {
        f"node-{key}": _unit_title(map, unit) for key, unit in zip(keys, map.units, strict=True)
    }
    for index, relation in enumerate(map.relations):
        words = f"{relation.source} {_VERBS[relation.kind]} {relation.target}"
        words += f", confidence {relation.confidence:.2f}"
        names[f"edge-{index}"] = names[f"edge-{index}-a"] = words
    return names


def _unit_title(map: ArgumentMap, unit: Unit) -> str:
    role = "thesis" if unit.role == "major_claim" else unit.role
    flags = [f"{flag.check} ({flag.severity}): {flag.message}" for flag in map.flags_of(unit.id)]
    return "\n".join([f"{role} {unit.id}: {' '.join(unit.text.split())}", *flags])


def _printable(text: str) -> str:
    """The text without what XML 1.0 forbids."""
    return "".join(
        c
        for c in text
        if c in "\t\n"
        or " " <= c < "\x7f"
        or ("\xa0" <= c < "\ud800")
        or c in "\u0085"
        or "\ue000" <= c < "\ufffe"
        or c >= "\U00010000"
    )
