"""CoNLL columns: a token a line with a label that tells unit, role and relation.

Eger, Daxenberger & Gurevych (2017), Neural End-to-End Learning for Computational Argumentation
Mining: number, token, two unused columns, label; `B-Premise:-1:Support` supports the unit before
it, `B-Claim:For` the major claim. An unused column says `SpaceAfter=No`, as in CoNLL-U, so that
the text comes back.
"""

from __future__ import annotations

import re

from argmap.formats.assemble import GAP, Draft, Frame, Link, assemble
from argmap.formats.intake import PLAIN, Intake, count, decode
from argmap.model import ArgumentMap, RelationKind, Role, Unit

_ROLES = {Role.MAJOR_CLAIM: "MajorClaim", Role.CLAIM: "Claim", Role.PREMISE: "Premise"}
_ROLE = {name.lower(): role for role, name in _ROLES.items()}
_STANCE = {"for": RelationKind.SUPPORT, "against": RelationKind.ATTACK}
_KIND = {
    "support": RelationKind.SUPPORT,
    "supports": RelationKind.SUPPORT,
    "attack": RelationKind.ATTACK,
    "attacks": RelationKind.ATTACK,
}
_NO_SPACE = "SpaceAfter=No"
TOKEN = re.compile(r"\w+|[^\w\s]")


def read(data: bytes, intake: Intake = PLAIN) -> ArgumentMap:
    """The map of a CoNLL file; blank lines part paragraphs.

    Raises:
        FormatError: a line breaks the format; the message names it.

    >>> lines = "1\\tKeep\\t_\\t_\\tB-Claim\\n2\\tcats\\t_\\t_\\tI-Claim\\n"
    >>> read(lines.encode()).units[0].text
    'Keep cats'
    """
    table = _Table(intake)
    for number, line in enumerate(decode(data, intake).split("\n"), start=1):
        table.line(line.rstrip("\r"), f"line {number}")
    table.close()
    text = "".join(table.parts)
    drafts = [
        Draft(f"u{number}", text[start:end], place, start, end, role)
        for number, (start, end, role, place) in enumerate(table.units, start=1)
    ]
    links = table.links()
    if table.loose:
        intake.note(f"{count(table.loose, 'unit')} beginning with I-, not B-: read all the same")
    return assemble(drafts, links, Frame(text=text), intake, format="conll")


def write(map_: ArgumentMap) -> bytes:
    """The map in columns: of units that overlap the first, of a unit's relations the first."""
    text = map_.article.text
    kept: list[Unit] = []
    at = 0
    for unit in map_.units:
        if unit.start >= at and TOKEN.search(unit.text):
            kept.append(unit)
            at = unit.end
    number_of = {unit.id: number for number, unit in enumerate(kept)}
    major = next((unit.id for unit in kept if unit.role is Role.MAJOR_CLAIM), None)
    tails: dict[str, str] = {}
    for item in map_.relations:
        if item.kind is RelationKind.UNDERCUT or item.source in tails:
            continue
        if item.source not in number_of or item.target not in number_of:
            continue
        support = item.kind is RelationKind.SUPPORT
        source = kept[number_of[item.source]]
        if item.target == major and source.role is Role.CLAIM:
            tails[item.source] = ":For" if support else ":Against"
        else:
            distance = number_of[item.target] - number_of[item.source]
            tails[item.source] = f":{distance}:{'Support' if support else 'Attack'}"
    cuts: list[tuple[int, int, str]] = []
    at = 0
    for unit in kept:
        cuts.append((at, unit.start, ""))
        cuts.append((unit.start, unit.end, _ROLES[unit.role] + tails.get(unit.id, "")))
        at = unit.end
    cuts.append((at, len(text), ""))
    lines: list[str] = []
    for start, end, label in cuts:
        prefix = "B-"
        for token in TOKEN.finditer(text, start, end):
            after = token.end()
            glued = after < len(text) and not text[after].isspace()
            told = f"{prefix}{label}" if label else "O"
            space = _NO_SPACE if glued else "_"
            lines.append(f"{len(lines) + 1}\t{token.group()}\t_\t{space}\t{told}")
            prefix = "I-"
    return "".join(line + "\n" for line in lines).encode("utf-8")


class _Table:
    """The lines, gathered into a text, units and what the labels say of them."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.parts: list[str] = []
        self._length = 0
        self._gap = ""
        self._open: tuple[int, str, str] | None = None
        self._end = 0
        self.units: list[tuple[int, int, str, str]] = []
        """start, end, role, place"""
        self._tails: list[tuple[list[str], int, int]] = []
        """What a unit's label says behind the role, and the first and last unit of its block."""
        self._block = 0
        self.loose = 0

    def line(self, line: str, place: str) -> None:
        """The next line of the file."""
        if not line.strip():
            self.close()
            if self.parts:
                self._gap = GAP
            return
        cells = line.split("\t") if "\t" in line else line.split()
        if len(cells) < 2:
            self._intake.fail("a token and a label are needed", place)
        token, label = cells[0 if len(cells) == 2 else 1], cells[-1].strip()
        if not token:
            self._intake.fail("an empty token", place)
        if not label.startswith(("B-", "I-")) and label != "O":
            self._intake.fail(f"a label begins with B-, I- or O, not {label[:20]!r}", place)
        if self._gap:
            self.parts.append(self._gap)
            self._length += len(self._gap)
        start = self._length
        self.parts.append(token)
        self._length += len(token)
        self._intake.within(self._length)
        self._gap = "" if _NO_SPACE in cells[2:-1] else " "
        if label == "O":
            self._finish()
        elif label.startswith("B-") or self._open is None:
            self._finish()
            if label.startswith("I-"):
                self.loose += 1
            self._open = (start, label[2:], place)
        self._end = self._length

    def _finish(self) -> None:
        if self._open is None:
            return
        start, label, place = self._open
        self._open = None
        name, *tail = label.split(":")
        role = _ROLE.get(name.lower())
        if role is None:
            self._intake.fail(f"no role is called {name[:20]!r}", place)
        self.units.append((start, self._end, role.value, place))
        self._tails.append((tail, self._block, -1))

    def close(self) -> None:
        """The end of a block: distances do not lead out of it."""
        self._finish()
        last = len(self.units)
        for number in range(self._block, last):
            tail, first, _ = self._tails[number]
            self._tails[number] = (tail, first, last)
        self._block = last

    def links(self) -> list[Link]:
        """The relations that the labels tell."""
        major = next(
            (number for number, unit in enumerate(self.units) if unit[2] == Role.MAJOR_CLAIM), None
        )
        made: list[Link] = []
        homeless = 0
        for number, (tail, first, last) in enumerate(self._tails):
            place = self.units[number][3]
            if not tail:
                continue
            stance = _STANCE.get(tail[0].lower())
            if stance is not None and len(tail) == 1:
                if major is None or major == number:
                    homeless += 1
                    continue
                target, kind = major, stance
            else:
                kind_ = _KIND.get(tail[-1].lower())
                if len(tail) != 2 or kind_ is None or not re.fullmatch("[-+]?[0-9]{1,9}", tail[0]):
                    self._intake.fail(f"no relation reads {':'.join(tail)[:30]!r}", place)
                target, kind = number + int(tail[0]), kind_
                if not first <= target < last:
                    self._intake.fail(f"the distance {tail[0]} leads to no unit", place)
            name = f"r{len(made) + 1}"
            made.append(Link(name, f"u{number + 1}", f"u{target + 1}", kind, place))
        if homeless:
            self._intake.note(
                f"{count(homeless, 'stance')} dropped: there is no major claim to take it on"
            )
        return made
