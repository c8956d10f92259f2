"""Mermaid flowcharts: drawings that live in Markdown, as on GitHub.

Mermaid has names, labels and arrows: texts, roles, kinds and structure are held, offsets, scores
and flags are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from argmap.formats.assemble import Draft, Frame, Fresh, assemble
from argmap.formats.hypergraph import KIND_WORDS, Arc, Joint, arcs, links
from argmap.formats.intake import PLAIN, Intake, count, decode
from argmap.model import ArgumentMap, RelationKind, Role

_HEAD = re.compile(r"(?:flowchart|graph)\b[ \t]*(?:TB|TD|BT|LR|RL)?[ \t]*;?", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]*(?:-[A-Za-z0-9_.]+)*")
_KEEP = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_RESERVED = frozenset(
    {
        "call",
        "class",
        "classdef",
        "click",
        "default",
        "direction",
        "end",
        "flowchart",
        "graph",
        "href",
        "interpolate",
        "linkstyle",
        "style",
        "subgraph",
    }
)
_SHAPES = (
    ("(((", ")))"),
    ("([", "])"),
    ("[[", "]]"),
    ("[(", ")]"),
    ("((", "))"),
    ("{{", "}}"),
    ("[/", ("/]", "\\]")),
    ("[\\", ("\\]", "/]")),
    ("[", "]"),
    ("(", ")"),
    ("{", "}"),
    (">", "]"),
)
_LINK = re.compile(
    r"[ \t]*[<xo]?"
    r"(?:(?P<arrow>--+[>xo]|---+|==+[>xo]|===+|-\.+-[>xo]?|~~~+)(?:[ \t]*\|(?P<label>[^|\n]*)\|)?"
    r"""|(?:--|==|-\.)[ \t]+(?P<text>"[^"\n]*"|[^-=.|"\n]+?)[ \t]+"""
    r"(?P<tail>--+[>xo-]|==+[>xo=]|\.+-[>xo]?))"
)
_PASSED = re.compile(
    r"(?:subgraph|end|direction|classDef|style|linkStyle|click|href|accTitle|accDescr)\b",
)
_CLASS = re.compile(r"class[ \t]+([^\s;]+)[ \t]+([A-Za-z0-9_-]+)[ \t]*;?")
_ENTITY = re.compile(r"#(\w+);")
_NAMES = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "nbsp": "\xa0", "apos": "'", "num": "#"}
_ENCODED = re.compile(r"""[\x00-\x1f\x7f-\x9f"#&<>;\\`\xa0\u2028\u2029\ufeff]|^[ ]|[ ]$""")
_JOINT = "relation"
_ARROWS = {
    RelationKind.SUPPORT: "-->",
    RelationKind.ATTACK: "--x",
    RelationKind.UNDERCUT: "-.->",
}


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a Mermaid flowchart.

    Raises:
        FormatError: it is no flowchart; the message names the line.

    >>> read(b'flowchart BT\\n b["They purr."] -->|support| a["Keep cats."]').relations[0].source
    'b'
    """
    chart = _Chart(intake)
    chart.read(decode(data, intake))
    units = {name: name for name, node in chart.nodes.items() if node.kind != _JOINT}
    joints = [Joint(name, name) for name, node in chart.nodes.items() if node.kind == _JOINT]
    drafts = [
        Draft(
            id=name,
            text=chart.nodes[name].text,
            place=chart.nodes[name].place,
            role=chart.nodes[name].kind if chart.nodes[name].kind in set(Role) else None,
        )
        for name in units
    ]
    if chart.unsure:
        intake.note(f"{count(chart.unsure, 'arrow')} of no known kind: read as support")
    found = links(units, joints, chart.lines, intake)
    names = {link.id: f"r{number}" for number, link in enumerate(found, start=1)}
    for link in found:
        if link.kind is RelationKind.UNDERCUT:
            link.target = names[link.target]
        link.id = names[link.id]
    return assemble(drafts, found, Frame(title=chart.title), intake, format="mermaid")


def write(map_: ArgumentMap) -> bytes:
    """The map as a Mermaid flowchart."""
    fresh = Fresh()
    key: dict[str, str] = {}
    for unit in map_.units:  # first those that may keep their id
        if _KEEP.fullmatch(unit.id) and unit.id.lower() not in _RESERVED:
            key[unit.id] = fresh(unit.id)
    for number, unit in enumerate(map_.units, start=1):
        if unit.id not in key:
            key[unit.id] = fresh(f"n{number}").replace(".", "_")
    joints, lines = arcs(map_, key)
    joint_keys = {joint.key: joint.key.replace(".", "_") for joint in joints}
    out = []
    if map_.article.title:
        title = _ENCODED.sub(" ", map_.article.title).replace(":", " ").strip()
        if title:
            out += ["---", f'title: "{title}"', "---"]
    out.append("flowchart RL")
    for unit in map_.units:
        out.append(f'  {key[unit.id]}["{encoded(unit.text)}"]:::{unit.role.value}')
    for joint in joints:
        out.append(f'  {joint_keys[joint.key]}((" ")):::{_JOINT}')
    for line in lines:
        source = joint_keys.get(line.source, line.source)
        target = joint_keys.get(line.target, line.target)
        if line.half == 1:
            out.append(f"  {source} --- {target}")
        else:
            out.append(f"  {source} {_ARROWS[line.kind]}|{line.kind.value}| {target}")
    out += [
        "  classDef major_claim fill:#0b5394,color:#ffffff,stroke:#0b5394",
        "  classDef claim fill:#cfe2f3,color:#000000,stroke:#0b5394",
        "  classDef premise fill:#ffffff,color:#000000,stroke:#666666",
        f"  classDef {_JOINT} fill:#666666,stroke:#666666",
    ]
    return ("\n".join(out) + "\n").encode("utf-8")


def encoded(text: str) -> str:
    """A text as a label between quotes: what Mermaid would take as its own becomes a code.

    >>> encoded('Say "no" #1')
    'Say #34;no#34; #35;1'
    """
    shown = _ENCODED.sub(lambda match: f"#{ord(match.group())};", text) or " "
    if "style" in text or "classDef" in text:
        # Mermaid looks for `style ... : ... # ... ;` in the whole file before it parses.
        shown = shown.replace(":", "#58;")
    return shown


def decoded(text: str) -> str:
    """A label as it reads.

    >>> decoded("#34;no#34;<br/>#amp; so on")
    '"no"\\n& so on'
    """

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        if name.isascii() and name.isdigit() and len(name) < 8:
            code = int(name)
            known = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
            return chr(code) if known else "\ufffd"
        return _NAMES.get(name, match.group())

    return _ENTITY.sub(one, re.sub(r"<br[ \t]*/?>", "\n", text))


@dataclass(slots=True)
class _Node:
    text: str
    place: str
    kind: str = ""


class _Chart:
    """The statements of a flowchart, a line at a time."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.nodes: dict[str, _Node] = {}
        self.lines: list[Arc] = []
        self.title: str | None = None
        self.unsure = 0

    def read(self, text: str) -> None:
        """All lines; front matter, comments, styles and subgraphs' borders are passed over."""
        lines = text.split("\n")
        at = self._front_matter(lines)
        started = False
        for number in range(at, len(lines)):
            line = lines[number].strip()
            place = f"line {number + 1}"
            if not line or line.startswith("%%") or line.startswith("```"):
                continue
            if not started:
                head = _HEAD.match(line)
                if head is None:
                    self._intake.fail(
                        "no Mermaid flowchart: the first line says flowchart or graph", place
                    )
                started = True
                line = line[head.end() :].strip()
                if not line:
                    continue
            self._statement(line, place)
        if not started:
            self._intake.fail("no Mermaid flowchart: it is empty")

    def _front_matter(self, lines: list[str]) -> int:
        if not lines or lines[0].strip() != "---":
            return 0
        for number in range(1, len(lines)):
            line = lines[number].strip()
            if line == "---":
                return number + 1
            if line.startswith("title:"):
                self.title = line[6:].strip().strip("\"'") or None
        self._intake.fail("the front matter has no end", "line 1")

    def _statement(self, line: str, place: str) -> None:
        group = _CLASS.fullmatch(line)
        if group:
            for name in group.group(1).split(","):
                if name in self.nodes:
                    self.nodes[name].kind = group.group(2)
            return
        if _PASSED.match(line):
            return
        at = 0
        while at < len(line):
            at = self._chain(line, at, place)
            rest = re.compile(r"[ \t;]*").match(line, at)
            at = rest.end() if rest else at

    def _chain(self, line: str, at: int, place: str) -> int:
        """Nodes and the arrows between them, up to a semicolon or the end of the line."""
        ends, at = self._group(line, at, place)
        while True:
            link = _LINK.match(line, at)
            if link is None:
                break
            following, at = self._group(line, link.end(), place)
            label = link.group("label") or link.group("text") or ""
            arrow = link.group("arrow") or link.group("tail")
            self._connect(ends, following, label.strip().strip('"'), arrow, place)
            ends = following
        rest = line[at:].lstrip(" \t")
        if rest and not rest.startswith(";"):
            self._intake.fail(f"not understood: {rest[:30]!r}", place)
        return at

    def _connect(
        self, ends: list[str], following: list[str], label: str, arrow: str, place: str
    ) -> None:
        if arrow.startswith("~"):
            return
        kind = KIND_WORDS.get(decoded(label).strip().lower())
        for source in ends:
            for target in following:
                half = 0
                if self.nodes[source].kind == _JOINT:
                    half = 2
                elif self.nodes[target].kind == _JOINT and kind is None:
                    half = 1
                found = kind or (RelationKind.ATTACK if arrow[-1] == "x" else RelationKind.SUPPORT)
                if kind is None and half != 1 and arrow[-1] != "x":
                    self.unsure += 1
                name = f"{source}>{target}"
                self.lines.append(Arc(source, target, found, name, half, {}, place))
                if len(self.lines) > 200_000:
                    self._intake.fail("more than 200,000 arrows", place)

    def _group(self, line: str, at: int, place: str) -> tuple[list[str], int]:
        """Nodes joined by `&`."""
        names: list[str] = []
        while True:
            while at < len(line) and line[at] in " \t":
                at += 1
            name, at = self._node(line, at, place)
            names.append(name)
            after = re.compile(r"[ \t]*&").match(line, at)
            if after is None:
                return names, at
            at = after.end()

    def _node(self, line: str, at: int, place: str) -> tuple[str, int]:
        match = _ID.match(line, at)
        if match is None:
            self._intake.fail(f"a node is needed, {line[at : at + 20]!r} was found", place)
        name, at = match.group(), match.end()
        node = self.nodes.get(name)
        if node is None:
            node = self.nodes[name] = _Node(name, place)
        for opening, closings in _SHAPES:
            if line.startswith(opening, at):
                text, at = self._label(line, at + len(opening), closings, place)
                node.text = decoded(text.strip(" "))
                break
        if line.startswith(":::", at):
            kind = re.compile(r"[A-Za-z0-9_-]+").match(line, at + 3)
            if kind is None:
                self._intake.fail("a class is needed behind :::", place)
            node.kind, at = kind.group(), kind.end()
        return name, at

    def _label(
        self, line: str, at: int, closings: str | tuple[str, ...], place: str
    ) -> tuple[str, int]:
        closings = (closings,) if isinstance(closings, str) else closings
        if line.startswith('"', at):
            end = line.find('"', at + 1)
            if end < 0:
                self._intake.fail("the quote is not closed", place)
            for closing in closings:
                if line.startswith(closing, end + 1):
                    return line[at + 1 : end], end + 1 + len(closing)
            self._intake.fail(f"{closings[0]!r} is needed behind the quote", place)
        found = [(line.find(closing, at), closing) for closing in closings]
        ends = [(end, closing) for end, closing in found if end >= 0]
        if not ends:
            self._intake.fail(f"the label has no {closings[0]!r}", place)
        end, closing = min(ends)
        return line[at:end].strip(), end + len(closing)
