"""Long texts in parts, so that time grows with their length and memory does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from argmap.mining.miner import Mined, Miner
from argmap.model import Article, Relation, RelationKind, Role, Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3}[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\d_a-z])")


def parts_of(article: Article, longest: int) -> list[tuple[int, int]]:
    """Stretches `[start, end)` that cover the text, of about equal length, none over `longest`.

    A stretch begins where a block begins or, in a block that is too long itself, where a sentence
    seems to; only a sentence over `longest` makes a longer one.

    >>> from argmap.model import Block
    >>> text = "One is here.\\n\\nTwo is there.\\n\\nThree is gone."
    >>> starts = (0, 14, 29)
    >>> blocks = tuple(Block(kind="paragraph", start=s, end=s + 12) for s in starts)
    >>> [text[a:b] for a, b in parts_of(Article(id="a", text=text, blocks=blocks), 30)]
    ['One is here.\\n\\nTwo is there.\\n\\n', 'Three is gone.']
    """
    size = len(article.text)
    if size <= longest:
        return [(0, size)]
    wanted = size / -(-size // longest)
    parts: list[tuple[int, int]] = []
    start = last = 0
    for place in [*_places(article, longest), size]:
        # Where a stretch would grow over the limit, or is long enough already, another begins.
        if last > start and (place - start > longest or last - start >= wanted):
            parts.append((start, last))
            start = last
        last = place
    return [*parts, (start, size)]


def _places(article: Article, longest: int) -> Iterator[int]:
    starts = [block.start for block in article.blocks if block.start > 0]
    for start, end in zip([0, *starts], [*starts, len(article.text)], strict=True):
        if start:
            yield start
        if end - start > longest:
            for match in _SENTENCE_END.finditer(article.text, start, end):
                if start < match.end() < end:
                    yield match.end()


def part_of(article: Article, start: int, end: int) -> tuple[Article, int]:
    """A part of an article as an article, and the index of its first block.

    >>> from argmap.model import Block
    >>> article = Article(id="a", text="One. Two.", blocks=(Block(kind="quote", start=0, end=9),))
    >>> part, first = part_of(article, 5, 9)
    >>> part.text, part.blocks[0].start, part.blocks[0].end, first
    ('Two.', 0, 4, 0)
    """
    inside = [
        (index, block)
        for index, block in enumerate(article.blocks)
        if block.start < end and (block.end > start or block.start >= start)
    ]
    blocks = tuple(
        block.model_copy(
            update={"start": max(block.start, start) - start, "end": min(block.end, end) - start}
        )
        for _, block in inside
    )
    part = Article(
        id=article.id,
        title=article.title,
        path=article.path,
        text=article.text[start:end],
        blocks=blocks,
    )
    return part, inside[0][0] if inside else 0


def mine(miner: Miner, article: Article, doc: Doc) -> Mined:
    """Units and relations of an article, however long.

    A miner that has a `longest` (code points) is given longer articles in parts. The part whose
    thesis is surest gives the article its thesis; those of the other parts are claims that support
    it.

    Args:
        miner: The miner.
        article: What to read.
        doc: spaCy's parse of it.
    """
    longest = getattr(miner, "longest", None)
    if longest is None or len(article.text) <= longest:
        return miner.mine(article, doc)
    found: list[tuple[int, int, Mined]] = []
    for start, end in parts_of(article, longest):
        part, block = part_of(article, start, end)
        found.append((start, block, miner.mine(part, _parse_of(part, doc, start, end))))
    return joined(found)


def _parse_of(part: Article, doc: Doc, start: int, end: int) -> Doc | None:
    """A part's parse, cut out of that of the whole; none where a token lies across its edge."""
    span = doc.char_span(start, end)
    if span is None:
        return None
    cut = span.as_doc()
    if cut.text != part.text:
        return None
    cut._.argmap_article = part
    return cut


def joined(parts: Sequence[tuple[int, int, Mined]]) -> Mined:
    """What was found in the parts of an article, as what was found in the whole.

    Args:
        parts: Where each part begins, the index of its first block, and what is in it; in order.
    """
    units: list[Unit] = []
    relations: list[Relation] = []
    for at, block, mined in parts:
        new = {unit.id: f"u{len(units) + k}" for k, unit in enumerate(mined.units, 1)}
        ties = {tie.id: f"r{len(relations) + k}" for k, tie in enumerate(mined.relations, 1)}
        units += [
            unit.model_copy(
                update={
                    "id": new[unit.id],
                    "start": unit.start + at,
                    "end": unit.end + at,
                    "cues": tuple((s + at, e + at) for s, e in unit.cues),
                    "block": None if unit.block is None else unit.block + block,
                }
            )
            for unit in mined.units
        ]
        relations += [
            tie.model_copy(
                update={
                    "id": ties[tie.id],
                    "source": new[tie.source],
                    "target": (ties if tie.kind is RelationKind.UNDERCUT else new)[tie.target],
                    "cues": tuple((s + at, e + at) for s, e in tie.cues),
                }
            )
            for tie in mined.relations
        ]
    return _under_one_thesis(parts, units, relations)


def _under_one_thesis(
    parts: Sequence[tuple[int, int, Mined]], units: list[Unit], relations: list[Relation]
) -> Mined:
    owner = [number for number, (_, _, mined) in enumerate(parts) for _ in mined.units]
    theses = [at for at, unit in enumerate(units) if unit.role is Role.MAJOR_CLAIM]
    if not theses:
        return Mined(units=tuple(units), relations=tuple(relations))
    best = max(theses, key=lambda at: (units[at].confidence, -at))
    hanging = {r.source for r in relations if r.kind is not RelationKind.UNDERCUT}
    for at in theses:
        if owner[at] == owner[best]:
            continue
        units[at] = units[at].model_copy(update={"role": Role.CLAIM})
        if units[at].id not in hanging:
            relations.append(
                Relation(
                    id=f"r{len(relations) + 1}",
                    source=units[at].id,
                    target=units[best].id,
                    kind=RelationKind.SUPPORT,
                    # It holds where both are what they were taken for; more is not known of it.
                    confidence=round(min(units[at].confidence, units[best].confidence), 3),
                )
            )
    return Mined(units=tuple(units), relations=tuple(relations))
