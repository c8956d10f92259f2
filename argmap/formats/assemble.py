"""Building a map from what a file holds: a place in the text for each unit, and a role.

A file that comes from elsewhere often has no article. Then one is made of the texts of its units,
joined by blank lines, so that `article.text[start:end] == unit.text` holds as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from argmap import __version__
from argmap.formats.intake import Intake, count
from argmap.model import (
    ArgumentMap,
    Article,
    Block,
    BlockKind,
    Flag,
    MadeBy,
    Relation,
    RelationKind,
    Role,
    Unit,
)

GAP = "\n\n"
"""Between the units of an article that was made of their texts."""

UNIT_FIELDS = ("start", "end", "role", "type", "confidence", "strength", "cues", "block")
RELATION_FIELDS = ("confidence", "cues")
_DEFAULTS: dict[str, Any] = {
    "type": None,
    "confidence": 1.0,
    "strength": None,
    "cues": [],
    "block": None,
}


@dataclass(slots=True)
class Draft:
    """A unit on its way in: its text is sure, the rest may be missing."""

    id: str
    text: str
    place: str = ""
    """Where it stands in the file, for messages."""
    start: int | None = None
    end: int | None = None
    role: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)
    """type, confidence, strength, cues, block: where the file says."""


@dataclass(slots=True)
class Link:
    """A relation on its way in."""

    id: str
    source: str
    target: str
    kind: RelationKind
    place: str = ""
    rest: dict[str, Any] = field(default_factory=dict)
    """confidence, cues: where the file says."""


def unit_extra(unit: Unit) -> dict[str, Any]:
    """What a unit holds besides id and text, as JSON, without what is at its default.

    >>> unit_extra(Unit(id="u1", start=0, end=2, text="No", role="claim", confidence=0.5))
    {'start': 0, 'end': 2, 'role': 'claim', 'confidence': 0.5}
    """
    data = unit.model_dump(mode="json")
    return _told(data, UNIT_FIELDS)


def relation_extra(relation: Relation) -> dict[str, Any]:
    """What a relation holds besides its ends and kind, as JSON, without what is at its default."""
    return _told(relation.model_dump(mode="json"), RELATION_FIELDS)


def _told(data: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: data[key] for key in keys if key not in _DEFAULTS or data[key] != _DEFAULTS[key]}


def draft(id: str, text: str, extra: Any, place: str, intake: Intake) -> Draft:
    """A draft from a unit's text and the extra keys that `unit_extra` wrote (or none)."""
    made = Draft(id, text, place)
    if extra is None:
        return made
    if not isinstance(extra, dict):
        intake.fail("the keys of argmap are no object", place)
    rest = {key: extra[key] for key in UNIT_FIELDS if key in extra}
    start, end = rest.pop("start", None), rest.pop("end", None)
    if _whole(start) and _whole(end):
        made.start, made.end = start, end
    role = rest.pop("role", None)
    if role is not None and (not isinstance(role, str) or role not in set(Role)):
        intake.fail(f"no role is called {role!r}", place)
    made.role, made.rest = role, rest
    return made


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def article_extra(map_: ArgumentMap) -> dict[str, Any]:
    """What a map holds besides units and relations, as JSON: article, flags, what made it."""
    data = map_.model_dump(mode="json", include={"article", "flags", "made_by"})
    data["made_by"]["settings"].pop("graph", None)  # the file itself is that graph
    return data


@dataclass(slots=True)
class Frame:
    """What a file says besides units and relations."""

    text: str | None = None
    """Text that the units stand in, where the file has one."""
    article: Article | None = None
    """The article as argmap wrote it, where argmap wrote the file."""
    flags: tuple[Flag, ...] = ()
    made_by: MadeBy | None = None
    title: str | None = None


