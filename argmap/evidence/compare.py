"""Do a claim and a passage speak of the same event, and if so, what differs?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argmap.evidence.countries import countries
from argmap.evidence.events import Date, Event, Mention, dates_in, names_of, same_date
from argmap.evidence.facts import written
from argmap.language.propositions import SPELT

if TYPE_CHECKING:
    from spacy.tokens import Span

# Who did it is one answer: once and for all, or for one time. Of other events (sanctions imposed,
# frigates built) two may both be the agent.
_ONE_AGENT = {"invent", "found", "write"}
_ONE_AGENT_AT_A_TIME = {"strike", "win", "head", "close", "exclude"}
_MOVES = {"withdraw"}
_ALONE = {"open"}
"""Once only for what does it by itself."""
_UNITS = {"%": "percent", "per cent": "percent", "percentage": "percent"}
_WORDS = "|".join(sorted((w for w in SPELT if w != "one"), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?P<sign>[$€£])?(?<![\w.,-])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{_WORDS})(?:-(?:one|{_WORDS}))?\b(?!-)(?=\s+(?!of\b|or\b|and\b|to\b|in\b|on\b)[a-z%]))"
    r"(?:\s?(?P<scale>million|billion|trillion|thousand|m|bn)\b)?"
    r"\s?(?P<unit>%|per\s?cent\b|percentage points?\b|[A-Za-z]+)?"
)
_SCALE = {"thousand": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
_VAGUE = {"more", "over", "least", "under", "less", "fewer", "nearly", "almost", "up", "above",
          "below", "most"}  # fmt: skip


@dataclass(frozen=True)
class Likeness:
    """How a passage's event stands to a claim's."""

    agrees: bool
    differs: str | None = None
    """agent, date, place, number or polarity; none where nothing does."""
    ours: str = ""
    """What the claim says there, as it is shown."""
    theirs: str = ""
    """What the passage says there."""
    weak: bool = False
    """Not enough alone: the two could tell of two times that the like happened."""


def compare(claim: Event, passage: Event) -> Likeness | None:  # noqa: PLR0911 - a ladder of gates
    """How the passage's event stands to the claim's; none: they are not known to be the same.

    What only may be, or is denied by the claim itself, is not compared.
    """
    if claim.family != passage.family or claim.unreal or passage.unreal or claim.negated:
        return None
    if passage.negated:
        return _denied(claim, passage)
    patients = _alike(claim.patients, passage.patients)
    agents = _alike(claim.agents, passage.agents)
    in_time = _in_time(claim.dates, passage.dates)
    if claim.family in _MOVES:
        return _moved(claim, passage, agents, in_time)
    if patients and agents is False:
        return None if in_time is False else _other_agent(claim, passage)
    if not _all_alike(claim, passage, agents, patients):
        return None
    if in_time is False:
        return _other_date(claim, passage, agents, patients)
    return None if claim.dates and not passage.dates else Likeness(True)


def _other_date(
    claim: Event, passage: Event, agents: bool | None, patients: bool | None
) -> Likeness | None:
    """Another date for what happens only once."""
    if claim.family in _ALONE and (claim.patients or passage.patients):
        return None
    if claim.once and agents and (patients or not claim.patients):
        return Likeness(False, "date", shown(claim.dates[0]), shown(passage.dates[0]))
    return None


def _denied(claim: Event, passage: Event) -> Likeness | None:
    """The passage says that there is no such thing."""
    needed = passage.names
    if len(needed) < 2 or not all(_covered(name, claim.names) for name in needed):
        return None
    if claim.patients and passage.patients and not _alike(claim.patients, passage.patients):
        return None
    if _in_time(claim.dates, passage.dates) is False:
        return None
    return Likeness(False, "polarity", claim.trigger, f"no {passage.trigger}")


def _moved(
    claim: Event, passage: Event, agents: bool | None, in_time: bool | None
) -> Likeness | None:
    if not agents or in_time is False:
        return None
    mine = [m for p, m in claim.places if p in {"to", "into"}]
    theirs = [m for p, m in passage.places if p in {"to", "into"}]
    if mine and not theirs:
        return None
    if mine and not _alike(mine, theirs):
        named = [m for m in (*mine, *theirs) if m.names]
        # Two of a kind only: "to Russia" and "to Novorossiysk" are no contradiction.
        if len(named) < len(mine) + len(theirs) or any(m.actors for m in named):
            return None
        return Likeness(False, "place", _show(mine), _show(theirs))
    if claim.dates and not passage.dates:
        return None
    return Likeness(True)


def _all_alike(claim: Event, passage: Event, agents: bool | None, patients: bool | None) -> bool:
    """Is every role that the claim fills filled alike, and is it enough to tell the event?"""
    if (claim.agents and not agents) or (claim.patients and not patients):
        return False
    if not _each(claim.agents, passage.agents) or not _each(claim.patients, passage.patients):
        return False
    places = [m for p, m in claim.places if p == "to" and m.names]
    others = [m for p, m in passage.places if p == "to"]
    if claim.family == "trade" and places and not _alike(places, others):
        return False
    return any(m.names for m in claim.participants)


def _other_agent(claim: Event, passage: Event) -> Likeness | None:
    """Another agent is named for the same thing done to the same patient."""
    if claim.family not in _ONE_AGENT | _ONE_AGENT_AT_A_TIME:
        return None
    weak = claim.family not in _ONE_AGENT and not _in_time(claim.dates, passage.dates)
    if weak and claim.family != "strike":
        return None
    known = countries()
    mine = {name for m in claim.agents for name in m.actors}
    theirs = {name for m in passage.agents for name in m.actors}
    if mine and theirs:
        if any(known.related(a, b) for a in mine for b in theirs):
            return None
        ours, others_ = _names(mine, claim.agents), _names(theirs, passage.agents)
        return Likeness(False, "agent", ours, others_, weak)
    people = {name for m in claim.agents for name in m.persons}
    others = {name for m in passage.agents for name in m.persons}
    if (
        people
        and others
        and not ({w for n in people for w in n.split()} & {w for n in others for w in n.split()})
    ):
        return Likeness(False, "agent", _show(claim.agents), _show(passage.agents), weak)
    return None


def _alike(first: Sequence[Mention], second: Sequence[Mention]) -> bool | None:
    """Is one of the first the same as one of the second? None where either side says nothing."""
    if not first or not second:
        return None
    return any(same_thing(a, b) for a in first for b in second)


def _each(first: Sequence[Mention], second: Sequence[Mention]) -> bool:
    """Is each of the first, where it is named, one of the second?"""
    return all(any(same_thing(a, b) for b in second) for a in first if a.names)


def same_thing(first: Mention, second: Mention) -> bool:
    """Do two phrases name the same thing, as far as their words tell?

    A name in common is enough where it is more than a country's; with a country's alone another
    word must be shared too, unless neither has other words.
    """
    shared = {a for a in first.names if _covered(a, second.names)}
    known = countries()
    particular = {name for name in shared if not known.is_actor(name)}
    if particular:
        return True
    if shared:
        if first.head == second.head or not (first.words or second.words):
            return True
        if not (first.words and second.words):
            # "Ukraine" and "Ukrainian forces", not "Ukraine" and "Ukrainian farmers".
            return (first.words | second.words) <= known.arms
        return bool(first.words & second.words)
    if first.names or second.names:
        # A common noun at the head of a sentence is written like a name.
        return first.names == {second.head} or second.names == {first.head}
    return first.head == second.head and (first.words == second.words)


def _covered(name: str, names: Iterable[str]) -> bool:
    """Is a name among others, whole or as a part of one ("Black Sea" in "Black Sea Fleet")?"""
    words = set(name.split())
    for other in names:
        if name == other or words <= set(other.split()) or set(other.split()) <= words:
            return True
    return False


def _in_time(first: Sequence[Date], second: Sequence[Date]) -> bool | None:
    """Can the dates be one? None where either side has none."""
    if not first or not second:
        return None
    return any(same_date(a, b) for a in first for b in second)


def shown(date: Date) -> str:
    """A date for a message.

    >>> shown((1952, 2, 18)), shown((2023, 9, None))
    ('18 February 1952', 'September 2023')
    """
    year, month, day = date
    text = (
        f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    )
    return written(text)


def _show(mentions: Sequence[Mention]) -> str:
    return " and ".join(m.text for m in mentions)


def _names(names: set[str], mentions: Sequence[Mention]) -> str:
    """Actors as they are written: by their own name where it is a country's, else by the phrase."""
    known = countries()
    out = []
    for name in sorted(names):
        phrase = next((m.text for m in mentions if name in m.names and len(m.text) <= 40), name)
        out.append(known.shown.get(name, phrase))
    return " and ".join(out)


