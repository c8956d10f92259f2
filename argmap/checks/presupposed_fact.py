"""A contested fact slipped in as if it were known.

"The withdrawal of the fleet and the destruction of its ships by the allies highlight its weakness":
the sentence argues *from* two events, which stand in it as noun phrases, *to* a weakness. A reader
who accepts the sentence has accepted the events, though nobody has shown that they happened, or who
did it (presupposition triggers: definite and possessive event nouns, iteratives such as
"continued").

How it decides: (1) the subject of a verb that draws a lesson ("highlights", "shows", "reflects") is
an event or a relation noun with its own participants, a name among them ("Iran's support for X",
"the destruction of Y by Z"); (2) the subject of a verb that draws an effect is an event that is
said to go on ("X's continued import of Y helps ..."); (3) what any argument is drawn from, in the
present ("has left", "accounts for", "is why") or by "given" and "because of", is a noun phrase that
those concerned would deny: an act that accuses ("the ministry's surrender to ..."), a hidden one
("the secret funding of ..."), what somebody chose to do ("X's decision to arm Y"), an act with its
doer and whom it was done to ("the club's handling of ..."), an ill ("the epidemic of ..."). An
event that the article tells of elsewhere, a date, a source in the sentence or beside it, words in
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
from argmap.language.people import is_actor
from argmap.model import Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMED_EVENTS = frozenset({"EVENT", "PERSON", "ORG", "GPE", "WORK_OF_ART", "LAW"})
_ADVICE = "Say when and where it happened and on what source, or argue for it first."


def find(subject: Subject) -> Iterator[Finding]:
    """Events and facts of a unit that its sentence takes for granted."""
    for unit in subject.units:
        if subject.asks(unit) or subject.opens(unit):
            continue
        for token in subject.tokens(unit):
            if token.lower_ in _ADJUNCTS:
                finding = _adjunct(subject, unit, token)
            elif token.pos_ in {"VERB", "AUX"}:
                finding = _nominal(subject, unit, token)
            else:
                continue
            if finding and subject.is_sourced(unit, neighbours=False):
                finding = None
            if finding and subject.is_reported(finding.start, finding.end):
                continue
            if finding:
                yield finding
                break


def _nominal(subject: Subject, unit: Unit, verb: Token) -> Finding | None:
    words = lexicon("events")
    lemma = verb.lemma_.lower()
    lesson, effect = lemma in words["evidence_verb"], lemma in words["effect_verb"]
    draws = lesson or effect or lemma in words["drawing_verb"] or _gives_upshot(verb)
    if _is_supposed(verb) or verb.dep_ in {"relcl", "acl", "aux", "auxpass"}:
        return None
    if not draws:
        first = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
        heads = [noun for noun in first if _speaks_for_itself(noun)]
        heads = [noun for noun in heads if not _introduced(subject, noun)]
        return _taken(subject, unit, heads) if heads else None
    if lesson and not any(c.dep_ in {"dobj", "ccomp", "prep", "dative"} for c in verb.children):
        return None
    heads = [
        noun
        for first in _bearers(verb)
        for noun in (first, *first.conjuncts)
        if (
            (lesson or effect)
            and first.dep_ == "nsubj"
            and not is_unreal(verb)
            and _is_presupposed(noun, lesson=lesson)
        )
        or _is_contested(noun, told=_is_told(verb))
        or (first.dep_ == "nsubj" and _speaks_for_itself(noun))
    ]
    heads = [noun for noun in heads if not _introduced(subject, noun)]
    heads = [noun for noun in heads if not (_was_reported(noun) or _was_public(noun))]
    if not heads:
        return None
    return _taken(subject, unit, heads)


def _was_public(noun: Token) -> bool:
    """ "Holm's move to the capital", "the wave of allegations": in the open, or only alleged."""
    words = lexicon("events")
    if any(
        t.lemma_.lower() in {"accusation", "allegation", "rumour", "rumor"} for t in noun.subtree
    ):
        return True
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    return (
        owner is not None
        and owner.ent_type_ == "PERSON"
        and noun.lemma_.lower() in words["public_event"]
    )


def _was_reported(noun: Token) -> bool:
    """ "The abuse that the Norvik Globe exposed": the phrase itself says on what source."""
    verbs = lexicon("figures")["publish_verb"] | {"expose", "uncover", "report"}
    return any(
        clause.dep_ == "relcl"
        and clause.lemma_.lower() in verbs
        and any(c.dep_ == "nsubj" and is_actor(c) for c in clause.children)
        for clause in noun.subtree
    )


_ADJUNCTS = frozenset({"given", "considering", "because", "thanks"})


def _adjunct(subject: Subject, unit: Unit, token: Token) -> Finding | None:
    """ "Given X's cover-up of Y, P", "because of the secret deal with Z, P"."""
    places = [token, *(c for c in token.children if c.lower_ in {"of", "to"})]
    if token.i + 1 < len(subject.doc) and subject.doc[token.i + 1].lower_ in {"of", "to"}:
        places.append(subject.doc[token.i + 1])
    heads = [
        noun
        for place in places
        for first in place.children
        if first.dep_ in {"pobj", "dobj"}
        for noun in (first, *first.conjuncts)
        if _is_contested(noun, told=True) and not _introduced(subject, noun)
    ]
    return _taken(subject, unit, heads) if heads else None


def _taken(subject: Subject, unit: Unit, heads: list[Token]) -> Finding | None:
    start = min(_phrase(noun)[0] for noun in heads)
    end = max(_phrase(noun)[1] for noun in heads)
    start, end = max(start, unit.start), min(end, unit.end)
    if start >= end or _is_dated(subject, start, end):
        return None
    if any(t.lower_ in {"i", "me", "my"} for t in subject.slice(start, end)):
        return None  # "his refusal to answer my letter": the writer vouches for it
    return Finding(
        unit.id,
        start,
        end,
        f"{subject.words(start, end)} is taken for granted: the sentence argues from it, "
        f"and no source is given "
        f"for it. {NOT_CHECKED}",
        _ADVICE,
    )


def _bearers(verb: Token) -> list[Token]:
    """What the sentence argues from: the subject, or whoever a passive names as the cause."""
    found = [c for c in verb.children if c.dep_ == "nsubj"]
    if verb.dep_ == "xcomp" and not found and verb.head.lemma_ in {"help", "serve", "seem"}:
        found = [c for c in verb.head.children if c.dep_ == "nsubj"]
    for agent in verb.children:
        if agent.dep_ == "agent":
            found += [c for c in agent.children if c.dep_ == "pobj"]
    return found


def _gives_upshot(verb: Token) -> bool:
    """ "X is the reason why P", "X is proof that P"."""
    upshot = lexicon("events")["upshot"]
    return verb.lemma_ == "be" and any(
        (c.dep_ == "attr" and c.lemma_.lower() in upshot)
        or (c.dep_ in {"advcl", "ccomp"} and any(g.lower_ == "why" for g in c.children))
        for c in verb.children
    )


def _is_supposed(verb: Token) -> bool:
    """Only the verb's own clause: what follows from an act that happened may be a "should"."""
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    return bool(helpers & {"would", "could", "might", "may", "'d"}) or any(
        c.dep_ in {"mark", "advmod"} and c.lower_ in lexicon("hedging")["conditional"]
        for c in verb.children
    )


