"""DOT as an interchange format: Graphviz's language, with attributes that argmap reads back.

The drawing that argmap makes is in `argmap.views`; this file is for tools that read graphs. The
reader takes DOT of others too: nodes, edges, attributes, subgraphs, not HTML labels' markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NoReturn

from argmap.formats.assemble import Frame, article_extra, assemble, draft, frame, unit_extra
from argmap.formats.hypergraph import KIND_WORDS, Arc, Joint, arcs, links
from argmap.formats.intake import PLAIN, Intake, count, decode, parse_extra
from argmap.model import ArgumentMap, RelationKind

_STYLES = {
    RelationKind.SUPPORT: 'color="#1a7f37"',
    RelationKind.ATTACK: 'color="#cf222e", arrowhead="tee"',
    RelationKind.UNDERCUT: 'color="#cf222e", style="dashed", arrowhead="tee"',
}
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/|\#[^\n]*)
    |(?P<quoted>"[^"\\]*(?:\\.[^"\\]*)*")
    |(?P<edge>->|--)
    |(?P<mark>[{}\[\];,=:+])
    |(?P<word>[A-Za-z_\x80-\U0010ffff][A-Za-z_0-9\x80-\U0010ffff]*|-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?))
    """,
    re.VERBOSE | re.DOTALL,
)
_KEYWORDS = frozenset({"graph", "digraph", "node", "edge", "subgraph", "strict"})
_ANGLE = re.compile("[<>]")
_WANTED = frozenset({"argmap", "class", "kind", "label", "role", "type"})
"""Attributes that matter here; defaults of a hostile file could be many, on many nodes."""
_DEEPEST = 100


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a DOT file.

    Raises:
        FormatError: it is no DOT; the message names the line.

    >>> read(b'digraph { a [label="Keep cats."]; b -> a [label=attack] }').relations[0].kind
    <RelationKind.ATTACK: 'attack'>
    """
    parser = _Parser(decode(data, intake), intake)
    parser.graph()
    units: dict[str, str] = {}
    joints: list[Joint] = []
    drafts = []
    for name, node in parser.nodes.items():
        ours = _json(node.attributes.get("argmap"), node.place, intake)
        if ours is not None and "joint" in ours:
            joints.append(Joint(name, str(ours["joint"])))
            continue
        text = (ours or {}).get("text")
        if not isinstance(text, str):
            text = _label(node.attributes.get("label", r"\N"), name)
        extra = dict(ours or {})
        role = node.attributes.get("role", "").strip().lower()
        if ours is None and role in ("major_claim", "claim", "premise"):
            extra["role"] = role
        unit = extra.get("id")
        units[name] = unit if isinstance(unit, str) and unit else name
        drafts.append(draft(units[name], text, extra or None, node.place, intake))
    if len(set(units.values())) < len(units):
        intake.fail("two units have the same id")
    unsure = 0
    lines: list[Arc] = []
    for number, edge in enumerate(parser.edges, start=1):
        told = edge.attributes
        ours = _json(told.get("argmap"), edge.place, intake) or {}
        words = [told.get(key, "").strip().lower() for key in ("kind", "label", "type", "class")]
        kind = next((KIND_WORDS[word] for word in words if word in KIND_WORDS), None)
        if kind is None:
            kind = RelationKind.SUPPORT
            unsure += 1
        own, half = ours.get("id"), ours.get("half", 0)
        lines.append(
            Arc(
                edge.source,
                edge.target,
                kind,
                own if isinstance(own, str) and own else f"r{number}",
                half if half in (1, 2) else 0,
                {key: item for key, item in ours.items() if key in ("confidence", "cues")},
                edge.place,
            )
        )
    if unsure:
        intake.note(f"{count(unsure, 'edge')} of no known kind: read as support")
    ours = _json(parser.attributes.get("argmap"), "graph", intake)
    told_frame = frame(ours, "graph", intake) if ours else Frame()
    return assemble(drafts, links(units, joints, lines, intake), told_frame, intake, format="dot")


def write(map_: ArgumentMap) -> bytes:
    """The map as DOT; what it has no name for stands in attributes named `argmap`."""
    key = {unit.id: f"n{number}" for number, unit in enumerate(map_.units, start=1)}
    joints, lines = arcs(map_, key)
    out = ["digraph map {", f" argmap={_json_quoted(article_extra(map_))};"]
    out.append(' rankdir="RL"; node [shape="box"];')
    for unit in map_.units:
        shown = _shown(unit.text)
        extra = {"id": unit.id, "text": unit.text, **unit_extra(unit)}
        out.append(
            f' {key[unit.id]} [label="{shown}", role="{unit.role.value}", '
            f"argmap={_json_quoted(extra)}];"
        )
    for joint in joints:
        told = _json_quoted({"joint": joint.relation})
        out.append(f' {joint.key} [label="", shape="point", argmap={told}];')
    for line in lines:
        half = {"half": line.half} if line.half else {}
        told = _json_quoted({"id": line.relation, **half, **line.extra})
        style = _STYLES[line.kind]
        out.append(
            f' {line.source} -> {line.target} [kind="{line.kind.value}", {style}, argmap={told}];'
        )
    out.append("}")
    return ("\n".join(out) + "\n").encode("utf-8")


_LONGEST_LABEL = 4_000
"""Graphviz fails on labels above 16,384 bytes; the whole text is in `argmap`."""


def _shown(text: str) -> str:
    """A text as a label: no escape of Graphviz, no entity, no control character in it."""
    cut = text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"
    cut = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "\ufffd", cut)
    cut = cut.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return cut.replace("\n", "\\n").replace("\t", " ")


def _json_quoted(value: Any) -> str:
    """JSON in a DOT string: ASCII, a backslash doubled, so that no reader changes it."""
    text = json.dumps(value, sort_keys=True).replace("&", "\\u0026")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _json(text: str | None, place: str, intake: Intake) -> dict[str, Any] | None:
    if not text:
        return None
    return parse_extra(text.replace("\\\\", "\\"), place, intake)


_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'"}


def _label(text: str, name: str) -> str:
    """A label as it reads: escapes and the commonest entities resolved, line breaks kept."""

    def one(match: re.Match[str]) -> str:
        letter = match.group(1)
        return {"n": "\n", "l": "\n", "r": "\n", "N": name, "\\": "\\"}.get(letter, letter)

    text = re.sub(r"\\(.)", one, text, flags=re.DOTALL)
    text = re.sub(r"&(?:amp|lt|gt|quot|#39);", lambda match: _ENTITIES[match.group()], text)
    return text.removesuffix("\n")


@dataclass(slots=True)
class _Node:
    place: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Edge:
    source: str
    target: str
    place: str
    attributes: dict[str, str] = field(default_factory=dict)


class _Parser:
    """DOT's grammar, read once from left to right."""

    def __init__(self, text: str, intake: Intake) -> None:
        self._text, self._intake = text, intake
        self._tokens = self._tokenize()
        self._kind, self._value, self._at = "end", "", 0
        self.nodes: dict[str, _Node] = {}
        self.edges: list[_Edge] = []
        self.attributes: dict[str, str] = {}
        self._line, self._line_at = 1, 0
        self._next()

    def _place(self) -> str:
        self._line += self._text.count("\n", self._line_at, self._at)
        self._line_at = self._at
        return f"line {self._line}"

    def _fail(self, what: str) -> NoReturn:
        self._intake.fail(what, self._place())

    def _tokenize(self) -> Iterator[tuple[str, str, int]]:
        text, at = self._text, 0
        while at < len(text):
            if text[at] == "<":
                end = self._html(at)
                yield "html", text[at + 1 : end - 1], at
                at = end
                continue
            match = _TOKEN.match(text, at)
            if match is None:
                self._at = at
                self._fail(f"no DOT: {text[at : at + 10]!r}")
            kind, value = match.lastgroup or "", match.group()
            if kind == "quoted":
                # In DOT a backslash and a quote is a quote; all else is left to the attribute.
                value = re.sub(r'\\(\r\n|[\n"])', lambda m: '"' if m[1] == '"' else "", value[1:-1])
            if kind != "space":
                yield kind, value, at
            at = match.end()
        yield "end", "", at

    def _html(self, at: int) -> int:
        depth = 0
        for match in _ANGLE.finditer(self._text, at):
            depth += 1 if match.group() == "<" else -1
            if depth == 0:
                return match.end()
        self._at = at
        self._fail("no DOT: an HTML label without an end")

    def _next(self) -> None:
        self._kind, self._value, self._at = next(self._tokens, ("end", "", len(self._text)))

    def _is(self, mark: str) -> bool:
        return self._kind in ("mark", "edge") and self._value == mark

    def _word(self) -> str | None:
        """The keyword that stands here, in small letters."""
        word = self._value.lower() if self._kind == "word" else ""
        return word if word in _KEYWORDS else None

    def _take(self, mark: str) -> None:
        if not self._is(mark):
            self._fail(f"no DOT: {mark!r} is needed, {self._value[:20]!r} was found")
        self._next()

    def _id(self) -> str:
        if self._kind not in ("word", "quoted", "html"):
            self._fail(f"no DOT: a name is needed, {self._value[:20]!r} was found")
        value, quoted = self._value, self._kind == "quoted"
        self._next()
        if quoted and self._is("+"):
            parts = [value]
            while self._is("+"):
                self._next()
                parts.append(self._value)
                if self._kind != "quoted":
                    self._fail("no DOT: a quoted text is needed behind +")
                self._next()
            value = "".join(parts)
        return value

    def graph(self) -> None:
        """The whole file: its first graph."""
        if self._word() == "strict":
            self._next()
        if self._word() not in ("graph", "digraph"):
            self._fail("no DOT: graph or digraph is needed")
        self._next()
        if not self._is("{"):
            self._id()
        self._body({}, {}, 0)

    def _body(self, node: dict[str, str], edge: dict[str, str], depth: int) -> list[str]:
        """A list of statements in braces; the nodes that it names."""
        if depth > _DEEPEST:
            self._fail("subgraphs nested too deep")
        self._take("{")
        named: dict[str, None] = {}
        node, edge = dict(node), dict(edge)
        while not self._is("}"):
            if self._kind == "end":
                self._fail("no DOT: a brace is not closed")
            named.update(dict.fromkeys(self._statement(node, edge, depth)))
            while self._is(";") or self._is(","):
                self._next()
        self._next()
        return list(named)

    def _statement(  # noqa: PLR0912 - the grammar's statements
        self, node: dict[str, str], edge: dict[str, str], depth: int
    ) -> list[str]:
        word = self._word()
        if word in ("graph", "node", "edge"):
            self._next()
            told = self._attributes()
            if word == "graph" and depth == 0:
                self.attributes |= told
            elif word == "node":
                node |= told
            elif word == "edge":
                edge |= told
            return []
        place = self._place()
        ends, name = self._end(node, edge, depth)
        if name is not None and self._is("="):
            self._next()
            value = self._id()
            if depth == 0:
                self.attributes[name] = value
            return []
        chain = [ends]
        while self._is("->") or self._is("--"):
            self._next()
            chain.append(self._end(node, edge, depth)[0])
        told = self._attributes()
        if len(chain) == 1:
            if name is not None:
                self._node(name, node, place).attributes |= told
            return ends
        for item in chain:
            for end in item:
                self._node(end, node, place)
        for first, second in pairwise(chain):
            if len(self.edges) + len(first) * len(second) > 200_000:
                self._fail("more than 200,000 edges")
            self.edges += [
                _Edge(source, target, place, {**edge, **told})
                for source in first
                for target in second
            ]
        return [end for item in chain for end in item]

    def _end(
        self, node: dict[str, str], edge: dict[str, str], depth: int
    ) -> tuple[list[str], str | None]:
        """A node, or a subgraph with its nodes; the name, if it is a node."""
        if self._word() == "subgraph" or self._is("{"):
            if not self._is("{"):
                self._next()
                if not self._is("{"):
                    self._id()
            return self._body(node, edge, depth + 1), None
        name = self._id()
        while self._is(":"):
            self._next()
            self._id()
        return [name], name

    def _node(self, name: str, defaults: dict[str, str], place: str) -> _Node:
        found = self.nodes.get(name)
        if found is None:
            found = self.nodes[name] = _Node(place, dict(defaults))
        return found

    def _attributes(self) -> dict[str, str]:
        told: dict[str, str] = {}
        while self._is("["):
            self._next()
            while not self._is("]"):
                key = self._id()
                value = "true"
                if self._is("="):
                    self._next()
                    value = self._id()
                if key in _WANTED:
                    told[key] = value
                while self._is(";") or self._is(","):
                    self._next()
            self._next()
        return told