def frame(extra: Any, place: str, intake: Intake) -> Frame:
    """The frame that `article_extra` wrote, or an empty one."""
    if extra is None:
        return Frame()
    if not isinstance(extra, dict):
        intake.fail("the keys of argmap are no object", place)
    try:
        article = Article.model_validate(extra["article"]) if extra.get("article") else None
        flags = tuple(Flag.model_validate(flag) for flag in extra.get("flags") or ())
        made_by = MadeBy.model_validate(extra["made_by"]) if extra.get("made_by") else None
    except (ValidationError, TypeError) as error:
        intake.fail(_first(error), place)
    return Frame(article=article, flags=flags, made_by=made_by)


def assemble(
    drafts: Sequence[Draft],
    links: Sequence[Link],
    frame: Frame,
    intake: Intake,
    *,
    settings: dict[str, Any] | None = None,
    format: str = "",
) -> ArgumentMap:
    """A map of these units and relations: each unit gets a place in the text and a role.

    Raises:
        FormatError: the parts do not fit together; the message names the place.
        LimitReached: the article would be too long.
    """
    intake.bears(len(drafts), "units")
    intake.bears(len(links), "relations")
    text = frame.article.text if frame.article is not None else frame.text
    article, places = _article(drafts, text, frame, intake)
    roles = _roles(drafts, links)
    units = []
    for number, (item, place) in enumerate(zip(drafts, places, strict=True)):
        try:
            rest = dict(item.rest)
            if "block" not in rest and text is None:
                rest["block"] = number
            units.append(
                Unit(
                    id=item.id,
                    start=place[0],
                    end=place[1],
                    text=item.text,
                    role=Role(item.role) if item.role else roles[item.id],
                    **rest,
                )
            )
        except (ValidationError, TypeError) as error:
            intake.fail(_first(error), item.place or f"unit {item.id!r}")
    units.sort(key=lambda unit: unit.start)
    relations = []
    for link in links:
        try:
            relations.append(
                Relation(
                    id=link.id, source=link.source, target=link.target, kind=link.kind, **link.rest
                )
            )
        except (ValidationError, TypeError) as error:
            intake.fail(_first(error), link.place or f"relation {link.id!r}")
    made_by = frame.made_by or MadeBy(argmap=__version__, model=f"read from {format}")
    if settings:
        made_by = made_by.model_copy(update={"settings": {**made_by.settings, **settings}})
    known = {unit.id for unit in units}
    flags = tuple(flag for flag in frame.flags if flag.unit in known)
    if len(flags) < len(frame.flags):
        gone = len(frame.flags) - len(flags)
        intake.note(f"{count(gone, 'flag')} dropped: on a unit that is gone")
    try:
        return ArgumentMap(
            article=article,
            units=tuple(units),
            relations=tuple(relations),
            flags=flags,
            made_by=made_by,
        )
    except ValidationError as error:
        intake.fail(_first(error))


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        place = ".".join(str(part) for part in found["loc"])
        message = found["msg"].removeprefix("Value error, ")
        return f"{place}: {message}" if place else message
    return str(error)


def _article(
    drafts: Sequence[Draft], text: str | None, frame: Frame, intake: Intake
) -> tuple[Article, list[tuple[int, int]]]:
    """The article and the place of each draft in it."""
    if text is not None:
        intake.within(len(text))
        found = _find(drafts, text)
        lost = [number for number, place in enumerate(found) if place is None]
        if not lost or frame.article is not None or 2 * len(lost) <= len(drafts):
            if lost:
                intake.note(
                    f"{len(lost)} of {count(len(drafts), 'unit')} not in the text of the file: "
                    "put behind it"
                )
            return _extended(drafts, found, text, frame, intake)
        intake.note(
            f"{len(lost)} of {count(len(drafts), 'unit')} not in the text of the file: "
            "an article was made of the texts of the units"
        )
        frame = Frame(title=frame.title)
    total = sum(len(item.text) for item in drafts) + len(GAP) * max(len(drafts) - 1, 0)
    intake.within(total)
    places, blocks, start = [], [], 0
    for item in drafts:
        end = start + len(item.text)
        places.append((start, end))
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
        start = end + len(GAP)
    made = GAP.join(item.text for item in drafts)
    return Article(id=intake.name, title=frame.title, text=made, blocks=tuple(blocks)), places


