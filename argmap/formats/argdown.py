"""Argdown: argument maps in a markup like Markdown's.

Voigt (2014), Argdown. Written is the markup; read are its plain subset and the JSON that
`argdown json` makes of any file. A statement is a unit, named by its id; what supports (`+`),
attacks (`-`) or undercuts (`_`) it stands below it. Argdown undercuts an argument by its name, so
an undercut stands below the unit whose relation it undercuts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from argmap.formats.assemble import Draft, Frame, Fresh, Link, assemble
from argmap.formats.intake import (
    PLAIN,
    Intake,
    count,
    decode,
    list_at,
    object_at,
    parse_json,
    text_at,
)
from argmap.language.surrogates import sound
from argmap.model import ArgumentMap, Relation, RelationKind, Role, Unit

_SIGNS = {RelationKind.SUPPORT: "+", RelationKind.ATTACK: "-", RelationKind.UNDERCUT: "_"}
_TITLE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 _.-]*[A-Za-z0-9_])?")
_PLAIN_FIELDS = ("type", "confidence", "strength")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


# Writing ------------------------------------------------------------------------------------------


def write(map_: ArgumentMap) -> bytes:
    """The map in Argdown's markup."""
    fresh = Fresh()
    titles: dict[str, str] = {}
    for unit in map_.units:  # first those that may be called by their id
        if _TITLE.fullmatch(unit.id):
            titles[unit.id] = fresh(unit.id)
    for number, unit in enumerate(map_.units, start=1):
        if unit.id not in titles:
            titles[unit.id] = fresh(f"n{number}")
    children = _children(map_)
    undercuts = _undercuts(map_, children, titles)
    blocks: list[str] = []
    if map_.article.title:
        blocks.append(f"===\ntitle: {_quoted(map_.article.title)}\n===")
    for unit in map_.units:
        data = _data(unit, titles[unit.id], undercuts.get(unit.id))
        lines = [f"[{titles[unit.id]}]: {escaped(unit.text)} {data}"]
        lines += [f"  {_SIGNS[kind]} [{titles[source]}]" for kind, source in children[unit.id]]
        blocks.append("\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _children(map_: ArgumentMap) -> dict[str, list[tuple[RelationKind, str]]]:
    """For each unit what stands below it. Argdown holds no relation twice."""
    source_of = {item.id: item.source for item in map_.relations}
    below: dict[str, dict[tuple[RelationKind, str], None]] = {unit.id: {} for unit in map_.units}
    for item in map_.relations:
        parent = source_of[item.target] if item.kind is RelationKind.UNDERCUT else item.target
        below[parent][item.kind, item.source] = None
    return {unit: list(found) for unit, found in below.items()}


def _undercuts(
    map_: ArgumentMap,
    children: dict[str, list[tuple[RelationKind, str]]],
    titles: dict[str, str],
) -> dict[str, dict[str, list[int]]]:
    """Which of a unit's relations is undercut, where it is not the first: unit to title to places.

    The place counts the relations that leave the undercut unit, in the order of the file. The
    first is the first but for the undercut itself, where a unit undercuts its own relation.
    """
    leaving: dict[str, list[tuple[RelationKind, str]]] = {}
    for parent, found in children.items():
        for kind, source in found:
            leaving.setdefault(source, []).append((kind, parent))
    by_id = {item.id: item for item in map_.relations}
    told: dict[str, dict[str, list[int]]] = {}
    usual: dict[tuple[str, str], int] = {}
    for item in map_.relations:
        if item.kind is RelationKind.UNDERCUT:
            target = by_id[item.target]
            place = leaving[target.source].index((target.kind, _parent(target, by_id)))
            title = titles[target.source]
            places = told.setdefault(item.source, {}).setdefault(title, [])
            own = (RelationKind.UNDERCUT, target.source) if item.source == target.source else None
            others = [at for at, pair in enumerate(leaving[target.source]) if pair != own]
            usual[item.source, title] = others[0] if others else -1
            if place not in places:
                places.append(place)
    return {
        unit: {title: at for title, at in found.items() if at != [usual[unit, title]]}
        for unit, found in told.items()
    }


def _parent(item: Relation, by_id: dict[str, Relation]) -> str:
    return by_id[item.target].source if item.kind is RelationKind.UNDERCUT else item.target


def _data(unit: Unit, title: str, undercuts: dict[str, list[int]] | None) -> str:
    """The block in braces behind a statement; Argdown's JSON shows it as `data`."""
    dumped = unit.model_dump(mode="json", include={"role", *_PLAIN_FIELDS})
    data: dict[str, Any] = {"role": dumped["role"]}
    data |= {
        key: dumped[key]
        for key in _PLAIN_FIELDS
        if dumped[key] is not None and (key, dumped[key]) != ("confidence", 1.0)
    }
    if unit.id != title:
        data["id"] = unit.id
    if unit.text != " ".join(unit.text.split()) or _CONTROL.search(unit.text):
        data["text"] = unit.text
    if undercuts:
        data["undercuts"] = undercuts
    told = ", ".join(f"{key}: {_value(value)}" for key, value in data.items())
    return "{" + told + "}"


def _value(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch("[a-z_]+", value) and value not in _YAML_WORDS:
        return value
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        inner = ", ".join(f"{_quoted(key)}: {json.dumps(item)}" for key, item in value.items())
        return f"[{inner}]" if not inner else "{" + inner + "}"
    return json.dumps(value)


_YAML_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def _quoted(text: str) -> str:
    """Text between quotes for YAML, in ASCII and with no sign that Argdown looks for."""
    return re.sub("[{}=/*<>]", lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text))


def escaped(text: str) -> str:
    """A text as Argdown's markup; white space is run together, for Argdown does so.

    >>> print(escaped("see [1] at http://a.b/c #so"))
    see \\[1\\] at http:\\//a.b/c \\#so
    """
    shown = _CONTROL.sub("\ufffd", " ".join(text.split()))
    shown = re.sub(r"[\\\[\]<>{}*_#@]|/(?=[/*])|=(?==)|(?<==)=", r"\\\g<0>", shown)
    shown = re.sub(r"(?<!\\)([.:])(?=[^\s]*?\1)", r"\\\1", shown)
    return shown or "\\ "


# Reading ------------------------------------------------------------------------------------------


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of an Argdown file, in markup or in the JSON of `argdown json`.

    Raises:
        FormatError: it is not in the subset that is read; the message names the line.

    >>> map_ = read(b"[Cats]: Keep cats.\\n  + <Purr>: They purr.\\n")
    >>> [(item.source, item.kind.value, item.target) for item in map_.relations]
    [('Purr', 'support', 'Cats')]
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        value = parse_json(data, intake, single=True)
        if isinstance(value, dict) and "statements" in value:
            return _from_json(value, intake)
        intake.fail("no JSON of Argdown: it has no statements")
    markup = _Markup(intake)
    markup.read(decode(data, intake))
    return _built(markup.nodes, markup.edges, markup.title, intake)


@dataclass(slots=True)
class _Node:
    title: str
    place: str
    text: str | None = None
    data: dict[str, Any] = field(default_factory=dict)
    argument: bool = False
    premises: list[tuple[list[str], str]] = field(default_factory=list)
    """Of a reconstructed argument: the inferences, each from titles to a title."""


@dataclass(slots=True)
class _Edge:
    kind: str
    source: str
    target: str
    place: str


def _built(  # noqa: PLR0912, PLR0915 - one pass over the edges, in the order of the file
    nodes: dict[str, _Node], edges: Sequence[_Edge], title: str | None, intake: Intake
) -> ArgumentMap:
    """The map of statements, arguments and the relations between them."""
    # A reconstructed argument is its inferences; it speaks through its last conclusion.
    voice = {name: node.premises[-1][1] for name, node in nodes.items() if node.premises}
    told = [node for name, node in nodes.items() if name not in voice]
    fresh = Fresh()
    names: dict[str, str] = {}
    drafts: list[Draft] = []
    for node in told:
        wish = node.data.get("id")
        names[node.title] = fresh(wish if isinstance(wish, str) and wish else node.title)
        exact = node.data.get("text")
        text = node.text if node.text is not None else node.title
        exact = sound(exact) if isinstance(exact, str) else None
        if exact is not None and exact.split() == _shown(exact, text).split():
            text = exact
        role = node.data.get("role")
        rest = {key: node.data[key] for key in _PLAIN_FIELDS if key in node.data}
        if not isinstance(rest.get("type", ""), str):
            del rest["type"]
        known = role if isinstance(role, str) and role in set(Role) else None
        drafts.append(Draft(names[node.title], text, node.place, role=known, rest=rest))
    links: list[Link] = []
    seen: dict[tuple[RelationKind, str, str], Link] = {}
    leaving: dict[str, list[Link]] = {}
    wanted: list[tuple[Link, str, _Edge, int]] = []
    of_argument: dict[str, Link] = {}
    twice = both = backing = 0

    def add(kind: RelationKind, source: str, target: str, place: str) -> Link | None:
        nonlocal twice
        old = seen.get((kind, source, target))
        if old is not None:
            twice += 1
            return None
        link = Link(f"r{len(links) + 1}", names[source], "", kind, place)
        seen[kind, source, target] = link
        links.append(link)
        leaving.setdefault(source, []).append(link)
        return link

    for node in nodes.values():
        for sources, conclusion in node.premises:
            for source in sources:
                link = add(RelationKind.SUPPORT, source, conclusion, node.place)
                if link is not None:
                    link.target = names[conclusion]
                made = seen[RelationKind.SUPPORT, source, conclusion]
                of_argument.setdefault(node.title, made)
    for edge in edges:
        source = voice.get(edge.source, edge.source)
        if edge.kind == "contradictory":
            both += 1
            pairs = [(source, edge.target), (voice.get(edge.target, edge.target), edge.source)]
        else:
            pairs = [(source, edge.target)]
        for first, second in pairs:
            kind = _WORDS[edge.kind]
            if second in voice:
                if kind is RelationKind.SUPPORT:
                    backing += 1
                    continue
                kind = RelationKind.UNDERCUT
            link = add(kind, first, second, edge.place)
            if link is None:
                continue
            if kind is RelationKind.UNDERCUT:
                places = _places(nodes[first].data.get("undercuts"), second) or [-1]
                wanted.append((link, second, edge, places[0]))
                for place in places[1:]:
                    more = Link("", names[first], "", kind, edge.place)
                    links.append(more)
                    wanted.append((more, second, edge, place))
            else:
                link.target = names[second]
    lost: set[int] = set()
    for link, second, _edge, place in wanted:
        if second in of_argument:
            link.target = of_argument[second].id
            continue
        own = leaving.get(second, [])
        if 0 <= place < len(own):
            goal: Link | None = own[place]
        else:
            goal = next((item for item in own if item is not link), None)
        if goal is None:
            # Nothing leaves the statement, so that there is no relation to undercut.
            link.kind, link.target = RelationKind.ATTACK, names[second]
            lost.add(id(link))
        else:
            link.rest["goal"] = goal
    for number, link in enumerate(links, start=1):
        link.id = f"r{number}"
    for link in links:
        goal = link.rest.pop("goal", None)
        if goal is not None:
            link.target = goal.id
        elif link.kind is RelationKind.UNDERCUT and not link.target:
            intake.fail("an undercut of nothing", link.place)
    for what, number in (
        ("relation that stands there twice: read once", twice),
        ("contradiction: read as attacks both ways", both),
        ("support of an argument as a whole: dropped", backing),
        ("undercut of a statement that supports nothing: read as attack", len(lost)),
    ):
        if number:
            head, _, rest_ = what.partition(" ")
            intake.note(f"{count(number, head)} {rest_}")
    frame = Frame(title=title)
    return assemble(drafts, links, frame, intake, format="argdown")


def _shown(exact: str, text: str) -> str:
    """The text, if the exact text of the data block is the same but for white space."""
    return exact if _CONTROL.sub("\ufffd", " ".join(exact.split())) == text.strip() else text


def _places(value: Any, title: str) -> list[int]:
    places = value.get(title) if isinstance(value, dict) else None
    if isinstance(places, list) and places and all(isinstance(item, int) for item in places):
        return [max(item, 0) for item in places]
    return []


_WORDS = {
    "support": RelationKind.SUPPORT,
    "entails": RelationKind.SUPPORT,
    "attack": RelationKind.ATTACK,
    "contrary": RelationKind.ATTACK,
    "contradictory": RelationKind.ATTACK,
    "undercut": RelationKind.UNDERCUT,
}


def _from_json(  # noqa: PLR0912 - the shape of the file, from the top down
    value: dict[str, Any], intake: Intake
) -> ArgumentMap:
    """The map of what `argdown json` makes."""
    nodes: dict[str, _Node] = {}
    lines: dict[str, int] = {}
    for key in ("statements", "arguments"):
        for title, item in object_at(value.get(key) or {}, key, intake).items():
            place = f"{key}.{title}"
            entry = object_at(item, place, intake)
            node = _Node(_unique(title, nodes), place, argument=key == "arguments")
            nodes[node.title] = node
            data = entry.get("data")
            node.data = data if isinstance(data, dict) else {}
            for number, member in enumerate(list_at(entry, "members", place, intake)):
                here = f"{place}.members[{number}]"
                found = object_at(member, here, intake)
                text = text_at(found, "text", here, intake)
                if text and not found.get("isReference"):
                    line = found.get("startLine")
                    if node.text is None and isinstance(line, int):
                        lines[node.title] = line
                    node.text = text.strip()
            pool: list[str] = []
            for number, step in enumerate(list_at(entry, "pcs", place, intake)):
                here = f"{place}.pcs[{number}]"
                name = text_at(object_at(step, here, intake), "title", here, intake)
                if str(step.get("role", "")).endswith("conclusion"):
                    node.premises.append((pool, name))
                    pool = [name]
                else:
                    pool.append(name)
    for node in nodes.values():
        for sources, conclusion in node.premises:
            for name in (*sources, conclusion):
                if name not in nodes or nodes[name].premises:
                    intake.fail(f"there is no statement {name!r}", node.place)
    # In the order in which they are told, as in the markup.
    nodes = dict(sorted(nodes.items(), key=lambda pair: lines.get(pair[0], 10**9)))
    edges: list[_Edge] = []
    statements = value.get("statements") or {}
    for number, item in enumerate(list_at(value, "relations", "", intake)):
        place = f"relations[{number}]"
        entry = object_at(item, place, intake)
        kind = text_at(entry, "relationType", place, intake)
        if kind not in _WORDS:
            intake.fail(f"no relation is called {kind!r}", place)
        ends = []
        for side in ("from", "to"):
            name = text_at(entry, side, place, intake)
            if entry.get(f"{side}Type") in ("argument", "inference") and name in statements:
                name = f"<{name}>"
            if name not in nodes:
                intake.fail(f"there is no {name!r}", f"{place}.{side}")
            ends.append(name)
        edges.append(_Edge(kind, ends[0], ends[1], place))
    return _built(nodes, edges, None, intake)


def _unique(title: str, nodes: dict[str, _Node]) -> str:
    """An argument may bear the title of a statement; then it is told apart by its brackets."""
    return f"<{title}>" if title in nodes else title


_RELATION_LINE = re.compile(
    r"([ \t]*)(\+>|->|_>|<\+|<-|<_|><|\+|-(?!-)|_(?=[ \t]))[ \t]*(.*)", re.DOTALL
)
_NUMBERED = re.compile(r"[ \t]*\(\d+\)[ \t]*(.*)", re.DOTALL)
_INFERENCE = re.compile(r"[ \t]*--")
_ITEM = re.compile(r"[ \t]*(?:\*|\d+\.)[ \t]+(.*)", re.DOTALL)
_TITLED = re.compile(r"(?:\[(?P<s>(?:[^\]\\]|\\.)+)\]|<(?P<a>(?:[^>\\]|\\.)+)>)(?P<def>:)?[ \t]*")
_SKIP = re.compile(r"\\.|\[[^\[\]\n]+\]\([^()\n]+\)|//[^\n]*|/\*|<!--|\{", re.DOTALL)
_COMMENTS = {"/*": "*/", "<!--": "-->"}
_KINDS = {"+": "support", "-": "attack", "_": "undercut"}
_SLOT = re.compile("\x00(\\d+)\x00")


class _Markup:
    """The plain subset: statements, arguments, relations, premises and conclusions."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.nodes: dict[str, _Node] = {}
        self.edges: list[_Edge] = []
        self.title: str | None = None
        self._data: list[dict[str, Any]] = []
        self._stack: list[tuple[int, str]] = []
        self._open: tuple[str, list[str]] | None = None
        self._untitled = 0
        self._argument: str | None = None
        self._pool: list[str] = []
        self._inferred = False

    def read(self, text: str) -> None:
        """All lines of the file."""
        text = self._front_matter(text.replace("\r\n", "\n"))
        number = 1
        for line in self._cleaned(text).split("\n"):
            place = f"line {number}"
            number += 1 + line.count("\x01")
            self._line(_trimmed(line.replace("\x01", "")), place)
        self._close()
        self._end_argument("the end")

    def _front_matter(self, text: str) -> str:
        match = re.match(r"\s*(===+)(.*?)(===+)", text, re.DOTALL)
        if match is None:
            return text
        title = re.search(r"^title:[ \t]*(.+?)[ \t]*$", match.group(2), re.MULTILINE)
        if title:
            found = _scalar(title.group(1))
            self.title = found if isinstance(found, str) and found else None
        return "\x01" * match.group().count("\n") + text[match.end() :]

    def _cleaned(self, text: str) -> str:
        """The text without comments, and with slots in the place of data."""
        text = text.replace("\x00", "\ufffd")
        parts: list[str] = []
        endless: set[str] = set()
        at = 0
        while True:
            match = _SKIP.search(text, at)
            if match is None:
                break
            found = match.group()
            parts.append(text[at : match.start()])
            at = match.end()
            if found[0] in "\\[":
                parts.append(found)
            elif found == "{":
                end = _closing(text, match.start())
                if end < 0:
                    line = text.count("\n", 0, match.start()) + text.count("\x01", 0, match.start())
                    self._intake.fail("the data in braces has no end", f"line {line + 1}")
                block = text[match.start() : end]
                parts.append(f"\x00{len(self._data)}\x00" + "\x01" * block.count("\n"))
                self._data.append(parse_data(block))
                at = end
            elif found in _COMMENTS:
                closing = _COMMENTS[found]
                end = -1 if closing in endless else text.find(closing, at)
                if end < 0:
                    endless.add(closing)  # no comment, then, here and further on
                    parts.append(found)
                else:
                    at = end + len(closing)
                    parts.append("\x01" * text.count("\n", match.end(), at))
        parts.append(text[at:])
        return "".join(parts)

    def _line(self, line: str, place: str) -> None:  # noqa: PLR0911 - one kind of line each
        if not line.strip():
            self._close()
            return
        if re.match(r"#+ ", line):
            self._close()
            self._end_argument(place)
            self._stack = []
            return
        if _INFERENCE.match(line):
            self._close()
            if not self._pool:
                self._intake.fail("an inference without a premise", place)
            self._inferred = True
            self._stack = [(-1, self._argument or "")]
            return
        if self._inferred and self._argument is not None and self._rule(line):
            return
        relation = _RELATION_LINE.match(line)
        if relation:
            self._close()
            self._relation(relation, place)
            return
        numbered = _NUMBERED.match(line)
        if numbered:
            self._close()
            self._step(numbered.group(1), place)
            return
        item = _ITEM.match(line)
        if item and not self._open:
            line = item.group(1)
        if self._open is not None:
            self._continue(line)
            return
        self._end_argument(place)
        indent = len(line) - len(line.lstrip(" \t"))
        self._stack = [(indent - 1 if indent else -1, self._statement(line.strip(), place))]

    def _rule(self, line: str) -> bool:
        """Between two lines of dashes stands the name of the rule."""
        return not _NUMBERED.match(line) and not _RELATION_LINE.match(line)

    def _relation(self, match: re.Match[str], place: str) -> None:
        indent, sign, rest = len(match.group(1).expandtabs(4)), match.group(2), match.group(3)
        while self._stack and self._stack[-1][0] >= indent:
            self._stack.pop()
        if not self._stack:
            self._intake.fail("a relation without a statement above it", place)
        parent = self._stack[-1][1]
        child = self._statement(rest, place)
        self._stack.append((indent, child))
        kind = "contradictory" if sign == "><" else _KINDS[sign.strip("<>")]
        outward = sign.endswith(">") and sign != "><"
        ends = (parent, child) if outward else (child, parent)
        self.edges.append(_Edge(kind, *ends, place))

    def _step(self, rest: str, place: str) -> None:
        """A premise or a conclusion of a reconstructed argument."""
        if self._argument is None:
            last = self._stack[0][1] if self._stack else None
            if last is not None and self.nodes[last].argument and not self.nodes[last].premises:
                self._argument = last
            else:
                self._untitled += 1
                self._argument = f"Untitled argument {self._untitled}"
                self.nodes[self._argument] = _Node(self._argument, place, argument=True)
            self._pool = []
        name = self._statement(rest, place)
        if self._inferred:
            self.nodes[self._argument].premises.append((self._pool, name))
            self._pool, self._inferred = [name], False
        else:
            self._pool.append(name)
        self._stack = [(-1, name)]

    def _end_argument(self, place: str) -> None:
        if self._inferred:
            self._intake.fail("an inference without a conclusion", place)
        if self._argument is not None and not self.nodes[self._argument].premises:
            self._intake.fail("the argument above has no conclusion", place)
        self._argument, self._pool, self._inferred = None, [], False

    def _statement(self, rest: str, place: str) -> str:
        """The title of the statement or argument that begins here."""
        match = _TITLED.match(rest)
        argument = False
        if match is None:
            self._untitled += 1
            title, body, defined = f"Untitled {self._untitled}", rest, True
        else:
            argument = match.group("a") is not None
            title = match.group("a") or match.group("s")
            body, defined = rest[match.end() :], bool(match.group("def"))
        if argument and title in self.nodes and not self.nodes[title].argument:
            title = f"<{title}>"
        node = self.nodes.get(title)
        if node is None:
            node = self.nodes[title] = _Node(title, place, argument=argument)
        elif not argument and node.argument:
            title = f"[{title}]"
            node = self.nodes.setdefault(title, _Node(title, place))
        self._open = (title, [])
        if defined and node.text is None:
            self.nodes[title] = self.nodes.pop(title)  # in the order in which they are told
        if defined:
            node.text = ""
        self._continue(body)
        return title

    def _continue(self, line: str) -> None:
        if self._open is None:
            return
        node = self.nodes[self._open[0]]
        for slot in _SLOT.finditer(line):
            node.data |= self._data[int(slot.group(1))]
        self._open[1].append(_trimmed(_SLOT.sub("", line)).lstrip(" \t"))

    def _close(self) -> None:
        if self._open is None:
            return
        title, lines = self._open
        self._open = None
        text = plain(" ".join(line for line in lines if line))
        if self.nodes[title].text is not None and (text or not self.nodes[title].text):
            self.nodes[title].text = text


def _trimmed(line: str) -> str:
    """The line without white space at its end, but for a blank that is escaped."""
    cut = line.rstrip()
    slashes = len(cut) - len(cut.rstrip("\\"))
    return cut + " " if slashes % 2 else cut


def plain(text: str) -> str:
    """Markup as it reads: escapes resolved, bold, italics and links gone.

    >>> plain(r"**Keep** \\[all\\] [cats](http:\\//a.b) _now_")
    'Keep [all] cats now'
    """
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match.group(1))
        return f"\x02{len(kept) - 1}\x02"

    text = re.sub(r"\\(.)", keep, text.replace("\x02", "\ufffd"), flags=re.DOTALL)
    text = re.sub(r"\[([^\[\]]+)\]\([^()]+\)", r"\1", text)
    text = re.sub(r"(?<![^\s(])(\*\*|__)(?=\S)([^*_]+?)\1(?![^\s).,!?;:-])", r"\2", text)
    text = re.sub(r"(?<![^\s(])([*_])(?=\S)([^*_]+?)\1(?![^\s).,!?;:-])", r"\2", text)
    return re.sub("\x02(\\d+)\x02", lambda match: kept[int(match.group(1))], text).strip(" \t")


# A quote that is not closed takes all the rest, so that no part is looked at twice.
_QUOTED_OR_BRACE = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z|\\\Z)|[{}]', re.DOTALL)
_QUOTED_OR_MARK = re.compile(
    r"""(?s)"(?:[^"\\]|\\.)*+(?:"|\Z|\\\Z)|'[^']*+(?:'|\Z)|[\[\]{}]|[,:]"""
)


