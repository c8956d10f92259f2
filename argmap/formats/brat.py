"""brat standoff: `NAME.txt` with the text and `NAME.ann` with units, relations and notes on it.

Stenetorp et al. (2012), brat; the names are those of Stab & Gurevych's persuasive essays. What
brat has no place for stands in notes of annotators that begin with `argmap:`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from argmap.formats.archive import pack, unpack
from argmap.formats.assemble import (
    RELATION_FIELDS,
    Draft,
    Frame,
    Fresh,
    Link,
    assemble,
    draft,
    relation_extra,
    unit_extra,
)
from argmap.formats.intake import PLAIN, Intake, count, decode, parse_extra
from argmap.model import ArgumentMap, Relation, RelationKind, Role

ROLES = {Role.MAJOR_CLAIM: "MajorClaim", Role.CLAIM: "Claim", Role.PREMISE: "Premise"}
_ROLE = {name.lower(): role for role, name in ROLES.items()} | {"evidence": Role.PREMISE}
KINDS = {RelationKind.SUPPORT: "supports", RelationKind.ATTACK: "attacks"}
_KIND = {
    "supports": RelationKind.SUPPORT,
    "support": RelationKind.SUPPORT,
    "attacks": RelationKind.ATTACK,
    "attack": RelationKind.ATTACK,
    "partial-attack": RelationKind.ATTACK,
}
_PREFIX = "argmap: "
_TEXT_BOUND = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)$")
_RELATION = re.compile(r"(\S+) +Arg1:(\S+) +Arg2:(\S+) *$")
_ATTRIBUTE = re.compile(r"(\S+) +(\S+)(?: +(\S+))? *$")


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a zip with the two files, or of an `.ann` file alone.

    Raises:
        FormatError: a line breaks the format; the message names it.

    >>> read(b"T1\\tClaim 4 14\\tKeep cats.\\n").article.text
    '    Keep cats.'
    """
    if data.startswith(b"PK"):
        files = unpack(data, (".ann", ".txt"), intake)
        return read_pair(files[".ann"], files.get(".txt"), intake)
    return read_pair(data, None, intake)


def write(map_: ArgumentMap) -> bytes:
    """A zip with the two files."""
    annotations, text = write_pair(map_)
    return pack({"article.ann": annotations, "article.txt": text})


