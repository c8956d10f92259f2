"""The page: the article, the map and the claims in one file that needs no network.

A unit in the text, its node in the map and its row among the claims are links to the same fragment
(`#u12`), so that they lead to one another even where no script runs; the script adds the rest. The
Content-Security-Policy names the one style sheet and the one script by their hashes: nothing else
can run, load or be sent, whatever an article holds.

Another part of argmap extends the page with an `Extension`: its own style, script and data, and
markup in two places, the tools in the header and the panels beside the claims. What it can build
on, and what stays as it is:

- `window.argmap`: `map` (what the map file holds), `data` (the extension's own),
  `select(id, flag)`, `selected()`, `elements(id)` (`{words, node, row}`), `span(range)` (a
  selection in the article as offsets in code points), `say(words)`.
- Events on `document`, with a `detail`: `argmap:select` `{unit, flag}`, `argmap:filter` `{units}`,
  `argmap:fold` `{units}`; all of them are ids of the map.
- Elements: `#argmap-article`, `#argmap-map`, `#argmap-claims`, `#argmap-panels`; `[data-start]`, a
  block of the article with its offset; `[data-u]`, what belongs to a unit (in a row, a node, or
  words: its key, which is its id wherever that can stand in HTML); `li[data-flag]`, a flag.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from argmap.mining.explain import Reasons
from argmap.model import (
    ArgumentMap,
    Block,
    BlockKind,
    Flag,
    Relation,
    RelationKind,
    Severity,
    Unit,
)
from argmap.ranking import ranked, worst_severity
from argmap.settings import Limits
from argmap.views.drawing import ROLE_NAMES, standing, to_svg
from argmap.views.keys import node_keys
from argmap.views.labels import clip
from argmap.views.markup import asset, environment, json_in_script, palette, policy, seen
from argmap.views.sections import sections, title_of

_HERE = "argmap.views"
_OUT = {
    RelationKind.SUPPORT: "supports",
    RelationKind.ATTACK: "attacks",
    RelationKind.UNDERCUT: "undercuts the step from",
}
_IN = {
    RelationKind.SUPPORT: "supported by",
    RelationKind.ATTACK: "attacked by",
    RelationKind.UNDERCUT: "undercut by",
}
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*|\r\n[^\S\n]*\r\n\s*")


NOTHING = Markup("")


@dataclass(frozen=True)
class Extension:
    """What another part of argmap adds to the page; see the top of this module.

    Style and script are a package's own files, never made of an article's words: the policy allows
    them by their hashes. Markup is escaped by whoever makes it, and can hold no `style`, `on...`
    or outside address: the policy forbids them.
    """

    style: str = ""
    script: str = ""
    """Runs after the page's own."""
    data: Any = None
    """For the script: JSON values, read as `argmap.data`."""
    tools: Markup = NOTHING
    """In the header, after the search."""
    panels: Markup = NOTHING
    """In `#argmap-panels`, below the claims."""
    connects: bool = False
    """Whether its script may call the server that the page came from."""


