"""A checkable assertion with no source.

A figure, an act that somebody named is accused of, an example that names a thing but no event, or
a property of a named country that any atlas would settle: each is true or false, and a reader can
neither check it nor tell where it comes from (Park & Cardie 2014: a verifiable proposition wants
evidence). The flag says that nothing was given, not that the statement is false.

How it decides: (1) a count or share (a percentage, a sum of money, a number of a hundred or more)
that is asserted; (2) a verb of wrongdoing whose named doer is its subject; (3) "for instance" or
"for example" with a verb that draws a lesson, where the example is a bare name, with no event,
date or figure; (4) a relational word that places named countries ("neighbouring countries like
X"). A link, a citation, "according to", a quotation or somebody named in the sentence or beside
it counts as a source. Dated public events, plans and suppositions, questions, the writer's own
experience and what is put in somebody's mouth are let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.subject import Subject
from argmap.language.attribution import is_name, subject_of
from argmap.language.hedging import is_first_person, is_unreal
from argmap.language.lexicon import lexicon
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_DIGITS = re.compile(r"\d[\d,.]*")
_KNOWN = frozenset(
    {"the", "this", "that", "these", "those", "our", "my", "your", "proposed", "planned"}
)
_GIVEN = "and no source is given"


def find(subject: Subject) -> Iterator[Finding]:
    """Checkable assertions of a unit that nothing backs."""
    for unit in subject.units:
        if unit.type in {"common-ground", "testimony", "reference"} or subject.asks(unit):
            continue
        for look in (_example, _relational, _figure, _accusation):
            finding = look(subject, unit)
            if finding is None or subject.is_reported(finding.start, finding.end):
                continue
            yield finding
            break


def _finding(
    subject: Subject, unit: Unit, start: int, end: int, what: str, advice: str
) -> Finding | None:
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
        return _finding(
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
        if noun.tag_ != "NNS":
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
            return _finding(
                subject, unit, token.idx, last.idx + len(last),
                f"says what can be looked up ({token.lower_}), {_GIVEN}.",
                "Check it against a map or a reference work, and name the source.",
            )  # fmt: skip
    return None


# A figure ----------------------------------------------------------------------------------------


def _figure(subject: Subject, unit: Unit) -> Finding | None:
    tokens = list(subject.tokens(unit))
    if not any(t.pos_ == "NUM" for t in tokens) or is_first_person(tokens):
        return None
    if subject.is_sourced(unit) or subject.is_sourced_above(unit):
        return None
    if any(t.lower_ == "we" and t.dep_ == "nsubj" for t in tokens):
        return None
    for token in tokens:
        if not _is_figure(token) or is_unreal(token) or _is_planned(token) or _only_names(token):
            continue
        start, end = _figure_span(token)
        if not any(t.pos_ in {"NOUN", "PROPN", "SYM"} for t in subject.slice(start, end)):
            continue
        return _finding(
            subject, unit, start, end, f"is a figure that can be checked, {_GIVEN}.",
            "Name who counted, when, and where it was published.",
        )  # fmt: skip
    return None


def _units() -> frozenset[str]:
    words = lexicon("quantifiers")
    return words["share"] | words["scale"]


def _is_figure(token: Token) -> bool:  # noqa: PLR0911 - a decision list, read top down
    if token.ent_type_ in {
        "DATE",
        "TIME",
        "ORDINAL",
        "PERSON",
        "ORG",
        "FAC",
        "LAW",
        "PRODUCT",
        "WORK_OF_ART",
        "EVENT",
        "GPE",
        "NORP",
    }:
        return False
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    before = token.nbor(-1).lower_ if token.i else ""
    if token.pos_ != "NUM":
        return False
    if after in lexicon("quantifiers")["share"]:
        return after != "per" or (token.i + 2 < len(token.doc) and token.nbor(2).lower_ == "cent")
    if (
        after in lexicon("quantifiers")["scale"]
        or token.lower_ in lexicon("quantifiers")["scale"]
        or before in {"$", "£", "€"}
    ):
        return (
            token.lower_ not in lexicon("quantifiers")["scale"]
            or before in {"$", "£", "€"}
            or token.dep_ != "compound"
        )
    if not _DIGITS.fullmatch(token.text):
        return False
    digits = token.text.replace(",", "").rstrip(".")
    try:
        value = float(digits)
    except ValueError:
        return False
    if value < 100 or (1500 <= value <= 2100 and "," not in token.text):
        return False
    return token.dep_ in {"nummod", "compound", "quantmod"} and token.head.pos_ in {
        "NOUN",
        "NUM",
        "SYM",
    }


def _only_names(token: Token) -> bool:
    """ "The $44 million comedy", "the poorest 20%": the figure says which one is meant."""
    words = lexicon("quantifiers")
    top = token
    while top.head != top and top.dep_ in {"nummod", "compound", "quantmod", "nmod", "amod"}:
        if top.head.i < token.i:
            break
        top = top.head
    doc = token.doc
    beside = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if beside is not None and (
        beside.lemma_.lower() in words["measure"]
        or (beside.text in {"-", "–"} and not token.whitespace_)
    ):
        return True
    before = {t.lower_ for t in doc[max(0, token.i - 2) : token.i]}
    if before & words["part"] or top.lemma_.lower() in words["measure"]:
        return True
    if "QUANTITY" in {token.ent_type_, top.ent_type_}:
        return True
    if any(c.lower_ in _KNOWN for c in top.children if c.dep_ in {"det", "poss", "amod"}):
        return True
    # "The islands - a country of 70,000 people - ...": said in passing of something named.
    return top.dep_ == "pobj" and top.head.lower_ == "of" and top.head.head.dep_ == "appos"


def _figure_span(token: Token) -> tuple[int, int]:
    doc = token.doc
    first = token.i
    while first and (doc[first - 1].pos_ == "NUM" or doc[first - 1].text in {"$", "£", "€"}):
        first -= 1
    last = token.i
    while last + 1 < len(doc) and (doc[last + 1].pos_ == "NUM" or doc[last + 1].lower_ in _units()):
        last += 1
    head = token.head
    if head.pos_ == "NUM":
        head = head.head
    if head.pos_ == "NOUN" and last < head.i <= last + 3:
        last = head.i
    return doc[first].idx, doc[last].idx + len(doc[last])


def _is_planned(token: Token) -> bool:
    return any(
        c.dep_ == "aux" and c.lower_ in {"will", "shall", "'ll", "to"}
        for place in token.ancestors
        if place.pos_ in {"VERB", "AUX"}
        for c in place.children
    )


# An accusation -----------------------------------------------------------------------------------


def _accusation(subject: Subject, unit: Unit) -> Finding | None:
    words = lexicon("events")
    for verb in subject.tokens(unit):
        if (
            verb.pos_ != "VERB"
            or verb.dep_ == "relcl"
            or verb.lemma_.lower() not in words["wrongdoing"]
            or is_unreal(verb)
        ):
            continue
        if any(c.dep_ == "neg" for c in verb.children) or _is_planned(verb):
            continue
        if verb.tag_ not in {"VBD", "VBN", "VBZ", "VBP", "VBG"}:
            continue
        doer = _doer(verb)
        target = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
        if doer is None or target is None or not _is_named(doer) or subject.is_sourced(unit):
            continue
        sentence = verb.sent
        if any(t.ent_type_ == "DATE" and any(ch.isdigit() for ch in t.text) for t in sentence):
            continue
        bearers = [c for c in doer.children if c.dep_ in {"amod", "compound"} and is_name(c)]
        parts = sorted((doer, verb, target, *bearers), key=lambda t: t.i)
        return _finding(
            subject, unit, parts[0].idx, parts[-1].idx + len(parts[-1]),
            f"accuses somebody named of an act, {_GIVEN}.",
            "Name the source of the accusation, the day and the place.",
        )  # fmt: skip
    return None


def _is_named(doer: Token) -> bool:
    """ "Norway", "Mr Holm", "Norwegian agents"."""
    if doer.pos_ == "PRON":
        return False
    own = (doer, *(c for c in doer.children if c.dep_ in {"amod", "compound"}))
    return any(t.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} for t in own)


def _doer(verb: Token) -> Token | None:
    if any(c.dep_ in {"nsubjpass", "auxpass"} for c in verb.children):
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        return next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
    if verb.dep_ in {"amod", "acl"}:
        return None
    return subject_of(verb)


CHECK = Check(
    code="unsourced-fact",
    group="evidence",
    severity=Severity.WARNING,
    question="Can this be checked, and does the article say where it comes from?",
    source=(
        "Park & Cardie (2014), Identifying Appropriate Support for Propositions in Online User "
        "Comments; Barron-Cedeno "
        "et al. (2024), CheckThat! Lab (check-worthiness)"
    ),
    explanation=__doc__,
    find=find,
    yields_to=frozenset({"presupposed-fact"}),
)