def _speaks_for_itself(noun: Token) -> bool:  # noqa: PLR0911 - a decision list
    """A phrase that accuses or bewails whatever is then said of it.

    "The exodus that the tax set off", "the referees' growing cowardice", "the ministry's attempt to
    bury the report": its own clause or owner says what happened and who is to blame.
    """
    words = lexicon("events")
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.ent_type_ in _NAMED_EVENTS:
        return False
    lemma = _name_of(noun)
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and (owner.pos_ == "PRON" or owner.ent_type_ == "DATE"):
        return False
    if any(c.lower_ in _DOUBTED for c in noun.children):
        return False
    if owner is not None and lemma in words["accusing"]:
        return True
    if owner is not None and lemma in words["choice"]:
        return any(
            c.dep_ == "acl" and c.tag_ == "VB" and c.lemma_.lower() in words["burying_verb"]
            for c in noun.children
        )
    if lemma not in words["crisis"] or not (_is_definite(noun) or owner is not None):
        return False
    for clause in noun.children:
        if clause.dep_ != "relcl" or clause.i < noun.i or is_unreal(clause):
            continue
        denied = any(c.dep_ == "neg" for c in clause.children)
        if not denied and clause.lemma_.lower() not in {"be", "begin", "happen", "start", "follow"}:
            return True
    return False


_DOUBTED = frozenset({"alleged", "supposed", "apparent", "perceived", "possible", "so-called"})


def _is_told(verb: Token) -> bool:
    """A story in the past tense, not an argument in the present."""
    helper = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), None)
    return helper is None and verb.tag_ == "VBD"