# Numbers ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """A number with what it counts."""

    value: float
    unit: str
    shown: str
    vague: bool
    """Bounded or rounded by a word: "over", "almost", "about"."""


def numbers_in(text: str) -> list[Number]:
    """Numbers of a text that are no dates and no parts of names.

    >>> [(n.value, n.unit) for n in numbers_in("In 2020 about 4.5 per cent, or $2 million.")]
    [(4.5, 'percent'), (2000000.0, '$')]
    >>> [(n.value, n.unit) for n in numbers_in("Twenty-one ships, or two of them; six frigates.")]
    [(6.0, 'frigate')]
    """
    taken = [(s, e) for _, s, e in dates_in(text)]
    found = []
    for match in _NUMBER.finditer(text):
        if any(s < match.end("n") and match.start("n") < e for s, e in taken):
            continue
        scale = match["scale"]
        unit = (match["unit"] or "").lower()
        unit = _UNITS.get(unit, unit)
        unit = "percent" if unit.startswith("per") and unit != "person" else unit
        if len(unit) > 3 and unit.endswith("s"):
            unit = unit[:-1]
        value = _value(match["n"]) * _SCALE.get(scale or "", 1.0)
        before = text[: match.start()].lower().split()[-3:]
        end = match.end("unit") if unit == "percent" else match.end("scale" if scale else "n")
        found.append(
            Number(
                value,
                match["sign"] or unit,
                text[match.start() : end].strip(),
                bool(
                    {w.strip(",.") for w in before}
                    & (_VAGUE | {"about", "around", "roughly", "some"})
                ),
            )
        )
    return found


