"""Claims of an article against reference texts: backed, disputed, or not found.

How a claim is checked, from the surest to the least sure:

1. *Neighbours.* "Neighboring countries like Y" is held against the countries' land borders.
2. *Events.* What a unit says happened, also what it takes for granted in a noun ("the destruction
   of the ships by NATO"), is compared role by role with the events that the retrieved passages,
   and the facts of a table, tell of. Where the same thing is done to the same one, another agent,
   date, place or number disputes the claim; where nothing differs, the passage backs it.
3. *Stance.* Where the critic's weights are there, it reads every (claim, passage) pair that shares
   names and words, and disputes or backs where it is sure.

Where nothing of that speaks of a checkable claim it is `not-found`. That says nothing about its
truth. What a writer attributes to somebody else, asks, or only supposes is not the writer's claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from argmap.evidence.borders import Neighbourhood, neighbourhoods
from argmap.evidence.compare import (
    Likeness,
    compare,
    content_of,
    covers,
    numbers_in,
    other_number,
)
from argmap.evidence.countries import SOURCE, countries
from argmap.evidence.events import Event, dates_in, events, names_of
from argmap.evidence.facts import Fact
from argmap.evidence.index import Index, open_index, words_of
from argmap.evidence.passages import Passage
from argmap.model import ArgumentMap, Evidence, Stance, Unit
from argmap.model.records import Record, Score
from argmap.settings import Limits

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from argmap.checks.subject import Subject
    from argmap.critic import Critic

CANDIDATES = 8
"""Passages that are read for one claim."""
SURE = 0.85
"""Stance below this calibrated probability says nothing."""
ENTAILED = 0.5
"""A refuting stance does not count where the inference head finds the claim in the passage."""
SHARED = 0.5
"""Share of the claim's content that a passage must have before its stance counts."""
_SHARED_TO_BACK = 0.6


class Verdict(Record):
    """What the sources say of one claim; `[start, end)` are its words in the article."""

    unit: str
    start: int
    end: int
    verdict: str
    """`backed`, `disputed` or `not-found`."""
    differs: str | None = None
    """Where it is disputed: agent, date, place, number, polarity, border; none: the model's word.
    """
    message: str
    confidence: Score | None = None
    """Calibrated, where the stance model decided; none where names or dates did."""
    evidence: tuple[Evidence, ...] = ()