def _is_contested(noun: Token, *, told: bool) -> bool:  # noqa: PLR0911 - a decision list, read top down
    """Does the phrase accuse, uncover or bewail, so that those concerned would deny it?

    "The ministry's surrender to X", "the secret funding of Y", "the epidemic of Z", "X's decision
    to arm Y". In a story (`told`) what was decided or has gone wrong is told, not taken.
    """
    words = lexicon("events")
    gerund = noun.tag_ == "VBG" and _is_definite(noun)
    if (noun.pos_ not in {"NOUN", "PROPN"} and not gerund) or noun.ent_type_ in _NAMED_EVENTS:
        return False
    lemma = noun.lower_ if gerund else _name_of(noun)
    before = [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod"}]
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and owner.lower_ in {"my", "our", "your"}:
        return False
    if any(
        c.lower_ in {"alleged", "supposed", "apparent", "perceived", "possible"} for c in before
    ):
        return False
    definite = _is_definite(noun)
    after = [c for c in noun.children if c.dep_ in {"prep", "agent", "acl", "relcl"}]
    act = lemma in words["event"] | words["accusing"] | words["relation"] | words["choice"]
    if act and any(c.lower_ in words["hidden"] for c in before):
        return owner is not None or (definite and bool(after))
    agent = any(c.lower_ == "by" for c in after)
    held = owner is not None and (owner.pos_ != "PRON" or bool(after))
    if lemma in words["accusing"] and (held or (definite and (agent or _of_people(noun)))):
        return True
    if told:
        return False
    theme = any(c.dep_ == "prep" and c.lower_ in _THEME for c in after)
    # "Its alliance with X has led to ...": the article has spoken of it.
    if held and theme and _is_act(noun, lemma) and (owner is None or owner.pos_ != "PRON"):
        return True
    if definite and lemma.endswith("ing") and _of_people(noun):
        return _is_act(noun, lemma)
    if lemma in words["crisis"]:
        return (definite or held) and any(
            c.lower_ in {"of", "in"} and not any(is_name(t) for t in c.subtree) for c in after
        )
    if lemma in words["choice"]:
        aim = any(c.dep_ == "acl" and c.tag_ == "VB" for c in after)
        return aim and _is_grave(noun) and (held or agent or _of_doer(noun))
    return False


def _is_grave(noun: Token) -> bool:
    """Is it more than a "decision", which is mostly announced: one to hide, to arm, to deceive?"""
    events = lexicon("events")
    grave = events["burying_verb"] | events["grave_verb"]
    return noun.lemma_.lower() != "decision" or any(
        c.dep_ == "acl" and c.lemma_.lower() in grave for c in noun.children
    )


_THEME = frozenset({"of", "to", "against", "with", "from"})


def _name_of(noun: Token) -> str:
    """The lemma; with what stands before the hyphen, at which spaCy cuts ("cover-up")."""
    doc, lemma = noun.doc, noun.lemma_.lower()
    if noun.i >= 2 and doc[noun.i - 1].text == "-" and not doc[noun.i - 1].whitespace_:
        return f"{doc[noun.i - 2].lower_}-{lemma}"
    return lemma


def _is_act(noun: Token, lemma: str) -> bool:
    """Is the noun one for something that somebody does: by the list, or made from a verb?"""
    words = lexicon("events")
    if lemma in words["event"] | words["accusing"] | words["choice"]:
        return True
    return (
        noun.tag_ in {"NN", "VBG"}
        and len(lemma) >= _MADE
        and lemma.endswith(tuple(words["act_suffix"]))
        and lemma not in words["no_act"]
    )


_MADE = 7
"""Shorter nouns with such an end are mostly no deverbal nouns: "deal", "wage"."""


def _of_doer(noun: Token) -> bool:
    """ "The decision of the owners to sell"."""
    return any(
        child.dep_ == "pobj" and is_actor(child)
        for prep in noun.children
        if prep.dep_ == "prep" and prep.lower_ == "of"
        for child in prep.children
    )


def _of_people(noun: Token) -> bool:
    """ "The betrayal of the tenants": somebody is said to have suffered it."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ == "of":
            return any(c.dep_ == "pobj" and (_is_definite(c) or is_name(c)) for c in prep.children)
    return False


def _is_presupposed(noun: Token, *, lesson: bool) -> bool:  # noqa: PLR0911 - a decision list
    words = lexicon("events")
    lemma = noun.lemma_.lower()
    event = lemma in words["event"] or lemma in words["accusing"]
    relation = lemma in words["relation"]
    if noun.pos_ not in {"NOUN", "PROPN"} or not (event or relation):
        return False
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None and owner.lower_ in {"my", "our", "your"}:
        return False
    if lemma in words["choice"] and not _is_grave(noun):
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
    """Does the article tell of it elsewhere: the same noun or its verb, with a participant in
    common, in another sentence?
    """
    lemma = noun.lemma_.lower()
    parts = _participants(noun)
    own = noun.sent
    for token, is_verb, other in subject.verbs_and_nouns:
        same = other == lemma or (
            is_verb and len(other) >= 4 and lemma.startswith(other[: max(4, len(other) - 2)])
        )
        if not same or own.start <= token.i < own.end:
            continue
        told = is_verb or token.i < noun.i
        if told and parts & {t.lemma_.lower() for t in token.sent}:
            return True
    return False


def _participants(noun: Token) -> set[str]:
    """Names of the phrase; where it has none, its nouns."""
    names = {t.lemma_.lower() for t in noun.subtree if is_name(t)}
    return names or {t.lemma_.lower() for t in noun.subtree if t.pos_ == "NOUN" and t.i != noun.i}


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
    of_argument=True,
)