def _value(written: str) -> float:
    """The value of a number in figures, or of one in words: "twenty-one"."""
    if written[0].isdigit():
        return float(written.replace(",", ""))
    return float(sum(SPELT[word] for word in written.split("-")))


def content_of(span: Span) -> frozenset[str]:
    """Lemmas of the words that carry a sentence's content: no numbers, dates, function words."""
    return frozenset(
        t.lemma_.lower()
        for t in span
        if t.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"}
        and not t.is_stop
        and t.ent_type_ not in {"DATE", "CARDINAL", "PERCENT", "MONEY", "TIME"}
        and t.is_alpha
    )


def other_number(claim: str, passage: str, shared: float) -> Likeness | None:
    """Does the passage give another number for the same thing?

    Only where the two say almost the same words (`shared` of the claim's content is in the
    passage), each has one number of the same unit, neither is rounded or bounded by a word, and
    their dates do not part them.
    """
    if shared < 0.8:
        return None
    mine, theirs = numbers_in(claim), numbers_in(passage)
    units = {n.unit for n in mine}
    if len(mine) != 1 or mine[0].unit not in {n.unit for n in theirs} or not mine[0].unit:
        return None
    same = [n for n in theirs if n.unit in units]
    if len(same) != 1 or mine[0].vague or same[0].vague:
        return None
    when, then = ([d for d, _, _ in dates_in(t)] for t in (claim, passage))
    if _in_time(when, then) is False or (bool(when) != bool(then)):
        return None
    if abs(mine[0].value - same[0].value) <= 0.02 * max(abs(mine[0].value), abs(same[0].value)):
        return Likeness(True)
    return Likeness(False, "number", mine[0].shown, same[0].shown)


def covers(claim: Span, passage: Span, trigger: str = "") -> bool:
    """Does a passage say as much as the claim's words: their names, figures and most of the rest?

    A passage backs a claim only where nothing of the claim is left over. `trigger` is the word that
    tells of the event: the passage may use another one of its kind.
    """
    mine, _ = names_of(claim)
    theirs, _ = names_of(passage)
    words = {w for name in theirs for w in name.split()} | {t.lower_ for t in passage}
    if not all(set(name.split()) <= words for name in mine):
        return False
    figures = {n.value for n in numbers_in(passage.text)}
    if not all(n.value in figures for n in numbers_in(claim.text)):
        return False
    dates = [d for d, _, _ in dates_in(passage.text)]
    if not all(any(same_date(d, other) for other in dates) for d, _, _ in dates_in(claim.text)):
        return False
    named = {w for name in mine for w in name.split()}
    content = {
        t.lemma_.lower()
        for t in claim
        if t.pos_ in {"NOUN", "ADJ", "PROPN"}
        and t.is_alpha
        and t.lower_ not in named | {trigger.lower()}
        and countries().canonical(t.text) not in mine
        and t.ent_type_ not in {"DATE", "CARDINAL", "PERCENT", "MONEY", "TIME"}
    }
    has = {t.lemma_.lower() for t in passage} | words
    return len(content & has) >= 0.75 * len(content)