def read_pair(annotations: bytes, text: bytes | None, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of an `.ann` file and its `.txt` file.

    Raises:
        FormatError: a line breaks the format; the message names it.
    """
    lines = _Lines(decode(annotations, intake), intake)
    if text is None:
        intake.note("there is no .txt file beside it: the article holds the units alone")
        article = _text_of(lines, intake)
    else:
        # Not utf-8-sig: brat counts a byte order mark as a character.
        try:
            article = text.decode("utf-8")
        except UnicodeDecodeError as error:
            intake.fail(f"the text is not UTF-8: {error.reason}", f"byte {error.start} of the .txt")
    intake.within(len(article))
    drafts, names = _drafts(lines, article, intake)
    links = _links(lines, drafts, names, intake)
    return assemble(drafts, links, Frame(text=article), intake, format="brat")


def write_pair(  # noqa: PLR0912, PLR0915 - the lines of the file, kind after kind
    map_: ArgumentMap,
) -> tuple[bytes, bytes]:
    """The `.ann` file and the `.txt` file."""
    text = map_.article.text
    lines: list[str] = []
    notes: list[tuple[str, dict[str, Any]]] = []
    names = _names("T", [unit.id for unit in map_.units], [unit.start for unit in map_.units])
    major: str | None = None
    for unit in sorted(map_.units, key=lambda unit: int(names[unit.id][1:])):
        name = names[unit.id]
        if unit.role is Role.MAJOR_CLAIM and major is None:
            major = unit.id
        spans = _spans(text, unit.start, unit.end)
        places = ";".join(f"{start} {end}" for start, end in spans)
        covered = " ".join(text[start:end] for start, end in spans)
        lines.append(f"{name}\t{ROLES[unit.role]} {places}\t{covered}")
        extra = unit_extra(unit)
        for key in ("start", "end", "role", "block"):
            extra.pop(key, None)
        if (spans[0][0], spans[-1][1]) != (unit.start, unit.end):
            extra["span"] = [unit.start, unit.end]
        if unit.id != name:
            extra["id"] = unit.id
        if extra:
            notes.append((name, extra))
    # The essays say what a claim means for the major claim in an attribute, not in a relation, and
    # tools made for them (arguebuf) fail on a relation to a major claim.
    stances: dict[str, Relation] = {}
    for relation in map_.relations:
        if (
            relation.kind is not RelationKind.UNDERCUT
            and relation.target == major != relation.source
        ):
            stances.setdefault(relation.source, relation)
    attributes = {relation.id for relation in stances.values()}
    undercuts = [item for item in map_.relations if item.kind is RelationKind.UNDERCUT]
    own = {item.id for item in undercuts} | attributes
    plain = [item for item in map_.relations if item.id not in own]
    order = [*plain, *stances.values(), *undercuts]
    place = {item.id: number for number, item in enumerate(map_.relations)}
    placed = [item.id for item in order] != [item.id for item in map_.relations]
    relations = _names("R", [item.id for item in plain], [0] * len(plain))
    for relation in sorted(plain, key=lambda item: int(relations[item.id][1:])):
        name = relations[relation.id]
        source, target = names[relation.source], names[relation.target]
        lines.append(f"{name}\t{KINDS[relation.kind]} Arg1:{source} Arg2:{target}\t")
        extra = relation_extra(relation)
        if relation.id != name:
            extra["id"] = relation.id
        if extra:
            notes.append((name, extra))
    for number, relation in enumerate(stances.values(), start=1):
        source = names[relation.source]
        stance = "For" if relation.kind is RelationKind.SUPPORT else "Against"
        lines.append(f"A{number}\tStance {source} {stance}")
        extra = relation_extra(relation)
        if relation.id != f"{source}.stance":
            extra["id"] = relation.id
        if placed:
            extra["place"] = place[relation.id]
        if extra:
            notes.append((f"A{number}", extra))
    for relation in undercuts:
        # brat has no relation to a relation: an undercut is a note on the unit that undercuts.
        extra = {"id": relation.id, "target": relation.target, **relation_extra(relation)}
        if placed:
            extra["place"] = place[relation.id]
        notes.append((names[relation.source], {"undercut": extra}))
    for number, (about, extra) in enumerate(notes, start=1):
        told = json.dumps(extra, sort_keys=True)
        lines.append(f"#{number}\tAnnotatorNotes {about}\t{_PREFIX}{told}")
    return "".join(line + "\n" for line in lines).encode("utf-8"), text.encode("utf-8")


def _names(letter: str, ids: Sequence[str], places: Sequence[int]) -> dict[str, str]:
    """A name for each id: the id itself where it is one of brat's, else the next number.

    All or none keep their ids, and only if they rise among those at one place, so that the order of
    the file gives back the order of the map.
    """
    own = re.compile(rf"{letter}[1-9][0-9]{{0,8}}")
    if all(own.fullmatch(item) for item in ids):
        keys = [(place, int(item[1:])) for place, item in zip(places, ids, strict=True)]
        if keys == sorted(keys):
            return {item: item for item in ids}
    return {item: f"{letter}{number}" for number, item in enumerate(ids, start=1)}


def _spans(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """The stretches of a unit between its line breaks: brat takes no span across one."""
    spans = [
        (start + match.start(), start + match.end())
        for match in re.finditer(r"[^\r\n]+", text[start:end])
        if not match.group().isspace()
    ]
    return spans or [(start, start)]


class _Lines:
    """The lines of an `.ann` file by kind, each with the place where it stands."""

    def __init__(self, text: str, intake: Intake) -> None:
        self.units: list[tuple[str, str, str, str]] = []
        """place, id, the middle column, covered text"""
        self.relations: list[tuple[str, str, str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.notes: dict[str, dict[str, Any]] = {}
        self.undercuts: list[tuple[str, str, dict[str, Any]]] = []
        other = 0
        seen: set[str] = set()
        for number, raw in enumerate(text.split("\n"), start=1):
            line = raw.removesuffix("\r")
            if not line.strip():
                continue
            place = f"line {number}"
            name, _, rest = line.partition("\t")
            middle, _, last = rest.partition("\t")
            if not rest and line[0] in "TRA":
                intake.fail("the columns are not parted by tabs", place)
            if line[0] in "TR":
                if name in seen:
                    intake.fail(f"a second line has the id {name!r}", place)
                seen.add(name)
            if line[0] == "T":
                self.units.append((place, name, middle, last))
            elif line[0] == "R":
                self.relations.append((place, name, middle))
            elif line[0] in "AM":
                self.attributes.append((place, name, middle))
            elif line[0] == "#":
                self._note(place, middle, last, intake)
            else:
                other += 1
        if other:
            intake.note(f"{count(other, 'line')} passed over: events, equivalences, normalizations")

    def _note(self, place: str, middle: str, last: str, intake: Intake) -> None:
        about = middle.rsplit(" ", maxsplit=1)[-1]
        if not last.startswith(_PREFIX):
            return  # a note by a person: it is not part of the argument
        value = parse_extra(last[len(_PREFIX) :], place, intake)
        undercut = value.pop("undercut", None)
        if isinstance(undercut, dict):
            self.undercuts.append((place, about, undercut))
        self.notes.setdefault(about, {}).update(value)


def _text_of(lines: _Lines, intake: Intake) -> str:
    """A text with the units at their places and blanks between them."""
    end = 0
    pieces: list[tuple[int, int, str]] = []
    for place, _, middle, covered in lines.units:
        spans = _places(middle, place, intake)
        at = 0
        for start, stop in spans:
            pieces.append((start, stop, covered[at : at + stop - start]))
            at += stop - start + 1
            end = max(end, stop)
    intake.within(end)
    text = [" "] * end
    for start, stop, covered in pieces:
        if len(covered) == stop - start:
            text[start:stop] = covered
    return "".join(text)


def _places(middle: str, place: str, intake: Intake) -> list[tuple[int, int]]:
    match = _TEXT_BOUND.match(middle)
    if match is None:
        intake.fail("a type, a start and an end are needed", place)
    spans = []
    for part in match.group(2).split(";"):
        start, end = map(int, part.split(" "))
        if start > end:
            intake.fail(f"{start} to {end} is no stretch of text", place)
        spans.append((start, end))
    return spans


def _drafts(lines: _Lines, text: str, intake: Intake) -> tuple[list[Draft], dict[str, str]]:
    """The units, and the unit id of each name in the file."""
    drafts: list[Draft] = []
    names: dict[str, str] = {}
    fresh = Fresh()
    odd: list[str] = []
    other: list[tuple[str, int, int]] = []
    gaps = 0
    for place, name, middle, covered in lines.units:
        spans = _places(middle, place, intake)
        role = _ROLE.get(middle.split(" ")[0].lower())
        start, end = spans[0][0], max(stop for _, stop in spans)
        told = dict(lines.notes.get(name, {}))
        whole = told.pop("span", None)
        if (
            isinstance(whole, list)
            and len(whole) == 2
            and all(isinstance(at, int) and 0 <= at <= len(text) for at in whole)
            and whole[0] <= start <= end <= whole[1]
        ):
            start, end = whole
        if end > len(text):
            intake.fail(f"the unit ends at {end}, the text at {len(text)}", place)
        shown = " ".join(text[first:stop] for first, stop in spans)
        if covered and covered.split() != shown.split():
            other.append((place, start, end))
        if any(text[before[1] : after[0]].strip() for before, after in pairwise(spans)):
            gaps += 1
        wish = told.pop("id", None)
        names[name] = fresh(wish if isinstance(wish, str) and wish else name)
        if role is None:
            odd.append(middle.split(" ")[0])
        told |= {"start": start, "end": end, "role": role.value if role else None}
        drafts.append(draft(names[name], text[start:end], told, place, intake))
    if 10 * len(other) > len(drafts):
        place, start, end = other[0]
        intake.fail(
            f"the text at {start} to {end} reads otherwise than the line",
            place,
            hint="do the .ann and the .txt file belong together?",
        )
    if other:
        intake.note(
            f"{count(len(other), 'line')} reading otherwise than the text: the text counts "
            f"(the first is {other[0][0]})"
        )
    if odd:
        kinds = ", ".join(sorted(set(odd))[:5])
        intake.note(f"{count(len(odd), 'unit')} of a kind that is no role ({kinds}): role inferred")
    if gaps:
        intake.note(f"{count(gaps, 'unit')} in pieces: read with the words between the pieces")
    return drafts, names


def _links(
    lines: _Lines, drafts: Sequence[Draft], names: dict[str, str], intake: Intake
) -> list[Link]:
    links: list[Link] = []
    fresh = Fresh()

    def unit(name: str, place: str) -> str:
        if name not in names:
            intake.fail(f"there is no unit {name!r}", place)
        return names[name]

    passed = 0
    for place, name, middle in lines.relations:
        match = _RELATION.match(middle)
        if match is None:
            intake.fail("a type, Arg1:ID and Arg2:ID are needed", place)
        kind = _KIND.get(match.group(1).lower())
        if kind is None:
            passed += 1
            continue
        told = dict(lines.notes.get(name, {}))
        wish = told.pop("id", None)
        source, target = unit(match.group(2), place), unit(match.group(3), place)
        called = fresh(wish if isinstance(wish, str) and wish else name)
        rest = {key: told[key] for key in RELATION_FIELDS if key in told}
        links.append(Link(called, source, target, kind, place, rest))
    if passed:
        intake.note(f"{count(passed, 'relation')} passed over: neither support nor attack")
    placed: list[tuple[int, Link]] = []

    def put(link: Link, told: dict[str, Any]) -> None:
        at = told.get("place")
        if isinstance(at, int):
            placed.append((at, link))
        else:
            links.append(link)

    for stance, about_it in _stances(lines, drafts, names, fresh, intake):
        put(stance, about_it)
    undercuts: list[Link] = []
    for place, about, noted in lines.undercuts:
        own, goal = noted.get("id"), noted.get("target")
        if not isinstance(own, str) or not isinstance(goal, str):
            intake.fail("an undercut needs an id and a target", place)
        rest = {key: noted[key] for key in RELATION_FIELDS if key in noted}
        source = unit(about, place)
        undercuts.append(Link(fresh(own), source, goal, RelationKind.UNDERCUT, place, rest))
        put(undercuts[-1], noted)
    for at, link in sorted(placed, key=lambda pair: pair[0]):
        links.insert(at, link)
    known = {link.id for link in links}
    for link in undercuts:
        if link.target not in known:
            intake.fail(f"there is no relation {link.target!r}", link.place)
    return links


def _stances(
    lines: _Lines, drafts: Sequence[Draft], names: dict[str, str], fresh: Fresh, intake: Intake
) -> list[tuple[Link, dict[str, Any]]]:
    """The essays' attribute `Stance T3 For`: the claim supports (or attacks) the major claim."""
    major = next((item.id for item in drafts if item.role == Role.MAJOR_CLAIM), None)
    links: list[tuple[Link, dict[str, Any]]] = []
    homeless = 0
    for place, name, middle in lines.attributes:
        match = _ATTRIBUTE.match(middle)
        if match is None or match.group(1) != "Stance":
            continue
        about, value = match.group(2), match.group(3)
        if about not in names:
            intake.fail(f"there is no unit {about!r}", place)
        if value not in ("For", "Against"):
            intake.fail(f"a stance is For or Against, not {value!r}", place)
        if major is None or names[about] == major:
            homeless += 1
            continue
        kind = RelationKind.SUPPORT if value == "For" else RelationKind.ATTACK
        told = lines.notes.get(name, {})
        wish = told.get("id")
        called = fresh(wish if isinstance(wish, str) and wish else f"{about}.stance")
        rest = {key: told[key] for key in RELATION_FIELDS if key in told}
        links.append((Link(called, names[about], major, kind, place, rest), told))
    if homeless:
        intake.note(f"{count(homeless, 'stance')} dropped: there is no major claim to take it on")
    return links
