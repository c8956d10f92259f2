"""What rests on claims that do not stand: weakness that travels up through the supports."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from argmap.model import ArgumentMap, BlockKind, RelationKind, Role, Severity, Unit
from argmap.report.text import one_line

_WORDING = frozenset({"emotive-wording", "loaded-language", "overgeneralization", "weasel"})
"""Flags on how a thing is said; the thing may stand."""
_STANDS = 0.5
"""Strength from which a flagged claim stands none the less: its own supports make up for it."""
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_NAMED = 4
"""Claims that a sentence quotes; of the others it says how many."""


@dataclass(frozen=True)
class Footing:
    """A conclusion with what it rests on."""

    unit: Unit
    section: int | None
    """Number of the section that it concludes, from 1; none for the thesis of the article."""
    heading: str | None
    fallen: tuple[tuple[Unit, tuple[str, ...]], ...]
    """What does not stand beneath it, with the checks that say so, in the order of the text."""
    beneath: int
    """Units that it rests on in all."""

    def sentence(self, limit: int = 90) -> str:
        """In one sentence, on one line."""
        if self.section is None:
            what = "The thesis"
        else:
            named = f" (“{self.heading}”)" if self.heading else ""
            what = f"The conclusion of section {self.section}{named}"
        count = len(self.fallen)
        words = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
        claims = "claim that does not stand" if count == 1 else "claims that do not stand"
        listed = "; ".join(
            f"{_quoted(unit, limit)} ({', '.join(codes)})" for unit, codes in self.fallen[:_NAMED]
        )
        if count > _NAMED:
            listed += f"; and {count - _NAMED} more"
        of = "" if self.beneath == count else f", of {self.beneath} in all"
        return f"{what}, {_quoted(self.unit, limit)}, rests on {words} {claims}{of}: {listed}."


def doubts(map_: ArgumentMap, unit: Unit) -> tuple[str, ...]:
    """The checks for which a unit does not stand; none where it stands.

    It does not stand where a warning or an error is on what it says, and what supports it does not
    make up for that.

    >>> from argmap.model import Article, Flag
    >>> unit = Unit(id="u1", start=0, end=1, text="A", role="premise", strength=0.3)
    >>> flag = Flag(id="f", check="disputed", unit="u1", start=0, end=1, severity="error",
    ...             message="a source says otherwise")
    >>> doubts(ArgumentMap(article=Article(id="a", text="A"), units=(unit,), flags=(flag,)), unit)
    ('disputed',)
    """
    found = [
        flag.check
        for flag in sorted(map_.flags_of(unit.id), key=lambda f: (-f.severity.rank, f.start))
        if flag.severity is not Severity.INFO and flag.check not in _WORDING
    ]
    if unit.strength is not None and unit.strength >= _STANDS and "disputed" not in found:
        return ()
    return tuple(dict.fromkeys(found))


def footings(map_: ArgumentMap) -> list[Footing]:
    """The thesis and the conclusion of each section, where it rests on what does not stand.

    The conclusion of a section is the claim in it that rests on most, and is offered for no other
    claim of the same section; of several the last.
    """
    starts = [b.start for b in map_.article.blocks if b.kind is BlockKind.HEADING]
    section = {unit.id: bisect_right(starts, unit.start) for unit in map_.units}
    below = {unit.id: _beneath(map_, unit) for unit in map_.units if unit.role is not Role.PREMISE}
    found: list[tuple[Unit, int | None]] = []
    thesis = map_.thesis
    if thesis is not None:
        found.append((thesis, None))
    for number in range(1, len(starts) + 1):
        concluding = [
            unit
            for unit in map_.units
            if section[unit.id] == number
            and below.get(unit.id)
            and not any(
                relation.kind is RelationKind.SUPPORT and section[relation.target] == number
                for relation in map_.outgoing(unit.id)
                if relation.target in section
            )
        ]
        if concluding:
            best = max(concluding, key=lambda unit: (len(below[unit.id]), unit.start))
            if best != thesis:
                found.append((best, number))
    out = []
    for unit, concluded in found:
        beneath = below[unit.id]
        fallen = tuple((one, codes) for one in beneath if (codes := doubts(map_, one)))
        if fallen:
            heading = map_.section_of(unit) if concluded is not None else None
            out.append(Footing(unit, concluded, heading, fallen, len(beneath)))
    return out


def _beneath(map_: ArgumentMap, unit: Unit) -> list[Unit]:
    """What supports the unit, and what supports that, in the order of the text."""
    seen = {unit.id}
    waiting = [unit.id]
    while waiting:
        for other in map_.supporters(waiting.pop()):
            if other.id not in seen:
                seen.add(other.id)
                waiting.append(other.id)
    return [one for one in map_.units if one.id in seen and one.id != unit.id]


def _quoted(unit: Unit, limit: int) -> str:
    words = one_line(unit.text)
    if len(words) > limit:
        words = words[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"
    return f"“{words}”"