def to_html(
    map: ArgumentMap,
    *,
    limits: Limits | None = None,
    engine: str | None = None,
    extension: Extension | None = None,
) -> str:
    """The page of a map.

    Args:
        map: What to show.
        limits: `drawing_nodes` counts for the drawing in it; none means the defaults.
        engine: The drawing engine; none means the default one.
        extension: What is added to the page; none means nothing.

    >>> from argmap.model import Article, Unit
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="claim")
    >>> page = to_html(ArgumentMap(article=Article(id="a", text="Cats purr."), units=(unit,)))
    >>> 'href="#u1"' in page, "<script src" in page
    (True, False)
    """
    style, script = palette() + asset(_HERE, "page.css"), asset(_HERE, "page.js")
    added = extension or Extension()
    if "</" in added.style or "</script" in added.script.lower() or "<!--" in added.script:
        raise ValueError("an extension's style or script would end its own element")
    view = _View(map)
    svg = to_svg(map, links=True, legend=False, limits=limits, engine=engine)
    template = environment(_HERE).get_template("page.html.j2")
    return template.render(
        policy=policy(
            styles=[style, added.style], scripts=[script, added.script], connects=added.connects
        ),
        style=Markup(style),  # noqa: S704 - the package's own file
        script=Markup(script),  # noqa: S704 - the package's own file
        data=Markup(_data(map, view)),  # noqa: S704 - escaped there
        extension=replace(
            added,
            style=Markup(added.style),  # noqa: S704 - a package's own file
            script=Markup(added.script),  # noqa: S704 - a package's own file
        ),
        extension_data=(
            Markup(json_in_script(added.data))  # noqa: S704 - escaped there
            if added.data is not None
            else ""
        ),
        svg=Markup(svg),  # noqa: S704 - rebuilt from shapes and text
        title=seen(title_of(map)),
        path=seen(map.article.path or ""),
        made_by=seen(" · ".join(x for x in (map.made_by.model, map.made_by.argmap) if x)),
        rows=view.rows,
        blocks=view.blocks(),
        counts=view.counts(),
        codes=sorted({seen(flag.check) for flag in map.flags}),
        severities=[s for s in reversed(Severity) if any(f.severity is s for f in map.flags)],
        roles=[(role.value, name) for role, name in ROLE_NAMES.items()],
        sections=view.headings,
        kinds=sorted({relation.kind for relation in map.relations}),
        outlined=svg.count('id="node-') < len(map.units),
    )


# What the template shows -------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A stretch of the article's text."""

    text: str
    key: str | None = None
    """Of the innermost unit here."""
    keys: str = ""
    """Of every unit here, with spaces between."""
    role: str = ""
    severity: str = ""
    first: bool = False
    """Whether the innermost unit begins here."""
    parts: tuple[tuple[str, str], ...] = ()
    """The text cut at cues and flagged words: (classes, text)."""
    marks: tuple[FlagView, ...] = ()


@dataclass(frozen=True)
class BlockView:
    kind: str
    start: int
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FlagView:
    key: str
    check: str
    severity: str
    message: str
    suggestion: str
    words: str
    evidence: tuple[tuple[str, str, str], ...]
    """(stance, quote, path)."""


@dataclass(frozen=True)
class Row:
    key: str
    id: str
    place: int
    role: str
    role_name: str
    text: str
    type: str
    section: str
    section_number: int
    severity: str
    rank: float
    """How soon to check it, the higher the sooner (`argmap.ranking`); 0 for other premises."""
    worth: float | None
    measure: str
    value: float
    confidence: float
    cues: tuple[str, ...]
    why: tuple[str, ...]
    """What the miner saw, where no cue explains its decision."""
    flags: tuple[FlagView, ...]
    codes: str
    links: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """What it does to which units, and what they do to it: (words, ((key, id), …))."""