class Sources:
    """Reference texts, indexed.

    Args:
        index: Passages and facts; none: only what is known of countries' borders.
        critic: The stance model; none: names, dates, places and numbers alone.
    """

    def __init__(self, index: Index | None, critic: Critic | None = None) -> None:
        self.index, self.critic = index, critic
        self._read: dict[Passage, _Read] = {}
        self._by_word: dict[str, list[int]] | None = None
        self._sentences: dict[Passage, str] = {}

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        critic: Critic | None = None,
        use_critic: bool = True,
        limits: Limits | None = None,
        cache: Path | None = None,
        notes: Callable[[str], None] | None = None,
    ) -> Sources:
        """The sources in a folder: txt, md, html, pdf, csv, however deep.

        Args:
            folder: Where they lie.
            critic: The stance model; none: the one in the package, where its weights are there.
            use_critic: False leaves the stance model out.
            limits: How large a file may be.
            cache: Folder of kept indexes; none: the user's cache folder.
            notes: Told in a sentence what could not be read.

        Raises:
            InputError: there is no such folder, or nothing in it can be read.
        """
        if critic is None and use_critic:
            from argmap import critic as package

            critic = package.load_critic() if package.available() else None
        if not use_critic:
            critic = None
        return cls(
            open_index(folder, critic=critic, limits=limits, cache=cache, notes=notes), critic
        )

    def __len__(self) -> int:
        """Passages and facts."""
        return 0 if self.index is None else len(self.index.passages) + len(self.index.facts)

    def verdicts(self, map: ArgumentMap, doc: Doc | None = None) -> list[Verdict]:
        """What the sources say of the map's claims, in the order of the text.

        Args:
            map: Of an article.
            doc: The parse of `map.article.text`; none: it is made.

        Returns:
            At most one verdict for each stretch of words; a unit of several claims can have
            several. Units in which nothing can be checked have none.
        """
        from argmap.checks.subject import Subject
        from argmap.mining.parse import parse

        subject = Subject(map, doc if doc is not None else parse(map.article))
        found: list[Verdict] = []
        for unit in map.units:
            found.extend(self._unit(subject, unit))
        return sorted(found, key=lambda v: (v.start, v.end, v.verdict))

    # One unit -----------------------------------------------------------------------------------

    def _unit(self, subject: Subject, unit: Unit) -> list[Verdict]:
        if subject.asks(unit) or subject.is_attributed(unit) or subject.is_opinion(unit):
            return []
        near = [
            verdict
            for one in neighbourhoods(subject.doc, unit.start, unit.end)
            if (verdict := self._border(subject, unit, one)) is not None
        ]
        if self.index is None or not len(self):
            return near
        told = [
            event
            for event in events(subject.doc, unit.start, unit.end)
            if unit.start <= event.start
            and event.end <= unit.end
            and not subject.is_reported(event.start, event.end)
        ]
        span = subject.span(unit)
        passages = self._candidates(unit, span, told)
        judged = [
            verdict
            for event in _outermost(told)
            if (verdict := self._event(subject, unit, event, passages)) is not None
        ]
        number = self._number(unit, span, passages)
        whole = [number] if number is not None else []
        if not any(v.verdict == "disputed" for v in (*near, *judged, *whole)):
            stance = self._stance(unit, span, passages)
            whole += [stance] if stance is not None and not (judged or number) else []
        every = [*near, *judged, *whole]
        if every:
            return _settled(every)
        return self._not_found(subject, unit, span, told, passages)

    def _candidates(self, unit: Unit, span: Span, told: Sequence[Event]) -> list[Passage]:
        assert self.index is not None
        names = sorted({name for event in told for name in event.names})
        query = " ".join([unit.text, *names])
        vector = self.critic.embed([unit.text])[0] if self.critic is not None else None
        found = self.index.search(query, vector, CANDIDATES)
        # A unit that tells of several events looks for each: one must not crowd out the other.
        for event in told:
            if event.family.startswith("=") or not event.names:
                continue
            words = " ".join(m.text for m in event.participants)
            found += self.index.search(
                f"{event.trigger} {words} {' '.join(sorted(event.names))}", None, CANDIDATES
            )
        return list(dict.fromkeys(found))

    def _border(self, subject: Subject, unit: Unit, one: Neighbourhood) -> Verdict | None:
        if subject.is_reported(one.start, one.end):
            return None
        known = countries()
        share = known.neighbours(one.country, one.other)
        if share is None or share != one.denied:
            return None
        a, b = known.shown[one.country], known.shown[one.other]
        listed = ", ".join(sorted(known.shown[n] for n in known.borders[one.country]))
        quote = f"{a} borders {listed}."
        evidence = [
            Evidence(path=SOURCE, start=0, end=len(quote), quote=quote, stance=Stance.REFUTE)
        ]
        passage = self._border_passage(one)
        if passage is not None:
            evidence.insert(0, _evidence(passage, Stance.REFUTE))
        says = f"{a} does not border {b} by land" if not one.denied else f"{a} does border {b}"
        return Verdict(
            unit=unit.id,
            start=one.start,
            end=one.end,
            verdict="disputed",
            differs="border",
            message=f"{says}; its land neighbours are {listed}.",
            evidence=tuple(evidence),
        )

    def _border_passage(self, one: Neighbourhood) -> Passage | None:
        """A passage of the sources that lists the country's neighbours, without the other."""
        if self.index is None:
            return None
        known = countries()
        a, b = known.shown[one.country], known.shown[one.other].lower()
        for passage in self.index.search(f"{a} land borders neighbours", None, CANDIDATES):
            text = passage.text.lower()
            listed = sum(n in text for n in known.borders[one.country])
            if a.lower() in text and "border" in text and listed >= 2 and b not in text:
                return passage
        return None

    def _event(
        self, subject: Subject, unit: Unit, event: Event, passages: Sequence[Passage]
    ) -> Verdict | None:
        """The verdict on one event; a passage that agrees goes before one that differs."""
        differing: list[tuple[Likeness, Passage]] = []
        supported = False
        words = subject.slice(event.start, event.end)
        told = ((p, self._reading(p).events) for p in passages)
        for passage, others in chain(told, self._fact_events(event)):
            for other in others:
                likeness = compare(event, other)
                if likeness is None:
                    continue
                if likeness.agrees:
                    if not covers(words, self._reading(passage).doc[:], event.trigger):
                        supported = True
                        continue
                    return Verdict(
                        unit=unit.id,
                        start=event.start,
                        end=event.end,
                        verdict="backed",
                        message=f"{subject.words(event.start, event.end)} is in the sources: "
                        f"“{self._told(passage)}”",
                        evidence=(_evidence(passage, Stance.SUPPORT),),
                    )
                if likeness.differs == "agent" and _named_after_all(event, other, words, passage):
                    continue
                differing.append((likeness, passage))
        # Where one source half agrees, another that differs settles nothing.
        if supported or not differing:
            return None
        likeness = differing[0][0]
        same = [
            p
            for other, p in differing
            if (other.differs, other.theirs) == (likeness.differs, likeness.theirs)
        ]
        kept = list(dict.fromkeys(same))[:3]
        if all(other.weak for other, _ in differing) and len(kept) < 2:
            return None
        return Verdict(
            unit=unit.id,
            start=event.start,
            end=event.end,
            verdict="disputed",
            differs=likeness.differs,
            message=_difference(
                likeness, subject.words(event.start, event.end), self._told(kept[0])
            ),
            evidence=tuple(_evidence(p, Stance.REFUTE) for p in kept),
        )

    def _number(self, unit: Unit, span: Span, passages: Sequence[Passage]) -> Verdict | None:
        mine = content_of(span)
        if not numbers_in(unit.text) or len(mine) < 3:
            return None
        names, _ = names_of(span)
        for passage in passages:
            reading = self._reading(passage)
            if not reading.covers(names):
                continue
            shared = len(mine & reading.content) / len(mine)
            likeness = other_number(unit.text, plain(passage.text), shared)
            if likeness is None:
                continue
            if likeness.agrees:
                return Verdict(
                    unit=unit.id, start=unit.start, end=unit.end, verdict="backed",
                    message=f"the sources give the same figure: “{_shortened(passage.text)}”",
                    evidence=(_evidence(passage, Stance.SUPPORT),),
                )  # fmt: skip
            return Verdict(
                unit=unit.id, start=unit.start, end=unit.end, verdict="disputed", differs="number",
                message=_difference(likeness, "", self._told(passage)),
                evidence=(_evidence(passage, Stance.REFUTE),),
            )  # fmt: skip
        return None

    def _stance(self, unit: Unit, span: Span, passages: Sequence[Passage]) -> Verdict | None:
        """What the stance model is sure of, for passages that speak of the same thing."""
        if self.critic is None:
            return None
        mine = content_of(span)
        names, _ = names_of(span)
        # Without a name in common nothing says that both speak of the same thing.
        if len(mine) < 3 or not names:
            return None
        pairs: list[tuple[Passage, float]] = []
        for passage in passages:
            reading = self._reading(passage)
            shared = len(mine & reading.content) / len(mine)
            if shared >= SHARED and reading.covers(names) and _dates_agree(unit, passage):
                pairs.append((passage, shared))
        if not pairs:
            return None
        texts = [(passage.text, unit.text) for passage, _ in pairs]
        stances, inferred = self.critic.stance(texts), self.critic.infer(texts)
        against = stances[:, 1] * (inferred[:, 0] < ENTAILED)
        worst = int(np.argmax(against))
        if against[worst] >= SURE:
            passage = pairs[worst][0]
            return Verdict(
                unit=unit.id,
                start=unit.start,
                end=unit.end,
                verdict="disputed",
                message=f"a source says otherwise: “{_shortened(passage.text)}”",
                confidence=float(stances[worst, 1]),
                evidence=(_evidence(passage, Stance.REFUTE),),
            )
        enough = np.array([shared >= _SHARED_TO_BACK for _, shared in pairs])
        covered = np.array([_figures_covered(unit.text, p.text) for p, _ in pairs])
        chance = np.maximum(stances[:, 0], inferred[:, 0]) * enough * covered
        chance = chance * (inferred[:, 2] < ENTAILED)
        best = int(np.argmax(chance))
        if chance[best] < SURE:
            return None
        passage = pairs[best][0]
        return Verdict(
            unit=unit.id,
            start=unit.start,
            end=unit.end,
            verdict="backed",
            message=f"a source says so too: “{_shortened(passage.text)}”",
            confidence=float(chance[best]),
            evidence=(_evidence(passage, Stance.SUPPORT),),
        )

    def _not_found(
        self,
        subject: Subject,
        unit: Unit,
        span: Span,
        told: Sequence[Event],
        passages: Sequence[Passage],
    ) -> list[Verdict]:
        """The sources speak of those whom a checkable claim names, and not of what it says.

        Of a claim whose subject is foreign to the sources nothing is said: it is not checked.
        """
        checkable = [
            event for event in told if _is_checkable(event) and self._near(event.names, passages)
        ]
        figures = bool(numbers_in(unit.text)) and self._near(names_of(span)[0], passages)
        if not checkable and not figures:
            return []
        if self.critic is not None and not checkable:
            judged = self.critic.judge([unit.text])[0]
            if judged.verifiability == "unverifiable":
                return []
        start = checkable[0].start if checkable else unit.start
        end = checkable[0].end if checkable else unit.end
        return [
            Verdict(
                unit=unit.id,
                start=start,
                end=end,
                verdict="not-found",
                message=f"the sources do not speak of {subject.words(start, end)}. That does not "
                f"make it false.",
            )
        ]

    def _near(self, names: Iterable[str], passages: Sequence[Passage]) -> bool:
        """Does one passage name at least two of these?"""
        known = set(names)
        return any(
            sum(set(name.split()) <= self._reading(passage).named for name in known) >= 2
            for passage in passages
        )

    # Parsed passages, kept ----------------------------------------------------------------------

    def _reading(self, passage: Passage) -> _Read:
        if passage not in self._read:
            from argmap.mining.parse import shared_pipeline

            self._read[passage] = _Read(
                shared_pipeline()(plain(self._sentences.get(passage, passage.text)))
            )
        return self._read[passage]

    def _fact_events(self, event: Event) -> Iterator[tuple[Passage, list[Event]]]:
        """The facts that share a word with the event's participants, as events."""
        if self.index is None or not self.index.facts:
            return
        if self._by_word is None:
            self._by_word = {}
            for number, fact in enumerate(self.index.facts):
                source = f" ({fact.source})" if fact.source else ""
                self._sentences[_passage_of(fact)] = f"{fact.sentence.rstrip('.')}{source}."
                for word in set(words_of(f"{fact.subject} {fact.object}")):
                    self._by_word.setdefault(word, []).append(number)
        said = " ".join(m.text for m in event.participants)
        words = set(words_of(f"{said} {' '.join(sorted(event.names))}"))
        for number in sorted({n for word in words for n in self._by_word.get(word, ())}):
            passage = _passage_of(self.index.facts[number])
            yield passage, self._reading(passage).events

    def _told(self, passage: Passage) -> str:
        """A passage for a message; a row of a table as a sentence with its source."""
        return _shortened(self._sentences.get(passage, passage.text))


