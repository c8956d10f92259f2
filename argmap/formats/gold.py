"""Gold files: a line an article, JSON, with its units and relations. So corpora are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from argmap.formats.assemble import Frame, Link, assemble, draft
from argmap.formats.intake import (
    PLAIN,
    Intake,
    count,
    decode,
    id_at,
    list_at,
    object_at,
    parse_json,
    text_at,
)
from argmap.model import ArgumentMap, RelationKind, Role


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a gold file with one article.

    Raises:
        FormatError: it breaks the format, or holds another number of articles.

    >>> read(b'{"id": "a", "text": "Keep cats.", "units": [], "relations": []}').article.id
    'a'
    """
    maps = read_many(data, intake)
    if len(maps) != 1:
        intake.fail(
            f"one article is needed, {count(len(maps), 'article')} found",
            hint="argmap.formats.read_maps reads them all",
        )
    return maps[0]


def read_many(data: bytes, intake: Intake = PLAIN) -> list[ArgumentMap]:
    """The maps of a gold file, in its order.

    Raises:
        FormatError: a line breaks the format; the message names it.
    """
    return list(_lines(data, intake))


def _lines(data: bytes, intake: Intake) -> Iterator[ArgumentMap]:
    seen: set[str] = set()
    decode(data, intake)  # so that a wrong byte is named by its place in the file
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        where = f"{intake.where}: line {number}" if intake.where else f"line {number}"
        here = intake.at(where)
        map_ = _article(object_at(parse_json(line, here), "", here), here)
        if map_.article.id in seen:
            here.fail(f"a second article has the id {map_.article.id!r}")
        seen.add(map_.article.id)
        yield map_


def _article(value: dict[str, Any], intake: Intake) -> ArgumentMap:
    name = id_at(value, "id", "", intake)
    text = value.get("text")
    if not isinstance(text, str):
        intake.fail("text is needed", "text")
    drafts, seen = [], set()
    for number, item in enumerate(list_at(value, "units", "", intake)):
        here = f"units[{number}]"
        entry = object_at(item, here, intake)
        unit = id_at(entry, "id", here, intake)
        if unit in seen:
            intake.fail(f"a second unit has the id {unit!r}", here)
        seen.add(unit)
        start, end = entry.get("start"), entry.get("end")
        if (
            not isinstance(start, int)
            or not isinstance(end, int)
            or not 0 <= start <= end <= len(text)
        ):
            intake.fail(f"{start} to {end} is no stretch of the text", here)
        if text_at(entry, "role", here, intake) not in set(Role):
            intake.fail(f"no role is called {entry.get('role')!r}", f"{here}.role")
        extra = {"start": start, "end": end, "role": entry["role"]}
        drafts.append(draft(unit, text[start:end], extra, here, intake))
    links = _relations(value, seen, intake)
    return assemble(drafts, links, Frame(text=text), intake.named(name), format="gold")


def _relations(value: dict[str, Any], units: set[str], intake: Intake) -> list[Link]:
    links: list[Link] = []
    seen: set[str] = set()
    for number, item in enumerate(list_at(value, "relations", "", intake)):
        here = f"relations[{number}]"
        entry = object_at(item, here, intake)
        kind = text_at(entry, "type", here, intake)
        if kind not in set(RelationKind):
            intake.fail(f"no relation is called {kind!r}", f"{here}.type")
        name = id_at(entry, "id", here, intake) if "id" in entry else f"r{number + 1}"
        if name in seen:
            intake.fail(f"a second relation has the id {name!r}", here)
        seen.add(name)
        source = id_at(entry, "source", here, intake)
        target = id_at(entry, "target", here, intake)
        links.append(Link(name, source, target, RelationKind(kind), here))
    for link in links:
        if link.source not in units:
            intake.fail(f"there is no unit {link.source!r}", f"{link.place}.source")
        undercut = link.kind is RelationKind.UNDERCUT
        if link.target not in (seen if undercut else units):
            what = "relation" if undercut else "unit"
            intake.fail(f"there is no {what} {link.target!r}", f"{link.place}.target")
    return links


def write(map_: ArgumentMap) -> bytes:
    """The map as one line."""
    return write_many((map_,))


def write_many(maps: Sequence[ArgumentMap] | Iterable[ArgumentMap]) -> bytes:
    """The maps, a line each, in their order."""
    return "".join(_line(map_) + "\n" for map_ in maps).encode("utf-8")


def _line(map_: ArgumentMap) -> str:
    named = any(relation.kind is RelationKind.UNDERCUT for relation in map_.relations) or any(
        relation.id != f"r{number}" for number, relation in enumerate(map_.relations, start=1)
    )
    value = {
        "id": map_.article.id,
        "text": map_.article.text,
        "units": [
            {"id": unit.id, "start": unit.start, "end": unit.end, "role": unit.role.value}
            for unit in map_.units
        ],
        "relations": [
            {
                # The key is there where somebody needs it: undercuts point at relations.
                **({"id": relation.id} if named else {}),
                "source": relation.source,
                "target": relation.target,
                "type": relation.kind.value,
            }
            for relation in map_.relations
        ],
    }
    return json.dumps(value, ensure_ascii=False)