def _find(drafts: Sequence[Draft], text: str) -> list[tuple[int, int] | None]:
    """The place of each draft: the one that the file gives, else the next that reads the same."""
    found: list[tuple[int, int] | None] = []
    cursor = 0
    for item in drafts:
        start, end = item.start, item.end
        if start is None or end is None or end > len(text) or text[start:end] != item.text:
            start = text.find(item.text, cursor) if item.text else -1
            if start < 0 and item.text:
                start = text.find(item.text)
            end = start + len(item.text)
        if start < 0:
            found.append(None)
        else:
            found.append((start, end))
            cursor = max(cursor, end)
    return found


def _extended(
    drafts: Sequence[Draft],
    found: Sequence[tuple[int, int] | None],
    text: str,
    frame: Frame,
    intake: Intake,
) -> tuple[Article, list[tuple[int, int]]]:
    """The text, and behind it the units that do not stand in it."""
    places: list[tuple[int, int]] = []
    parts, length, added = [text], len(text), []
    for item, known in zip(drafts, found, strict=True):
        place = known
        if place is None:
            start = length + len(GAP)
            length = start + len(item.text)
            parts.extend((GAP, item.text))
            added.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=length))
            place = (start, length)
        places.append(place)
    intake.within(length)
    if frame.article is not None:
        if not added:
            return frame.article, places
        old = frame.article
        changed = Article(
            id=old.id,
            title=old.title,
            path=old.path,
            text="".join(parts),
            blocks=(*old.blocks, *added),
        )
        return changed, places
    whole = "".join(parts)
    blocks = (*paragraphs(text), *added)
    return Article(id=intake.name, title=frame.title, text=whole, blocks=blocks), places


def paragraphs(text: str) -> tuple[Block, ...]:
    """The stretches between blank lines, as paragraphs.

    >>> [(block.start, block.end) for block in paragraphs("One.\\n\\n  Two,\\nthree.\\n")]
    [(0, 4), (8, 19)]
    """
    blocks: list[Block] = []
    start = end = -1
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body:
            if start < 0:
                start = at + line.index(body[0])
            end = at + len(line.rstrip())
        elif start >= 0:
            blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
            start = -1
        at += len(line)
    if start >= 0:
        blocks.append(Block(kind=BlockKind.PARAGRAPH, start=start, end=end))
    return tuple(blocks)


def _roles(drafts: Sequence[Draft], links: Sequence[Link]) -> dict[str, Role]:
    """Roles where the file gives none.

    The one root is the major claim; with several roots, or none, there is no major claim. Roots
    and units that something supports are claims, the others premises.
    """
    if all(item.role for item in drafts):
        return {}
    leaving = {link.source for link in links}
    supported = {link.target for link in links if link.kind is RelationKind.SUPPORT}
    roots = [item.id for item in drafts if item.id not in leaving]
    roles = {
        item.id: Role.CLAIM if item.id not in leaving or item.id in supported else Role.PREMISE
        for item in drafts
    }
    if len(roots) == 1:
        roles[roots[0]] = Role.MAJOR_CLAIM
    return roles


class Fresh:
    """Ids that are not taken yet.

    >>> fresh = Fresh({"r1"})
    >>> fresh("r1"), fresh("r2")
    ('r1.2', 'r2')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._counts: dict[str, int] = {}

    def __call__(self, wish: str) -> str:
        """The wish, or the wish with the first number behind it that makes it new."""
        name = wish
        while name in self._taken:
            count = self._counts.get(wish, 1) + 1
            self._counts[wish] = count
            name = f"{wish}.{count}"
        self._taken.add(name)
        return name