def _closing(text: str, at: int) -> int:
    """Where the braces that open here are closed again, or -1."""
    depth = 0
    for match in _QUOTED_OR_BRACE.finditer(text, at):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def parse_data(block: str) -> dict[str, Any]:
    """The data behind a statement: YAML's flow form, as far as argmap writes it.

    >>> parse_data('{role: claim, "confidence": 0.5, tags: [a, "b, c"]}')
    {'role': 'claim', 'confidence': 0.5, 'tags': ['a', 'b, c']}
    """
    try:
        value = json.loads(block)
    except (ValueError, RecursionError):
        value = _flow(block, 0)
    return value if isinstance(value, dict) else {}


def _flow(text: str, depth: int) -> Any:
    text = text.strip()
    if depth > 20:
        return text
    if text[:1] + text[-1:] == "{}":
        found: dict[str, Any] = {}
        for part in _parts(text[1:-1], ","):
            key, *rest = _parts(part, ":")
            if rest:
                found[str(_scalar(key.strip()))] = _flow(":".join(rest), depth + 1)
        return found
    if text[:1] + text[-1:] == "[]":
        return [_flow(part, depth + 1) for part in _parts(text[1:-1], ",")]
    return _scalar(text)


def _parts(text: str, mark: str) -> list[str]:
    """The text cut at a mark, but not inside quotes or brackets."""
    parts, depth, start = [], 0, 0
    for match in _QUOTED_OR_MARK.finditer(text):
        sign = match.group()
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == mark and depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def _scalar(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
