"""Sections: which heading each unit stands under, and what the article is called."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from argmap.model import ArgumentMap, BlockKind


@dataclass(frozen=True)
class Section:
    """A heading with the units up to the next one; the first may have no heading."""

    heading: str | None
    units: tuple[int, ...]
    """Indices into the map's units, in the order of the text."""


def sections(map: ArgumentMap) -> list[Section]:
    """The map's sections that hold a unit, in the order of the text.

    Two sections under headings of the same words stay two.

    >>> from argmap.model import Article, Block, Unit
    >>> text = "Cats\\nThey purr."
    >>> blocks = (Block(kind="heading", start=0, end=4), Block(kind="paragraph", start=5, end=15))
    >>> unit = Unit(id="u1", start=5, end=14, text="They purr", role="claim")
    >>> sections(ArgumentMap(article=Article(id="a", text=text, blocks=blocks), units=(unit,)))
    [Section(heading='Cats', units=(0,))]
    """
    headings = [block for block in map.article.blocks if block.kind is BlockKind.HEADING]
    starts = [block.start for block in headings]
    members: dict[int, list[int]] = {}
    for index, unit in enumerate(map.units):
        members.setdefault(bisect_right(starts, unit.start) - 1, []).append(index)
    text = map.article.text
    return [
        Section(
            " ".join(text[headings[at].start : headings[at].end].split()) or None
            if at >= 0
            else None,
            tuple(units),
        )
        for at, units in sorted(members.items())
    ]


def title_of(map: ArgumentMap) -> str:
    """The article's title: the one it was given, else its first title block, else its id.

    >>> from argmap.model import Article
    >>> title_of(ArgumentMap(article=Article(id="cats", text="")))
    'cats'
    """
    article = map.article
    blocks = (
        " ".join(article.text[block.start : block.end].split())
        for block in article.blocks
        if block.kind is BlockKind.TITLE
    )
    return article.title or next(filter(None, blocks), "") or article.id or "Untitled"
