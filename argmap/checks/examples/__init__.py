"""The tables of examples: what a check must flag, with the words, and what it must let be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from argmap.errors import FormatError
from argmap.model import ArgumentMap, Article, Block, Relation, RelationKind, Role, Unit


@dataclass(frozen=True)
class Example:
    """A text with one unit in question."""

    text: str
    words: str | None
    """The exact words that must be flagged; none where nothing may be."""
    unit: str
    """The unit in question, as it stands in the text."""
    role: str
    supported_by: tuple[str, ...]
    """Units of the text that support it."""
    thesis: str | None
    """A unit of the text that it supports."""
    why: str | None


@dataclass(frozen=True)
class Table:
    """The examples of one check."""

    flagged: tuple[Example, ...]
    let_be: tuple[Example, ...]


@cache
def examples(code: str) -> Table | None:
    """The table of a built-in check, or none where there is no table with that name.

    Raises:
        FormatError: the table is broken.

    >>> len(examples("vague-source").flagged) >= 8
    True
    """
    resource = files("argmap.checks") / "examples" / f"{code}.toml"
    if not resource.is_file():
        return None
    where = f"checks/examples/{code}.toml"
    try:
        data = tomllib.loads(resource.read_text(encoding="utf-8"))
        return Table(
            tuple(_example(entry, flagged=True) for entry in data["flagged"]),
            tuple(_example(entry, flagged=False) for entry in data["let_be"]),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise FormatError(f"not a table of examples: {error!r}", where=where) from error


def _example(entry: dict[str, Any], *, flagged: bool) -> Example:
    return Example(
        text=entry["text"],
        words=entry["words"] if flagged else None,
        unit=entry.get("unit", entry["text"]),
        role=entry.get("role", "claim"),
        supported_by=tuple(entry.get("supported_by", ())),
        thesis=entry.get("thesis"),
        why=entry.get("why"),
    )


def example_map(example: Example) -> ArgumentMap:
    """The map of an example: its unit, what supports it, and the thesis that it supports.

    Raises:
        FormatError: a unit of the example does not stand in its text.
    """
    text = example.text
    wanted = [(example.unit, Role(example.role))]
    wanted += [(quote, Role.PREMISE) for quote in example.supported_by]
    if example.thesis:
        wanted.append((example.thesis, Role.MAJOR_CLAIM))
    places: list[tuple[int, int, Role]] = []
    for quote, role in wanted:
        start = text.find(quote)
        if start < 0:
            raise FormatError(f"the unit {quote!r} does not stand in {text!r}")
        places.append((start, start + len(quote), role))
    order = sorted(range(len(places)), key=lambda i: places[i][:2])
    ids = {index: f"u{number}" for number, index in enumerate(order, 1)}
    units = tuple(
        Unit(
            id=ids[i],
            start=places[i][0],
            end=places[i][1],
            text=text[places[i][0] : places[i][1]],
            role=places[i][2],
        )
        for i in order
    )
    pairs = [(ids[1 + i], ids[0]) for i in range(len(example.supported_by))]
    if example.thesis:
        pairs.append((ids[0], ids[len(places) - 1]))
    relations = tuple(
        Relation(id=f"r{n}", source=a, target=b, kind=RelationKind.SUPPORT)
        for n, (a, b) in enumerate(pairs, 1)
    )
    blocks: list[Block] = []
    at = 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(paragraph)))  # type: ignore[arg-type]
        at += len(paragraph) + 2
    article = Article(id="example", text=text, blocks=tuple(blocks))
    return ArgumentMap(article=article, units=units, relations=relations)
