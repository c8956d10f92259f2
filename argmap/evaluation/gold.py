"""Gold files: an article a line, with its units and relations, read as plain records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from argmap.errors import FormatError
from argmap.mining.neural.features import plain_sections, trim
from argmap.model import Article, Block, BlockKind
from argmap.model.records import Record

KINDS = ("support", "attack", "undercut")
UNIT_FORMAT = "a unit has id, start, end, role; a relation source, target, type"


class GoldUnit(Record):
    """A unit as people marked it; the span is trimmed of punctuation and spaces at both ends."""

    id: str
    start: int
    end: int
    role: str | None = None
    type: str | None = None
    section: int = 0
    """Which paragraph (non-empty line) of the text holds it."""


class GoldRelation(Record):
    """Child and parent unit, as indexes into the units, and the kind."""

    source: int
    target: int
    kind: str


class GoldArticle(Record):
    """One line of a gold file. `units` stand in the order of the text."""

    article: Article
    corpus: str = "gold"
    units: tuple[GoldUnit, ...] = ()
    relations: tuple[GoldRelation, ...] = ()
    labelled: frozenset[str] = Field(default_factory=frozenset)
    """What the whole file labels, of `role`, `type`, `relation`: only that is measured."""
    roles: frozenset[str] = Field(default_factory=frozenset)
    types: frozenset[str] = Field(default_factory=frozenset)


def dependencies(record: dict[str, Any]) -> list[tuple[str, str, str]]:
    """A gold record's relations as (child unit, parent unit, kind).

    An undercut, whose target is a relation, hangs under the unit that this relation starts from
    (Peldszus & Stede 2015). A unit linked to a relation bears on what that relation bears on.

    >>> dependencies({"units": [{"id": "a"}, {"id": "b"}, {"id": "c"}], "relations": [
    ...     {"id": "r1", "source": "b", "target": "a", "type": "support"},
    ...     {"id": "r2", "source": "c", "target": "r1", "type": "undercut"}]})
    [('b', 'a', 'support'), ('c', 'b', 'undercut')]
    """
    by_id = {r["id"]: r for r in record["relations"] if "id" in r}
    units = {u["id"] for u in record["units"]}
    found = []
    for relation in record["relations"]:
        target, kind = relation["target"], relation["type"]
        seen: set[str] = set()
        while kind == "linked" and target in by_id and target not in seen:
            seen.add(target)
            target, kind = by_id[target]["target"], by_id[target]["type"]
        if target in by_id:
            target = by_id[target]["source"]
        source = relation["source"]
        if source in units and target in units and source != target and kind in KINDS:
            found.append((source, target, kind))
    return found


def article_of(name: str, text: str) -> Article:
    """The text as an article whose blocks are its non-empty lines.

    A short first line with an empty one after it is the title. Gold files mark paragraphs by line
    ends, so no guess about wrapped lines is made here.
    """
    blocks = tuple(
        Block(
            kind=BlockKind.PARAGRAPH if part.prose else BlockKind.TITLE,
            start=part.start,
            end=part.end,
        )
        for part in plain_sections(text)
    )
    title = next((text[b.start : b.end].strip() for b in blocks if b.kind == "title"), None)
    return Article(id=name, title=title, text=text, blocks=blocks)


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a gold file, one a line, each with its place, `FILE:LINE`.

    Raises:
        FormatError: the file cannot be read, or a line is not a JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(
            f"cannot be read: {error}", where=str(path), hint="give a gold file (.jsonl)"
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            raise FormatError(
                f"not JSON: {error}", where=where, hint="one JSON object a line"
            ) from error
        if not isinstance(record, dict):
            raise FormatError("not a JSON object", where=where, hint="one JSON object a line")
        yield where, record


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The raw records of a gold file.

    Raises:
        FormatError: a line is not a JSON object with `text`, `units` and `relations`.
    """
    for where, record in json_lines(path):
        missing = {"text", "units", "relations"} - set(record)
        if missing:
            raise FormatError(
                f"no {', '.join(sorted(missing))}", where=where, hint="see the gold file format"
            )
        yield record


def load_gold(path: Path) -> list[GoldArticle]:
    """A gold file's articles.

    Raises:
        FormatError: a line breaks the format; the message names it.
    """
    return gold_of(list(read_records(path)), where=str(path))


def gold_of(records: Sequence[dict[str, Any]], *, where: str = "gold") -> list[GoldArticle]:
    """Raw records of one corpus as gold articles.

    Raises:
        FormatError: there are none, or one breaks the format; the message names it.
    """
    if not records:
        raise FormatError("no articles in it", where=where, hint="one JSON object a line")
    try:
        roles = frozenset(u["role"] for r in records for u in r["units"] if u.get("role"))
        types = frozenset(u["type"] for r in records for u in r["units"] if u.get("type"))
    except (AttributeError, TypeError) as error:
        raise FormatError("units must be objects", where=where, hint=UNIT_FORMAT) from error
    labelled = {"role"} if roles else set()
    labelled |= {"type"} if types else set()
    labelled |= {"relation"} if any(r["relations"] for r in records) else set()
    made = []
    for number, record in enumerate(records, 1):
        try:
            made.append(_article(record, number, frozenset(labelled), roles, types))
        except (KeyError, TypeError, ValidationError) as error:
            raise FormatError(
                f"a unit or relation breaks the format: {error!r}",
                where=f"{where}:{number}",
                hint=UNIT_FORMAT,
            ) from error
    return made


def _article(
    record: dict[str, Any],
    number: int,
    labelled: frozenset[str],
    roles: frozenset[str],
    types: frozenset[str],
) -> GoldArticle:
    text = record["text"]
    article = article_of(str(record.get("id", number)), text)
    units = []
    for unit in sorted(record["units"], key=lambda u: (u["start"], u["end"])):
        start, end = trim(text, unit["start"], unit["end"])
        units.append(
            GoldUnit(
                id=unit["id"],
                start=start,
                end=end,
                role=unit.get("role"),
                type=unit.get("type"),
                section=section_of(article, start),
            )
        )
    at = {unit.id: i for i, unit in enumerate(units)}
    relations = tuple(
        GoldRelation(source=at[source], target=at[target], kind=kind)
        for source, target, kind in dependencies(record)
    )
    return GoldArticle(
        article=article,
        corpus=str(record.get("corpus", "gold")),
        units=tuple(units),
        relations=relations,
        labelled=labelled,
        roles=roles,
        types=types,
    )


def section_of(article: Article, offset: int) -> int:
    """Index of the block that holds the offset, or of the last one before it; 0 for none."""
    index = 0
    for k, block in enumerate(article.blocks):
        if block.start <= offset:
            index = k
    return index


def spans_of(gold: GoldArticle) -> Sequence[tuple[int, int]]:
    """The gold units' spans, to give to a miner."""
    return [(unit.start, unit.end) for unit in gold.units]
