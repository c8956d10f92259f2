"""What the tests of all formats share: hostile maps, what each format keeps of them, an example."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from argmap import __version__
from argmap.formats.assemble import GAP, paragraphs
from argmap.model import (
    ArgumentMap,
    Article,
    Block,
    Flag,
    MadeBy,
    Relation,
    RelationKind,
    Role,
    Unit,
)

HOSTILE = (
    "He said \"no\", and 'no' again.",
    "[brackets] <b>and</b> {braces} (too)",
    "https://example.org/a//b?c=d&e=f#g",
    "two\nlines\r\nand\n\n\na gap",
    " blanks  at  both ends\t",
    "emoji 👩‍👩‍👧 🇦🇹 é",
    "שלום עולם مرحبا",
    '=HYPERLINK("http://example.org")',
    "'=1+1",
    "%% comment // comment /* comment */ <!-- comment -->",
    "style: x #34; &amp; &#34; <br/>",
    '\\n \\\\ \\" back\\slashes\\',
    "*bold* _italic_ **b** __b__ `code` #tag @[x]",
    "=== --- ...\n+ plus\n- minus\n1. one",
    "control \x00 \x01 \x1b \x7f \x85 \ufeff \ufffe",
    "line\u2028separator\u2029paragraph",
    'argmap: {"id": "x"}\tT1\tClaim 0 5',
    "end",
    "A: :x: .A. U.S. e.g. so.",
    "]]> </data> <![CDATA[",
    "a" * 10_000,
    "",
    " ",
    "\n",
)

IDS = st.one_of(
    st.from_regex(r"\A[a-z][0-9]{1,2}\Z"),
    st.sampled_from(["1", "12", "3_4", "T1", "T2", "R1", "R2", "A1", "n1", "j1", "e1", "end"]),
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=6),
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
)
SCORES = st.integers(0, 1000).map(lambda number: number / 1000)

thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
"""For round trips: a map is large, so that fewer examples than usual take as long."""


@st.composite
def maps(draw: st.DrawFn, *, twins: bool = True) -> ArgumentMap:
    """Any map: units may nest, share a span or be empty; relations may form cycles.

    Without twins no two relations have the same ends and kind, nor do two undercuts of a unit lead
    to relations of one other unit.
    """
    pieces = draw(st.lists(st.tuples(TEXTS, st.booleans()), max_size=7))
    gaps = draw(st.lists(TEXTS, min_size=len(pieces) + 1, max_size=len(pieces) + 1))
    text, spans = gaps[0], []
    for (piece, is_unit), gap in zip(pieces, gaps[1:], strict=True):
        if is_unit:
            spans.append((len(text), len(text) + len(piece)))
        text += piece + gap
    if spans and draw(st.booleans()):
        start, end = draw(st.sampled_from(spans))
        spans.append((start, draw(st.integers(start, end))))
    spans.sort(key=lambda span: span[0])
    names = draw(st.lists(IDS, min_size=len(spans), max_size=len(spans), unique=True))
    blocks = (Block(kind="paragraph", start=0, end=len(text)),) if draw(st.booleans()) else ()
    units = tuple(
        Unit(
            id=name,
            start=start,
            end=end,
            text=text[start:end],
            role=draw(st.sampled_from(list(Role))),
            type=draw(st.sampled_from([None, "fact", "common-ground"])),
            confidence=draw(SCORES),
            strength=draw(st.none() | SCORES),
            cues=((start, end),) if draw(st.booleans()) else (),
            block=0 if blocks and draw(st.booleans()) else None,
        )
        for name, (start, end) in zip(names, spans, strict=True)
    )
    relations: list[Relation] = []
    if units:
        number = draw(st.integers(0, 8))
        own = draw(st.lists(IDS, min_size=number, max_size=number, unique=True))
        for name in own:
            kind = draw(st.sampled_from(list(RelationKind)))
            goals = own if kind is RelationKind.UNDERCUT else names
            relations.append(
                Relation(
                    id=name,
                    source=draw(st.sampled_from(names)),
                    target=draw(st.sampled_from(goals)),
                    kind=kind,
                    confidence=draw(SCORES),
                    cues=((0, 0),) if draw(st.booleans()) else (),
                )
            )
        if not twins:
            relations = _single(relations)
    flags: tuple[Flag, ...] = ()
    if units and draw(st.booleans()):
        flags = (
            Flag(
                id="f1",
                check="unsupported",
                unit=units[0].id,
                start=units[0].start,
                end=units[0].end,
                severity="warning",
                message=draw(TEXTS),
            ),
        )
    return ArgumentMap(
        article=Article(
            id=draw(IDS),
            title=draw(st.none() | TEXTS),
            path=draw(st.none() | st.just("a/b.txt")),
            text=text,
            blocks=blocks,
        ),
        units=units,
        relations=tuple(relations),
        flags=flags,
        made_by=MadeBy(argmap="1", model="rules 1", checks=("unsupported",), settings={"a": [1]}),
    )


def _single(relations: list[Relation]) -> list[Relation]:
    """The relations without twins, and without undercuts whose relation went."""
    source = {item.id: item.source for item in relations}
    seen: set[tuple[str, str, RelationKind]] = set()
    kept = []
    for item in relations:
        undercut = item.kind is RelationKind.UNDERCUT
        key = (item.source, source[item.target] if undercut else item.target, item.kind)
        if key not in seen:
            seen.add(key)
            kept.append(item)
    while True:
        ids = {item.id for item in kept}
        left = [
            item for item in kept if item.kind is not RelationKind.UNDERCUT or item.target in ids
        ]
        if len(left) == len(kept):
            return kept
        kept = left


def made_by(format: str) -> MadeBy:
    """What a map says that was read from a file of somebody else."""
    return MadeBy(argmap=__version__, model=f"read from {format}")


@dataclass
class Kept:
    """What a format keeps, from which the map that must come back is made."""

    format: str
    units: list[Unit]
    relations: list[Relation]
    title: str | None = None

    def joined(self) -> ArgumentMap:
        """The map whose article is made of its units' texts, joined by blank lines."""
        units, blocks, at = [], [], 0
        for number, unit in enumerate(self.units):
            end = at + len(unit.text)
            units.append(unit.model_copy(update={"start": at, "end": end, "block": number}))
            blocks.append(Block(kind="paragraph", start=at, end=end))
            at = end + len(GAP)
        article = Article(
            id="article",
            title=self.title,
            text=GAP.join(unit.text for unit in self.units),
            blocks=tuple(blocks),
        )
        return ArgumentMap(
            article=article,
            units=tuple(units),
            relations=tuple(self.relations),
            made_by=made_by(self.format),
        )

    def on(self, text: str, id: str = "article") -> ArgumentMap:
        """The map whose article is this text."""
        return ArgumentMap(
            article=Article(id=id, title=self.title, text=text, blocks=paragraphs(text)),
            units=tuple(unit.model_copy(update={"block": None}) for unit in self.units),
            relations=tuple(self.relations),
            made_by=made_by(self.format),
        )