class _View:
    """A map, turned into what the template shows."""

    def __init__(self, map: ArgumentMap) -> None:
        self.map = map
        self.keys = node_keys(map)
        self.key = {unit.id: key for unit, key in zip(map.units, self.keys, strict=True)}
        self.anchored: set[str] = set()
        self.marked: set[int] = set()
        self.headings: list[str] = []
        self.section_of: dict[int, int] = {}
        for section in sections(map):
            self.headings.append(seen(section.heading or "No heading"))
            for index in section.units:
                self.section_of[index] = len(self.headings) - 1
        self.flag_views = {flag.id: self._flag(index, flag) for index, flag in enumerate(map.flags)}
        self.ranked = {one.unit.id: one for one in ranked(map)}
        self.reasons = Reasons(map)
        rows = [self._row(index, unit) for index, unit in enumerate(map.units)]
        # What should be checked first stands first; premises that nothing questions stand last.
        self.rows = sorted(rows, key=lambda row: (-row.rank, -len(row.flags), row.value, row.place))

    def counts(self) -> list[tuple[int, str]]:
        units = self.map.units
        counted = [
            (sum(unit.role is role for unit in units), name) for role, name in ROLE_NAMES.items()
        ]
        counted += [(len(self.map.relations), "relation"), (len(self.map.flags), "flag")]
        plural = {"thesis": "theses"}
        return [
            (number, name if number == 1 else plural.get(name, f"{name}s"))
            for number, name in counted
        ]

    # Rows -------------------------------------------------------------------------------------

    def _row(self, index: int, unit: Unit) -> Row:
        flags = sorted(self.map.flags_of(unit.id), key=lambda f: (-f.severity.rank, f.start, f.id))
        severity = worst_severity(self.map, unit)
        measure, value = standing(unit)
        place = self.ranked.get(unit.id)
        return Row(
            key=self.keys[index],
            id=seen(unit.id),
            place=index + 1,
            role=unit.role.value,
            role_name=ROLE_NAMES[unit.role],
            text=seen(" ".join(unit.text.split())),
            type=seen(unit.type or ""),
            section=self.headings[self.section_of[index]],
            section_number=self.section_of[index],
            severity=severity.value if severity else "none",
            rank=place.priority if place is not None else 0.0,
            worth=place.check_worthiness if place is not None else None,
            measure=measure,
            value=value,
            confidence=unit.confidence,
            cues=tuple(seen(self.map.article.text[start:end]) for start, end in unit.cues),
            why=tuple(seen(words) for words in self.reasons.unseen(unit)),
            flags=tuple(self.flag_views[flag.id] for flag in flags),
            codes=" ".join(sorted({seen(flag.check) for flag in flags})),
            links=tuple(self._links(unit)),
        )

    def _links(self, unit: Unit) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        ends: dict[str, list[tuple[str, str]]] = {}
        for relation in self.map.outgoing(unit.id):
            end = self._end(relation)
            ends.setdefault(_OUT[relation.kind], []).append((self.key[end], seen(end)))
        for relation in self.map.incoming(unit.id):
            source = relation.source
            ends.setdefault(_IN[relation.kind], []).append((self.key[source], seen(source)))
        return [(words, tuple(pairs)) for words, pairs in ends.items()]

    def _end(self, relation: Relation) -> str:
        """The unit that a relation points to; for an undercut, the source of what it undercuts."""
        if relation.kind is RelationKind.UNDERCUT:
            return self.map.relation(relation.target).source
        return relation.target

    def _flag(self, index: int, flag: Flag) -> FlagView:
        plain = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", flag.id)
        unit = self.map.unit(flag.unit)
        whole = (flag.start, flag.end) == (unit.start, unit.end)
        return FlagView(
            key=flag.id if plain else f"n.{index}",
            check=seen(flag.check),
            severity=flag.severity.value,
            message=seen(flag.message),
            suggestion=seen(flag.suggestion or ""),
            words="" if whole else seen(clip(self.map.article.text[flag.start : flag.end], 160)),
            evidence=tuple(
                (item.stance.value, seen(item.quote), seen(item.path or "the article"))
                for item in flag.evidence
            ),
        )

    # The article ------------------------------------------------------------------------------

    def blocks(self) -> list[BlockView]:
        """Blocks with the text between them, if it holds anything, as blocks of their own."""
        text = self.map.article.text
        views: list[BlockView] = []
        titles: set[str] = set()
        position = 0
        for block in (*self.map.article.blocks, None):
            start = block.start if block else len(text)
            for left, right in _paragraphs(text, position, start):
                views.append(self._block(Block(kind=BlockKind.PARAGRAPH, start=left, end=right)))
            if block is None:
                break
            position = block.end
            words = text[block.start : block.end].strip()
            view = self._block(block)
            if block.kind is BlockKind.TITLE:
                # A title that the file repeats is shown once.
                if words in titles and not any(piece.key for piece in view.pieces):
                    continue
                titles.add(words)
            if words:
                views.append(view)
        return views

    def _block(self, block: Block) -> BlockView:
        inside = [
            index
            for index, unit in enumerate(self.map.units)
            if unit.start < block.end and unit.end > block.start and unit.start < unit.end
        ]
        cuts = {block.start, block.end}
        for index in inside:
            unit = self.map.units[index]
            cuts |= {max(unit.start, block.start), min(unit.end, block.end)}
        ordered = sorted(cuts)
        pieces = tuple(
            self._piece(left, right, inside) for left, right in itertools.pairwise(ordered)
        )
        return BlockView(block.kind.value, block.start, min(max(block.level, 1), 4), pieces)

    def _piece(self, left: int, right: int, inside: list[int]) -> Piece:
        text = self.map.article.text
        here = [
            index
            for index in inside
            if self.map.units[index].start < right and self.map.units[index].end > left
        ]
        if not here:
            return Piece(seen(text[left:right]))
        # The innermost, that is the shortest, unit is what a click on these words means.
        inner = min(here, key=lambda i: (self.map.units[i].end - self.map.units[i].start, i))
        unit = self.map.units[inner]
        flags = self.map.flags_of(unit.id)
        severity = worst_severity(self.map, unit)
        first = self.keys[inner] not in self.anchored
        self.anchored.add(self.keys[inner])
        starting = [index for index in here if index not in self.marked]
        self.marked.update(starting)
        marks = tuple(
            self.flag_views[flag.id]
            for index in starting
            for flag in sorted(
                self.map.flags_of(self.map.units[index].id), key=lambda f: -f.severity.rank
            )
        )
        return Piece(
            text="",
            key=self.keys[inner],
            keys=" ".join(self.keys[index] for index in here),
            role=unit.role.value,
            severity=severity.value if severity else "none",
            first=first,
            parts=tuple(self._parts(left, right, unit, flags)),
            marks=marks,
        )

    def _parts(self, left: int, right: int, unit: Unit, flags: list[Flag]) -> list[tuple[str, str]]:
        spans = [(start, end, "cue") for start, end in unit.cues]
        spans += [(flag.start, flag.end, f"words {flag.severity}") for flag in flags]
        spans = [
            (max(a, left), min(b, right), name) for a, b, name in spans if a < right and b > left
        ]
        cuts = sorted({left, right, *(a for a, _, _ in spans), *(b for _, b, _ in spans)})
        parts = []
        for start, end in itertools.pairwise(cuts):
            names = sorted({name for a, b, name in spans if a <= start and b >= end})
            parts.append((" ".join(names), seen(self.map.article.text[start:end])))
        return parts


def _paragraphs(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """The stretches of text[left:right] between blank lines that hold more than white space."""
    stretches = []
    position = left
    for gap in _BLANK_LINES.finditer(text, left, right):
        stretches.append((position, gap.start()))
        position = gap.end()
    stretches.append((position, right))
    return [(start, end) for start, end in stretches if text[start:end].strip()]


def _data(map: ArgumentMap, view: _View) -> str:
    """What the script needs beyond the page itself: the map, and which relation leads where."""
    units: list[dict[str, Any]] = [
        {
            "key": view.key[unit.id],
            "flags": [
                {"id": flag.id, "key": view.flag_views[flag.id].key}
                for flag in map.flags_of(unit.id)
            ],
        }
        for unit in map.units
    ]
    relations = [
        {
            "edge": index,
            "kind": relation.kind.value,
            "source": view.key[relation.source],
            "target": view.key[view._end(relation)],
        }
        for index, relation in enumerate(map.relations)
    ]
    thesis = map.thesis
    return json_in_script(
        {
            "map": map.model_dump(mode="json"),
            "relations": relations,
            "thesis": view.key[thesis.id] if thesis else None,
            "units": units,
        }
    )
