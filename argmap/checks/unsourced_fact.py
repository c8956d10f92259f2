"""A checkable assertion with no source.

An example that names a thing but no event, or a property of a named country that any atlas would
settle: each is true or false, and a reader can neither check it nor tell where it comes from (Park
& Cardie 2014: a verifiable proposition wants evidence). The flag says that nothing was given, not
that the statement is false. Figures are the business of `unsourced-number`, deeds and accusations
that of `unsourced-deed`.

How it decides: (1) "for instance" or "for example" with a verb that draws a lesson, where the
example is a bare name, with no event, date or figure; (2) a relational word that places named
countries ("neighbouring countries like X"), where no country that the article names is known to lie
beside X. A link, a citation, "according to", a quotation or somebody named in the sentence counts
as a source. Events with a date, suppositions, questions and what is put in somebody's mouth are let
be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.subject import Subject
from argmap.evidence.countries import countries
from argmap.language.hedging import is_unreal
from argmap.language.lexicon import lexicon
from argmap.model import Severity, Unit

GIVEN = "and no source is given"
SOURCE = (
    "Park & Cardie (2014), Identifying Appropriate Support for Propositions in Online User "
    "Comments; Barron-Cedeno et al. (2024), CheckThat! Lab (check-worthiness)"
)
Look = Callable[[Subject, Unit], Finding | None]


def find(subject: Subject) -> Iterator[Finding]:
    """Checkable assertions of a unit that nothing backs."""
    return found_in(subject, (_example, _relational))


def found_in(subject: Subject, looks: Sequence[Look]) -> Iterator[Finding]:
    """What the first look that finds something in a unit finds, in the article's own voice."""
    for unit in subject.units:
        if unit.type in {"common-ground", "testimony", "reference"} or subject.asks(unit):
            continue
        for look in looks:
            finding = look(subject, unit)
            if finding is None or subject.is_reported(finding.start, finding.end):
                continue
            yield finding
            break


def stated(
    subject: Subject, unit: Unit, start: int, end: int, what: str, advice: str
) -> Finding | None:
    """The finding that `[start, end)` says what can be checked, cut to the unit."""
    start, end = max(start, unit.start), min(end, unit.end)
    if start >= end:
        return None
    return Finding(unit.id, start, end, f"{subject.words(start, end)} {what} {NOT_CHECKED}", advice)


# An example without an event ---------------------------------------------------------------------


def _example(subject: Subject, unit: Unit) -> Finding | None:
    words = lexicon("events")
    text = subject.map.article.text
    if not words.pattern("example").search(text, max(0, unit.start - 20), unit.end):
        return None
    for verb in subject.tokens(unit):
        if verb.lemma_.lower() not in words["evidence_verb"] or is_unreal(verb):
            continue
        bearer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        if bearer is None or bearer.lemma_.lower() in words["event"] or bearer.pos_ == "PRON":
            continue
        phrase = list(bearer.subtree)
        if not any(t.pos_ == "PROPN" for t in phrase) or any(
            t.dep_ in {"acl", "relcl"} for t in phrase
        ):
            continue
        sentence = verb.sent
        if any(t.ent_type_ in {"DATE", "PERCENT", "MONEY", "QUANTITY", "EVENT"} for t in sentence):
            continue
        if subject.is_sourced(unit, neighbours=False):
            continue
        end = max(
            t.idx + len(t)
            for t in verb.subtree
            if t.idx < unit.end and not t.is_punct and not t.is_space
        )
        stop = min(verb.idx + len(verb), end)
        return stated(
            subject, unit, min(t.idx for t in phrase), stop,
            "is offered as an example, but no event, figure or source is given.",
            "Say what happened, when, and on what source.",
        )  # fmt: skip
    return None


# A property that can be looked up ----------------------------------------------------------------


def _relational(subject: Subject, unit: Unit) -> Finding | None:
    """ "neighbouring countries like X": X is said to be one."""
    words = lexicon("events")
    for token in subject.tokens(unit):
        if (
            token.lower_ not in words["relational"]
            or token.dep_ not in {"amod", "compound"}
            or is_unreal(token)
        ):
            continue
        noun = token.head
        if noun.tag_ != "NNS" or noun.lemma_.lower() not in _PLACES:
            continue
        for marker in subject.doc[noun.i + 1 : noun.i + 4]:
            if marker.lower_ not in {"like", "including", "as", "namely"}:
                continue
            name = next(
                (
                    t
                    for t in subject.doc[marker.i + 1 : marker.i + 4]
                    if t.ent_type_ in {"GPE", "NORP", "ORG", "LOC"} or t.pos_ == "PROPN"
                ),
                None,
            )
            if name is None or subject.is_sourced(unit, neighbours=False):
                continue
            last = name
            while last.i + 1 < len(subject.doc) and subject.doc[last.i + 1].pos_ == "PROPN":
                last = subject.doc[last.i + 1]
            if token.lower_ in _BESIDE and _borders_on(
                subject, subject.doc[name.i : last.i + 1].text
            ):
                continue
            return stated(
                subject, unit, token.idx, last.idx + len(last),
                f"says what can be looked up ({token.lower_}), {GIVEN}.",
                "Check it against a map or a reference work, and name the source.",
            )  # fmt: skip
    return None


_PLACES = frozenset(
    {"ally", "area", "city", "community", "country", "county", "district", "island", "land",
     "member", "municipality", "nation", "parish", "partner", "power", "province", "region",
     "republic", "rival", "state", "territory", "town", "village"}
)  # fmt: skip


def _borders_on(subject: Subject, name: str) -> bool:
    """Does some country that the article names lie beside this one?"""
    return any(countries().neighbours(name, other) for other in subject.places)


_BESIDE = frozenset({"adjacent", "bordering", "neighboring", "neighbouring"})


CHECK = Check(
    code="unsourced-fact",
    group="evidence",
    severity=Severity.WARNING,
    question="Can this be checked, and does the article say where it comes from?",
    source=SOURCE,
    explanation=__doc__,
    find=find,
    yields_to=frozenset({"presupposed-fact", "unsourced-number"}),
)