def numbered(relations: list[Relation], names: dict[str, str] | None = None) -> list[Relation]:
    """The relations as r1, r2, ... without confidences and cues, between units so renamed."""
    ids = {item.id: f"r{number}" for number, item in enumerate(relations, start=1)}
    names = names or {}
    return [
        Relation(
            id=ids[item.id],
            source=names.get(item.source, item.source),
            target=ids[item.target]
            if item.kind is RelationKind.UNDERCUT
            else names.get(item.target, item.target),
            kind=item.kind,
        )
        for item in relations
    ]


def bare(unit: Unit, **more: object) -> Unit:
    """The unit with id, place, text and role alone."""
    return Unit(
        **{
            "id": unit.id,
            "start": unit.start,
            "end": unit.end,
            "text": unit.text,
            "role": unit.role,
            **more,
        }
    )


def example() -> ArgumentMap:
    """A map with each kind of relation, offsets into an article, a flag and scores."""
    text = (
        "Cats in offices\n\nEvery office should keep a cat. They catch mice, "
        'and "people smile" [1]. However, some are allergic; but medicine helps.\n\nSo be it.'
    )

    def unit(name: str, words: str, role: str, **more: object) -> Unit:
        start = text.index(words)
        return Unit(
            **{
                "id": name,
                "start": start,
                "end": start + len(words),
                "text": words,
                "role": role,
                **more,
            }
        )

    return ArgumentMap(
        article=Article(
            id="cats", title="Cats: in offices", text=text, blocks=paragraphs(text), path="cats.txt"
        ),
        units=(
            unit("u1", "Every office should keep a cat", "major_claim", strength=0.8),
            unit("u2", "They catch mice", "premise", confidence=0.75, block=1),
            unit("u3", '"people smile" [1]', "premise", type="testimony"),
            unit("u4", "some are allergic", "claim", cues=((106, 113),)),
            unit("u5", "medicine helps", "premise"),
            unit("u6", "So be it", "claim"),
        ),
        relations=(
            Relation(id="r1", source="u2", target="u1", kind="support", confidence=0.9),
            Relation(id="r2", source="u3", target="u1", kind="support"),
            Relation(id="r3", source="u4", target="u1", kind="attack"),
            Relation(id="r4", source="u5", target="r3", kind="undercut"),
        ),
        flags=(
            Flag(
                id="f1",
                check="unsupported",
                unit="u4",
                start=113,
                end=130,
                severity="warning",
                message="who is?",
            ),
        ),
        made_by=MadeBy(argmap="1", model="rules 1"),
    )


