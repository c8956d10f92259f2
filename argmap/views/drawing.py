"""Drawing: the argument map as DOT source, and as SVG, PNG and PDF.

The thesis stands at the left of a larger map and at the top of a small one; what supports or
attacks a unit stands behind it. Each section is a box. Nothing is told by colour alone: a role has
its shape, shade and name, a relation its dashes and arrowhead, a flag its sign, code and weight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import graphviz

from argmap.errors import UsageError
from argmap.model import ArgumentMap, Relation, RelationKind, Role, Severity, Unit
from argmap.ranking import worst_severity
from argmap.settings import Limits
from argmap.views.engines import FORMATS, SECONDS, DrawingFailed, run_engine
from argmap.views.fonts import FAMILY as FONT
from argmap.views.keys import node_keys
from argmap.views.labels import clip, escape, is_rtl, wrap
from argmap.views.outline import Outline, outline
from argmap.views.sections import sections, title_of
from argmap.views.svg import finish_svg

TALL = 15
"""Above this many units the thesis stands at the left instead of at the top."""


class Detail(StrEnum):
    """How much of a map a drawing shows."""

    FULL = "full"
    SIMPLE = "simple"
    """Every unit, its text cut short, straight lines, a bounded search for the layout."""
    OUTLINE = "outline"
    """The thesis and what stands nearest to it; the rest is counted."""


OUTLINE_FACTOR = 4
"""An outline from this many times `drawing_nodes` on."""


@dataclass(frozen=True)
class _RoleStyle:
    fill: str
    line: str
    ink: str
    faint: str
    style: str
    peripheries: int = 1


# Chosen to differ in lightness as well as in hue (L* about 20, 88, 100), and to stay apart with
# any colour blindness: blue and orange with violet only for the rare undercut.
_ROLES = {
    Role.MAJOR_CLAIM: _RoleStyle("#123a5e", "#0b2540", "#ffffff", "#c6d9ec", "filled", 2),
    Role.CLAIM: _RoleStyle("#cde2f6", "#2a6aa6", "#10263b", "#3c5a77", "filled,rounded"),
    Role.PREMISE: _RoleStyle("#ffffff", "#7b8794", "#1d2733", "#5a6672", "filled"),
}
_RELATIONS: dict[RelationKind, dict[str, str]] = {
    RelationKind.SUPPORT: {"color": "#2a6a9e", "style": "solid", "arrowhead": "normal"},
    RelationKind.ATTACK: {"color": "#c2410b", "style": "dashed", "arrowhead": "tee"},
    RelationKind.UNDERCUT: {"color": "#7a3d9c", "style": "dotted", "arrowhead": "odiamond"},
}
_FLAG_INK = {Severity.INFO: "#44525f", Severity.WARNING: "#7a3503", Severity.ERROR: "#ffffff"}
_FLAG_FILL = {Severity.INFO: "#e7ebef", Severity.WARNING: "#fde3c5", Severity.ERROR: "#a3180c"}
_FLAG_LINE = {Severity.INFO: "#5b6976", Severity.WARNING: "#b9560b", Severity.ERROR: "#a3180c"}
_WEIGHT = {Severity.INFO: "1.6", Severity.WARNING: "2.6", Severity.ERROR: "4"}
_METER_FULL, _METER_REST = "#3f7fb8", "#d3dae1"
_INK, _MUTED = "#1c2630", "#586471"
_PANEL, _PANEL_LINE = "#f4f6f8", "#d5dbe1"

_PNG = {"dpi": "144", "size": "83.3,83.3"}
"""Inches: a larger drawing is scaled down, for no viewer opens a picture of 30,000 pixels."""
ROLE_NAMES = {Role.MAJOR_CLAIM: "thesis", Role.CLAIM: "claim", Role.PREMISE: "premise"}
_FLAGS_SHOWN = 6
_TEXT = {Detail.FULL: 320, Detail.SIMPLE: 90, Detail.OUTLINE: 220}
_COLUMNS = {Detail.FULL: 38, Detail.SIMPLE: 34, Detail.OUTLINE: 42}
_WIDTH = {Detail.FULL: 208, Detail.SIMPLE: 186, Detail.OUTLINE: 228}
"""Points; boxes of one width make columns that the eye can follow."""


def detail_for(map: ArgumentMap, limits: Limits | None = None) -> Detail:
    """How much a drawing of this map can show within the limits.

    >>> from argmap.model import Article
    >>> detail_for(ArgumentMap(article=Article(id="a", text="")))
    <Detail.FULL: 'full'>
    """
    nodes = len(map.units) + len(_undercut_targets(map.relations))
    limit = (limits or Limits()).drawing_nodes
    if nodes <= limit:
        return Detail.FULL
    return Detail.SIMPLE if nodes < OUTLINE_FACTOR * limit else Detail.OUTLINE


def to_dot(
    map: ArgumentMap,
    *,
    legend: bool = True,
    detail: Detail | None = None,
    limits: Limits | None = None,
) -> str:
    """The drawing's source in the DOT language.

    Args:
        map: What to draw.
        legend: Whether the title and the legend stand above the map.
        detail: How much to show; none means what the limits allow.
        limits: `drawing_nodes` counts; none means the defaults.

    >>> from argmap.model import Article, ArgumentMap, Unit
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> source = to_dot(ArgumentMap(article=Article(id="a", text="Cats purr."), units=(unit,)))
    >>> source.startswith("digraph"), "Cats purr" in source
    (True, True)
    """
    return _Drawing(map, detail or detail_for(map, limits), legend, limits or Limits()).source()


def to_svg(
    map: ArgumentMap,
    *,
    legend: bool = True,
    limits: Limits | None = None,
    engine: str | None = None,
    links: bool = False,
) -> str:
    """The drawing as SVG: text stays text, nothing in it runs, links or loads.

    Nodes have the ids `node-<unit id>`, edges `edge-<number>`, both have their kind as class.

    Args:
        links: Whether a node is a link to `#<unit key>` with a label, for use inside a page,
            instead of a shape with a `<title>`, which browsers show on hover.

    >>> from argmap.model import Article, ArgumentMap
    >>> "no units" in to_svg(ArgumentMap(article=Article(id="a", text="")))
    True
    """
    data = _drawn(map, "svg", legend=legend, limits=limits, engine=engine)
    return finish_svg(data, map, links=links)


def to_png(map: ArgumentMap, *, limits: Limits | None = None, engine: str | None = None) -> bytes:
    """The drawing as PNG, 144 dots an inch, fewer where it would be larger than 12,000 pixels.

    >>> from argmap.model import Article, ArgumentMap
    >>> to_png(ArgumentMap(article=Article(id="a", text="")))[:4]
    b'\\x89PNG'
    """
    return _drawn(map, "png", legend=True, limits=limits, engine=engine)


def to_pdf(map: ArgumentMap, *, limits: Limits | None = None, engine: str | None = None) -> bytes:
    """The drawing as PDF, one page as large as the map, fonts embedded.

    >>> from argmap.model import Article, ArgumentMap
    >>> to_pdf(ArgumentMap(article=Article(id="a", text="")))[:5]
    b'%PDF-'
    """
    return _drawn(map, "pdf", legend=True, limits=limits, engine=engine)


def draw(
    map: ArgumentMap,
    format: str,
    *,
    limits: Limits | None = None,
    engine: str | None = None,
) -> bytes:
    """The drawing as a file's bytes: `dot`, `svg`, `png` or `pdf`.

    Raises:
        UsageError: no such format.
        MissingRequirement: no engine is installed, or not the one asked for.

    >>> from argmap.model import Article, ArgumentMap
    >>> draw(ArgumentMap(article=Article(id="a", text="")), "dot")[:7]
    b'digraph'
    """
    verbs = {
        "dot": lambda: to_dot(map, limits=limits).encode("utf-8"),
        "svg": lambda: to_svg(map, limits=limits, engine=engine).encode("utf-8"),
        "png": lambda: to_png(map, limits=limits, engine=engine),
        "pdf": lambda: to_pdf(map, limits=limits, engine=engine),
    }
    if format not in verbs:
        raise UsageError(f"no drawing in {format!r}", hint=f"one of: dot, {', '.join(FORMATS)}")
    return verbs[format]()


def _drawn(
    map: ArgumentMap, format: str, *, legend: bool, limits: Limits | None, engine: str | None
) -> bytes:
    """Draw at the detail that the limits allow; at the next one where the engine gives up."""
    first = detail_for(map, limits)
    ladder = list(Detail)[list(Detail).index(first) :]
    failure: DrawingFailed | None = None
    for detail in ladder:
        drawing = _Drawing(map, detail, legend, limits or Limits())
        source = drawing.source(_PNG if format == "png" else {})
        seconds = SECONDS if detail is Detail.OUTLINE else SECONDS / 2
        try:
            return run_engine(source, format, engine=engine, seconds=seconds)
        except DrawingFailed as error:
            failure = failure or error
    assert failure is not None
    raise failure


def standing(unit: Unit) -> tuple[str, float]:
    """What is shown as a unit's number, and its name: its strength, else the confidence.

    >>> standing(Unit(id="u1", start=0, end=1, text="a", role="claim", confidence=0.5))
    ('confidence', 0.5)
    """
    if unit.strength is not None:
        return "strength", unit.strength
    return "confidence", unit.confidence


def _undercut_targets(relations: Iterable[Relation]) -> set[str]:
    return {r.target for r in relations if r.kind is RelationKind.UNDERCUT}


class _Drawing:
    """One drawing in the making."""

    def __init__(self, map: ArgumentMap, detail: Detail, legend: bool, limits: Limits) -> None:
        self.map, self.detail, self.legend = map, detail, legend
        self.shown: Outline | None = None
        if detail is Detail.OUTLINE:
            # An outline is for looking at: a page or two, whatever the limit is.
            self.shown = outline(map, min(limits.drawing_nodes, 120))
        self.indices = list(self.shown.units) if self.shown else list(range(len(map.units)))
        self.sideways = len(self.indices) > TALL
        self.keys = node_keys(map)
        self.number = {map.units[index].id: index for index in self.indices}
        self.relations = [
            (index, relation)
            for index, relation in enumerate(map.relations)
            if relation.source in self.number
        ]
        self.points = {
            relation.id: f"p{index}"
            for index, relation in self.relations
            if relation.id in _undercut_targets(r for _, r in self.relations)
        }

    def source(self, more: dict[str, str] | None = None) -> str:
        graph = graphviz.Digraph("argmap")
        graph.attr("graph", **self._graph_attributes(), **(more or {}))
        graph.attr(
            "node", shape="box", fontname=FONT, fontsize="11", margin="0.06,0.05", height="0"
        )
        graph.attr("edge", fontname=FONT, fontsize="9", arrowsize="0.8", penwidth="1.4")
        self._nodes(graph)
        for index, relation in reversed(self.relations) if self.sideways else self.relations:
            self._edge(graph, index, relation)
        return str(graph.source)

    def _graph_attributes(self) -> dict[str, str]:
        simple = self.detail is Detail.SIMPLE
        attributes = {
            "rankdir": "RL" if self.sideways else "BT",
            "nodesep": "0.16" if self.sideways else "0.3",
            "ranksep": "0.55" if self.sideways else "0.5",
            "fontname": FONT,
            "fontsize": "11",
            "bgcolor": "#ffffff",
            "pad": "0.3",
            "charset": "UTF-8",
            "splines": "polyline" if simple else "spline",
        }
        if simple:
            attributes |= {
                "outputorder": "edgesfirst",
                "nslimit": "2",
                "nslimit1": "2",
                "mclimit": "0.5",
                "searchsize": "20",
            }
        if self.legend:
            attributes |= {"label": self._header(), "labelloc": "t", "labeljust": "l"}
        return attributes

    # Nodes ------------------------------------------------------------------------------------

    def _nodes(self, graph: graphviz.Digraph) -> None:
        shown = set(self.indices)
        thesis = self.map.thesis
        parts = []
        for section in sections(self.map):
            inside = [
                index
                for index in section.units
                if index in shown and (thesis is None or self.map.units[index] is not thesis)
            ]
            if inside:
                parts.append((section.heading, inside))
        if thesis is not None and thesis.id in self.number:
            self._node(graph, self.number[thesis.id])
        boxed = len(parts) > 1 or any(heading for heading, _ in parts[:1])
        for place, (heading, inside) in enumerate(parts):
            if not boxed or heading is None:
                self._section(graph, inside)
                continue
            with graph.subgraph(name=f"cluster_{place}") as cluster:
                cluster.attr(
                    label=f"<<B>{escape(clip(heading, 110))}</B>>",
                    id=f"section-{place}",
                    # Graphviz turns these round with the direction of the drawing.
                    labeljust="r" if self.sideways else "l",
                    labelloc="t" if self.sideways else "b",
                    style="filled,rounded",
                    color=_PANEL_LINE,
                    fillcolor=_PANEL,
                    fontcolor=_MUTED,
                    fontsize="12",
                    margin="12",
                    **{"class": "section"},
                )
                self._section(cluster, inside)
        if not self.indices:
            graph.node(
                "empty",
                label="This map has no units.",
                shape="plain",
                fontcolor=_MUTED,
                **{"class": "empty"},
            )

    def _section(self, graph: graphviz.Digraph, inside: list[int]) -> None:
        for index in reversed(inside) if self.sideways else inside:
            self._node(graph, index)
        ids = {self.map.units[index].id for index in inside}
        for _, relation in self.relations:
            # A relation's point belongs in the box where both its ends are.
            if relation.id in self.points and relation.source in ids and self._end(relation) in ids:
                self._point(graph, relation)

    def _end(self, relation: Relation) -> str:
        """The unit that a relation bears on in the end."""
        seen: set[str] = set()
        while relation.kind is RelationKind.UNDERCUT and relation.id not in seen:
            seen.add(relation.id)
            relation = self.map.relation(relation.target)
        return relation.target

    def _point(self, graph: graphviz.Digraph, relation: Relation) -> None:
        graph.node(
            self.points[relation.id],
            label="",
            shape="point",
            width="0.09",
            color=_RELATIONS[relation.kind]["color"],
            id=f"point-{self.points[relation.id][1:]}",
            **{"class": "point"},
        )

    def _node(self, graph: graphviz.Digraph, index: int) -> None:
        unit = self.map.units[index]
        style = _ROLES[unit.role]
        severity = worst_severity(self.map, unit)
        graph.node(
            f"n{index}",
            label=self._label(unit),
            id=f"node-{self.keys[index]}",
            style=style.style,
            peripheries=str(style.peripheries),
            fillcolor=style.fill,
            color=_FLAG_LINE[severity] if severity else style.line,
            fontcolor=style.ink,
            # Not <B>: Graphviz sets lines with markup in them closer together.
            fontname=f"{FONT} Bold" if unit.role is Role.MAJOR_CLAIM else FONT,
            penwidth=_WEIGHT[severity] if severity else "1.2",
            **{"class": f"unit {unit.role} {f'flagged {severity}' if severity else 'plain'}"},
        )
        if self.shown and self.shown.hidden.get(index):
            count = self.shown.hidden[index]
            graph.node(
                f"m{index}",
                label=f"… {count:,} more",
                shape="plain",
                fontcolor=_MUTED,
                id=f"more-{self.keys[index]}",
                **{"class": "more"},
            )
            graph.edge(
                f"m{index}",
                f"n{index}",
                id=f"more-edge-{self.keys[index]}",
                color=_PANEL_LINE,
                arrowhead="none",
            )

    def _label(self, unit: Unit) -> str:
        style = _ROLES[unit.role]
        lines = wrap(clip(unit.text, _TEXT[self.detail]), _COLUMNS[self.detail])
        side = "RIGHT" if is_rtl(unit.text) else "LEFT"
        text = "".join(f'{escape(line)}<BR ALIGN="{side}"/>' for line in lines)
        name, value = standing(unit)
        full = round(36 * value)
        meter = (
            '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" '
            'WIDTH="36" HEIGHT="4" FIXEDSIZE="TRUE" ALIGN="RIGHT" VALIGN="MIDDLE"><TR>'
            + _cell(full, _METER_FULL)
            + _cell(36 - full, _METER_REST)
            + "</TR></TABLE>"
        )
        head = (
            f'<TD ALIGN="LEFT"><FONT FACE="{FONT}" POINT-SIZE="8.5" COLOR="{style.faint}">'
            f"{ROLE_NAMES[unit.role].upper()}  </FONT></TD>"
            f'<TD ALIGN="RIGHT"><FONT FACE="{FONT}" POINT-SIZE="8.5" COLOR="{style.faint}">'
            f"{name} {value:.2f}</FONT></TD>"
            f'<TD WIDTH="40" ALIGN="RIGHT" FIXEDSIZE="TRUE" HEIGHT="8">{meter}</TD>'
        )
        rows = (
            f'<TR>{head}</TR><TR><TD COLSPAN="3" WIDTH="{_WIDTH[self.detail]}" '
            f'ALIGN="{side}" BALIGN="{side}">{text}</TD></TR>'
        )
        return (
            '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1" CELLPADDING="2">'
            f"{rows}{self._flag_rows(unit)}</TABLE>>"
        )

    def _flag_rows(self, unit: Unit) -> str:
        worst_of: dict[str, Severity] = {}
        for flag in self.map.flags_of(unit.id):
            known = worst_of.get(flag.check)
            if known is None or known.rank < flag.severity.rank:
                worst_of[flag.check] = flag.severity
        ranked = sorted(worst_of.items(), key=lambda item: (-item[1].rank, item[0]))
        rows = [_flag_row(code, severity) for code, severity in ranked[:_FLAGS_SHOWN]]
        if len(ranked) > _FLAGS_SHOWN:
            rest = ranked[_FLAGS_SHOWN:]
            rows.append(_flag_row(f"{len(rest)} more", rest[0][1]))
        return "".join(rows)

    # Edges ------------------------------------------------------------------------------------

    def _edge(self, graph: graphviz.Digraph, index: int, relation: Relation) -> None:
        if relation.kind is RelationKind.UNDERCUT:
            target = self.points.get(relation.target)
        elif relation.target in self.number:
            target = f"n{self.number[relation.target]}"
        else:
            target = None
        if target is None:
            return
        # Edges leave in the middle of a side, all alike, and arrive where it is straightest.
        source = f"n{self.number[relation.source]}:{'w' if self.sideways else 'n'}"
        attributes = _RELATIONS[relation.kind] | {
            "id": f"edge-{index}",
            "class": f"relation {relation.kind}",
            # Thin where the miner is unsure.
            "penwidth": f"{0.8 + 1.4 * relation.confidence:.2f}",
        }
        point = self.points.get(relation.id)
        if point is None:
            graph.edge(source, target, **attributes)
            return
        first = attributes | {"arrowhead": "none", "id": f"edge-{index}-a"}
        graph.edge(source, point, **first)
        graph.edge(point, target, **attributes)

    # The header -------------------------------------------------------------------------------

    def _header(self) -> str:
        title = clip(title_of(self.map), 120)
        total, shown = len(self.map.units), len(self.indices)
        counts = [
            _count(total, "unit"),
            _count(len(self.map.relations), "relation"),
            _count(len(self.map.flags), "flag"),
        ]
        note = " · ".join(counts)
        if shown < total:
            note += f" · an outline: the {shown:,} units nearest to the thesis are drawn"
        elif self.detail is Detail.SIMPLE:
            note += " · a large map: texts are cut short"
        return (
            '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">'
            f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="17" COLOR="{_INK}"><B>{escape(title)}</B>'
            f'</FONT></TD></TR><TR><TD ALIGN="LEFT"><FONT POINT-SIZE="11" COLOR="{_MUTED}">'
            f"{escape(note)}</FONT></TD></TR>"
            f'<TR><TD ALIGN="LEFT">{_legend(self._kinds(), self._severities())}</TD></TR>'
            '<TR><TD HEIGHT="6"></TD></TR></TABLE>>'
        )

    def _kinds(self) -> list[RelationKind]:
        used = {relation.kind for _, relation in self.relations}
        return [kind for kind in RelationKind if kind in used or kind is not RelationKind.UNDERCUT]

    def _severities(self) -> list[Severity]:
        used = {flag.severity for flag in self.map.flags}
        return [severity for severity in reversed(Severity) if severity in used]


def _cell(points: int, colour: str) -> str:
    if points <= 0:
        return ""
    return f'<TD WIDTH="{points}" HEIGHT="4" FIXEDSIZE="TRUE" BGCOLOR="{colour}"></TD>'


def _flag_row(code: str, severity: Severity) -> str:
    words = f"⚑ {clip(code, 48)}"
    if severity is not Severity.WARNING:
        words += f" · {severity}"
    # Not <B>: Graphviz puts lines with markup in them higher than their cell's middle.
    face = f"{FONT} Bold" if severity is Severity.ERROR else FONT
    return (
        f'<TR><TD COLSPAN="3" ALIGN="LEFT" BGCOLOR="{_FLAG_FILL[severity]}">'
        f'<FONT FACE="{face}" POINT-SIZE="10" COLOR="{_FLAG_INK[severity]}">{escape(words)}</FONT>'
        "</TD></TR>"
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _legend(kinds: list[RelationKind], severities: list[Severity]) -> str:
    """One row of samples: roles, relations, flags.

    Graphviz spreads a table over the room that it gets, so every cell has its size.
    """
    cells = [_role_sample(role, style) for role, style in _ROLES.items()]
    for kind in kinds:
        cells += [(8, ""), *_relation_sample(kind)]
    if severities:
        cells.append((8, ""))
    cells += [_flag_sample(severity) for severity in severities]
    total = sum(points for points, _ in cells) + 4 * (len(cells) + 1)
    return (
        f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="4" CELLPADDING="0" FIXEDSIZE="TRUE" '
        f'ALIGN="LEFT" WIDTH="{total}" HEIGHT="34"><TR>'
        + "".join(
            f'<TD WIDTH="{points}" HEIGHT="26" FIXEDSIZE="TRUE">{body}</TD>'
            for points, body in cells
        )
        + "</TR></TABLE>"
    )


def _sample_table(attributes: str, points: int, height: int, body: str) -> str:
    return (
        f'<TABLE CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" {attributes} FIXEDSIZE="TRUE" '
        f'WIDTH="{points}" HEIGHT="{height}"><TR><TD FIXEDSIZE="TRUE" WIDTH="{points - 2}" '
        f'HEIGHT="{height - 2}">{body}</TD></TR></TABLE>'
    )


def _words(text: str, colour: str, size: str = "10") -> str:
    return f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{text}</FONT>'


def _role_sample(role: Role, style: _RoleStyle) -> tuple[int, str]:
    rounded = ' STYLE="ROUNDED"' if "rounded" in style.style else ""
    double = style.peripheries > 1
    box = _sample_table(
        f'BORDER="1" COLOR="{style.line}" BGCOLOR="{style.fill}"{rounded}',
        52 if double else 58,
        16 if double else 22,
        _words(ROLE_NAMES[role], style.ink),
    )
    if double:
        box = _sample_table(f'BORDER="1" COLOR="{style.line}"', 58, 22, box)
    return 58, box


def _relation_sample(kind: RelationKind) -> list[tuple[int, str]]:
    look = _RELATIONS[kind]
    head = {"normal": "▶", "tee": "❙", "odiamond": "◇"}[look["arrowhead"]]
    line = (
        '<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0" FIXEDSIZE="TRUE" '
        f'WIDTH="36" HEIGHT="16"><TR><TD WIDTH="26" HEIGHT="8" FIXEDSIZE="TRUE" SIDES="B" '
        f'BORDER="2" '
        f'STYLE="{look["style"].upper()}" COLOR="{look["color"]}"></TD>'
        f'<TD ROWSPAN="2" WIDTH="10" HEIGHT="16" FIXEDSIZE="TRUE">'
        f"{_words(head, look['color'], '9')}</TD></TR>"
        '<TR><TD WIDTH="26" HEIGHT="8" FIXEDSIZE="TRUE"></TD></TR></TABLE>'
    )
    return [(36, line), (round(5.6 * len(kind)), _words(kind, _INK))]


def _flag_sample(severity: Severity) -> tuple[int, str]:
    points = 24 + 6 * len(severity)
    return points, _sample_table(
        f'BORDER="0" BGCOLOR="{_FLAG_FILL[severity]}"',
        points,
        20,
        _words(f"⚑ {severity}", _FLAG_INK[severity]),
    )
