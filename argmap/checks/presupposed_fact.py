"""A contested fact slipped in as if it were known.

"The withdrawal of the fleet and the destruction of its ships by the allies highlight its
weakness": the sentence argues *from* two events, which stand in it as noun phrases, *to* a
weakness. A reader who accepts the sentence has accepted the events, though nobody has shown that
they happened, or who did it (presupposition triggers: definite and possessive event nouns,
iteratives such as "continued", complements of factive verbs).

How it decides: (1) the subject of a verb that draws a lesson ("highlights", "shows", "reflects")
is an event or a relation noun with its own participants, a name among them ("Iran's support for
X", "the destruction of Y by Z"); (2) the subject of a verb that draws an effect is an event that
is said to go on ("X's continued import of Y helps ..."), or one that accuses ("X's failure to act
emboldened ..."); (3) somebody is said to ignore the fact that P, or to refuse to admit that P. An
event that the article has told of before, a date, a source in the sentence or beside it, words in
somebody's mouth, questions and suppositions let it be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import NOT_CHECKED, Check, Finding
from argmap.checks.subject import Subject
from argmap.language.attribution import is_name
from argmap.language.hedging import is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.sourcing import source_marker
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADVICE = "Say when and where it happened and on what source, or argue for it first."


def find(subject: Subject) -> Iterator[Finding]:
    """Events and facts of a unit that its sentence takes for granted."""
    for unit in subject.units:
        if subject.asks(unit):
            continue
        for token in subject.tokens(unit):
            if token.pos_ not in {"VERB", "AUX"}:
                continue
            finding = _nominal(subject, unit, token)
            if finding and subject.is_sourced(unit, neighbours=False):
                finding = None
            if finding and subject.is_reported(finding.start, finding.end):
                continue
            # What the refusal covers is no report of it: only the refusal itself may be one.
            finding = finding or _factive(subject, unit, token)
            if finding:
                yield finding
                break


def _nominal(subject: Subject, unit: Unit, verb: Token) -> Finding | None:
    words = lexicon("events")
    lemma = verb.lemma_.lower()
    lesson, effect = lemma in words["evidence_verb"], lemma in words["effect_verb"]
    if not (lesson or effect) or is_unreal(verb) or verb.dep_ in {"relcl", "acl"}:
        return None
    if lesson and not any(c.dep_ in {"dobj", "ccomp", "prep", "dative"} for c in verb.children):
        return None
    heads = [
        noun
        for child in verb.children
        if child.dep_ == "nsubj"
        for noun in (child, *child.conjuncts)
        if _is_presupposed(noun, lesson=lesson)
    ]
    heads = [noun for noun in heads if not _introduced(subject, noun)]
    if not heads:
        return None
    start = min(_phrase(noun)[0] for noun in heads)
    end = max(_phrase(noun)[1] for noun in heads)
    start, end = max(start, unit.start), min(end, unit.end)
    if start >= end or _is_dated(subject, start, end):
        return None
    return Finding(
        unit.id,
        start,
        end,
        f"{subject.words(start, end)} is taken for granted: the sentence argues from it, "
        f"and no source is given "
        f"for it. {NOT_CHECKED}",
        _ADVICE,
    )


def _is_presupposed(noun: Token, *, lesson: bool) -> bool:
    words = lexicon("events")
    lemma = noun.lemma_.lower()
    event = lemma in words["event"] or lemma in words["accusing"]
    relation = lemma in words["relation"]
    if noun.pos_ not in {"NOUN", "PROPN"} or not (event or relation):
        return False
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and owner.lower_ in {"my", "our", "your"}:
        return False
    participants = [
        c
        for c in noun.children
        if c.dep_ in {"prep", "agent"} and c.lower_ in {"of", "by", "with", "for", "in", "on"}
    ]
    accuses = lemma in words["accusing"] and owner is not None and owner.pos_ != "PRON"
    if not any(is_name(t) for t in noun.subtree):
        return accuses
    goes_on = any(c.dep_ == "amod" and c.lower_ in words["iterative"] for c in noun.children)
    if lesson:
        return owner is not None or (event and bool(participants) and _is_definite(noun))
    if accuses:
        return True
    return goes_on and (owner is not None or bool(participants))


def _is_definite(noun: Token) -> bool:
    return any(
        c.dep_ == "det" and c.lower_ in {"the", "this", "these", "those"} for c in noun.children
    )


def _introduced(subject: Subject, noun: Token) -> bool:
    """Has the article told of it before: the same noun or its verb, with a name in common?"""
    lemma = noun.lemma_.lower()
    names = {t.lower_ for t in noun.subtree if is_name(t)}
    for token in subject.doc[: noun.sent.start]:
        if token.pos_ not in {"VERB", "NOUN"}:
            continue
        other = token.lemma_.lower()
        same = other == lemma or (
            token.pos_ == "VERB"
            and len(other) >= 4
            and lemma.startswith(other[: max(4, len(other) - 2)])
        )
        if same and names & {t.lower_ for t in token.sent if is_name(t)}:
            return True
    return False


def _is_dated(subject: Subject, start: int, end: int) -> bool:
    return any(t.ent_type_ in {"DATE", "EVENT"} for t in subject.slice(start, end))


def _phrase(noun: Token) -> tuple[int, int]:
    """The noun with what stands before it and its participants; not what is coordinated with it."""
    dropped = {
        t
        for c in noun.children
        if c.dep_ in {"conj", "cc", "punct", "relcl", "appos"} and c.i > noun.i
        for t in c.subtree
    }
    kept = [t for t in noun.subtree if t not in dropped and not t.is_space]
    return kept[0].idx, kept[-1].idx + len(kept[-1])


def _factive(subject: Subject, unit: Unit, verb: Token) -> Finding | None:
    words = lexicon("events")
    lemma = verb.lemma_.lower()
    if lemma not in words["factive"] or is_unreal(verb):
        return None
    denies = lemma in {"ignore", "overlook"} or verb.head.lemma_.lower() in words["refusal"]
    if not denies or any(c.dep_ == "neg" for c in verb.children):
        return None
    governor = verb.head if verb.dep_ == "xcomp" else verb
    if subject.is_reported(governor.idx, governor.idx + len(governor)):
        return None
    clause = _fact(verb)
    if clause is None or source_marker(verb.sent.text):
        return None
    tokens = [t for t in clause.subtree if not t.is_space and not t.is_punct]
    start, end = max(tokens[0].idx, unit.start), min(tokens[-1].idx + len(tokens[-1]), unit.end)
    if start >= end:
        return None
    return Finding(
        unit.id,
        start,
        end,
        f"{subject.words(start, end)} is taken for a fact that others will not see, "
        f"and no source is given for it. "
        f"{NOT_CHECKED}",
        _ADVICE,
    )


def _fact(verb: Token) -> Token | None:
    """P of "ignores that P", "refuses to admit the fact that P"."""
    for child in verb.children:
        plain = child.dep_ == "ccomp" and any(c.lower_ == "that" for c in child.children)
        if plain and verb.lemma_.lower() not in {"ignore", "overlook"}:
            return child
        if child.dep_ == "dobj" and child.lemma_.lower() in {"fact", "truth", "reality"}:
            return next((c for c in child.children if c.dep_ in {"acl", "ccomp", "relcl"}), None)
    return None


CHECK = Check(
    code="presupposed-fact",
    group="evidence",
    severity=Severity.WARNING,
    question="Does the sentence argue from a fact that nobody has shown?",
    source=(
        "Levinson (1983), Pragmatics, ch. 4; Grimshaw (1990), Argument Structure; "
        "Kiparsky & Kiparsky (1970), Fact; "
        "Walton (1999), the fallacy of many questions"
    ),
    explanation=__doc__,
    find=find,
)