WORD = re.compile(r"\w+|[^\w\s]")


# Graphs in the manner of AIFdb -------------------------------------------------------------------

SCHEMES = (
    ("RA", ("Default Inference", "Expert Opinion", "Example", "Practical Reasoning")),
    ("CA", ("Default Conflict",)),
    ("MA", ("Default Rephrase",)),
    ("PA", ("Default Preference",)),
    ("", ("Unknown",)),
)


def aifdb_graph(seed: int, size: int = 12) -> dict[str, Any]:
    """A nodeset as AIFdb serves them: now and then empty, cyclic, odd, with a dialogue around it."""
    rng = random.Random(seed)
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    locutions: list[dict[str, Any]] = []
    base = rng.randrange(1, 900_000)

    def add(kind: str, text: str, **more: Any) -> str:
        name = str(base + len(nodes))
        entry = {"nodeID": name, "text": text, "type": kind, "timestamp": "2016-02-29 12:34:56"}
        nodes.append({**entry, **more})
        return name

    def join(source: str, target: str) -> None:
        number = str(base + 7 * len(edges))
        edges.append({"edgeID": number, "fromID": source, "toID": target, "formEdgeID": None})

    words = ("taxes", "schools", "cats", "it's", "“so”", "don't", "50%", "R&D", "naïve")
    atoms = [
        add("I", " ".join(rng.choices(words, k=rng.randrange(0, 15))))
        for _ in range(0 if rng.random() < 0.03 else rng.randrange(1, size))
    ]
    arguments: list[str] = []
    for _ in range(rng.randrange(0, size) if atoms else 0):
        weights = (60, 20, 14, 3, 3)
        kind, names = rng.choices(SCHEMES, weights)[0]
        more = {"scheme": rng.choice(names), "schemeID": "72"} if rng.random() < 0.2 else {}
        scheme = add(kind, rng.choice(names), **more)
        for _ in range(rng.choices((1, 2, 3), (75, 20, 5))[0]):
            join(rng.choice(atoms), scheme)
        undercut = kind == "CA" and arguments and rng.random() < 0.3
        if rng.random() > 0.03:
            join(scheme, rng.choice(arguments if undercut else atoms))
        if kind in ("RA", "CA"):
            arguments.append(scheme)
    if len(atoms) > 1 and rng.random() < 0.1:
        join(*rng.sample(atoms, 2))
    if rng.random() < 0.5:
        before = None
        for atom in atoms:
            locution = add("L", f"Bob : {rng.choice(words)}")
            locutions.append({"nodeID": locution, "personID": "1", "timestamp": "x", "start": None})
            illocution = add("YA", "Asserting")
            join(locution, illocution)
            join(illocution, atom)
            if before:
                transition = add("TA", "Default Transition")
                join(before, transition)
                join(transition, locution)
                if arguments and rng.random() < 0.5:
                    arguing = add("YA", "Arguing")
                    join(transition, arguing)
                    join(arguing, rng.choice(arguments))
            before = locution
    rng.shuffle(nodes)
    return {"nodes": nodes, "edges": edges, "locutions": locutions}


def text_map(text: str, id: str) -> ArgumentMap:
    """A map of a real text: its sentences, joined by relations of all kinds."""
    units, relations = [], []
    spans = [match.span() for match in re.finditer(r"[A-Z“\"][^.!?]{20,400}[.!?]", text)][:60]
    for number, (start, end) in enumerate(spans, start=1):
        role = "major_claim" if number == 1 else "claim" if number % 4 == 2 else "premise"
        units.append(Unit(id=f"u{number}", start=start, end=end, text=text[start:end], role=role))
        if number == 1:
            continue
        kind = "attack" if number % 5 == 0 else "undercut" if number % 7 == 0 else "support"
        target = f"r{number - 2}" if kind == "undercut" else f"u{number // 2}"
        relations.append(
            Relation(id=f"r{number - 1}", source=f"u{number}", target=target, kind=kind)
        )
    return ArgumentMap(
        article=Article(id=id, text=text, blocks=paragraphs(text)),
        units=tuple(units),
        relations=tuple(relations),
    )