class _Read:
    """A passage's parse, and what is read off it, each once."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc

    @cached_property
    def events(self) -> list[Event]:
        """What it says happened."""
        return events(self.doc)

    @cached_property
    def content(self) -> frozenset[str]:
        """Lemmas of the words that carry its content."""
        return content_of(self.doc[:])

    @cached_property
    def named(self) -> frozenset[str]:
        """The words of the names in it."""
        return frozenset(w for name in names_of(self.doc)[0] for w in name.split())

    def covers(self, names: Iterable[str]) -> bool:
        """Are all these names in it, whole or in part?"""
        return all(set(name.split()) & self._words for name in names)

    @cached_property
    def _words(self) -> frozenset[str]:
        return self.named | {t.lower_ for t in self.doc}


def _passage_of(fact: Fact) -> Passage:
    return Passage(fact.path, fact.start, fact.end, fact.row)


def _evidence(passage: Passage, stance: Stance) -> Evidence:
    return Evidence(
        path=passage.path,
        start=passage.start,
        end=passage.end,
        quote=passage.text,
        stance=stance,
    )


def _difference(likeness: Likeness, words: str, quote: str) -> str:
    """What differs, in a sentence."""
    about = f" for {words}" if words else ""
    ours, theirs = likeness.ours, likeness.theirs
    says = {
        "agent": f"the source names {theirs}, not {ours},{about}",
        "date": f"the source gives {theirs}, not {ours},{about}",
        "place": f"the source says {theirs}, not {ours},{about}",
        "number": f"the source gives {theirs}, not {ours}",
        "polarity": f"the source knows of {theirs}{about}",
    }[likeness.differs or "polarity"].rstrip(",")
    return f"{says}: “{quote}”"


def _shortened(text: str, limit: int = 160) -> str:
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    return words[:limit].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _outermost(told: Sequence[Event]) -> list[Event]:
    """Events that a family is known for, and others only where no such event stands in them."""
    kept = [event for event in told if not event.family.startswith("=")]
    for event in told:
        if event.family.startswith("=") and not any(
            event.start <= other.start and other.end <= event.end for other in kept
        ):
            kept.append(event)
    return sorted(kept, key=lambda event: (event.start, event.end))


def _is_checkable(event: Event) -> bool:
    """Can it be looked up: a named participant, and a kind of event that leaves a record?"""
    if event.unreal or event.negated or event.family.startswith("="):
        return False
    names = event.names
    return bool(names) and (len(names) >= 2 or bool(event.dates) or event.nominal)


def _settled(found: list[Verdict]) -> list[Verdict]:
    """Without what is backed where the same words are disputed; one a stretch of words."""
    disputed = [v for v in found if v.verdict == "disputed"]
    out = list(disputed)
    for verdict in found:
        if verdict.verdict == "disputed":
            continue
        if not any(verdict.start < d.end and d.start < verdict.end for d in disputed):
            out.append(verdict)
    first: dict[tuple[int, int, str], Verdict] = {}
    for verdict in out:
        first.setdefault((verdict.start, verdict.end, verdict.verdict), verdict)
    return list(first.values())


def _named_after_all(claim: Event, other: Event, words: Span, passage: Passage) -> bool:
    """Does one side name the other's agent elsewhere? Then who did it is not told apart."""
    text = {w.strip(".,;:()'\"").lower().removesuffix("'s") for w in passage.text.split()}
    mine = {w for m in claim.agents for n in m.names for w in n.split()}
    theirs = {w for m in other.agents for n in m.names for w in n.split()}
    return bool(mine & text) or bool(theirs & {t.lower_ for t in words.sent})


def _dates_agree(unit: Unit, passage: Passage) -> bool:
    mine, theirs = ({d[0] for d, _, _ in dates_in(text)} for text in (unit.text, passage.text))
    return not mine or not theirs or bool(mine & theirs)


def _figures_covered(claim: str, passage: str) -> bool:
    """Is every number and year of the claim in the passage?"""
    numbers = {n.value for n in numbers_in(passage)}
    years = {d[0] for d, _, _ in dates_in(passage)}
    return all(n.value in numbers for n in numbers_in(claim)) and all(
        d[0] in years for d, _, _ in dates_in(claim)
    )


_CITATION = re.compile(r"\s*[(\[][^()\[\]]*[A-Z][a-z]+[^()\[\]]*\d{4}[^()\[\]]*[)\]]")


def plain(text: str) -> str:
    """A passage for the parser: on one line, without the citations in brackets at its end.

    Their dates and names are those of the source, not of what it tells.

    >>> plain("The dam broke in 1911 (The Times, 2 May 1911).")
    'The dam broke in 1911.'
    """
    line = " ".join(text.split())
    found = list(_CITATION.finditer(line))
    if found and len(line) - found[-1].end() <= 2:
        return line[: found[-1].start()] + line[found[-1].end() :]
    return line
