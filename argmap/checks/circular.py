"""A reason that only says the claim again.

"Talk makes people sociable, because it is by talking that people become sociable": whoever doubts
the claim doubts the reason, too, and has been given nothing (begging the question). The same holds
for a ring of reasons, where each rests on the next and the last on the first.

How it decides: (1) a ring of supports in the map; (2) a clause after "because", "since" or "for
the reason that", or a sentence after "this is because", that shares most of its content words with
the claim, in any part of speech and with near-synonyms of verdicts ("wrong", "immoral"), and adds
little of its own; or that passes the same verdict on the same thing. A reason with a figure, a
name or a case of its own, a denial where the claim affirms, questions, and what is put in
somebody's mouth are let be. A conclusion that repeats the thesis is no circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.placing import OnceAUnit
from argmap.checks.subject import Subject
from argmap.language.lexicon import lexicon
from argmap.language.places import hull
from argmap.language.stems import concepts, stem
from argmap.model import RelationKind, Severity

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_OF_CLAIM, _OF_REASON = 0.5, 0.4
_LEAST = 2
_FEW = 3
_DOERS = frozenset({"nsubj", "nsubjpass", "csubj"})


def find(subject: Subject) -> Iterator[Finding]:
    """Reasons that restate their claim, and rings of reasons."""
    seen: set[str] = set()
    for finding in _rings(subject):
        seen.add(finding.unit)
        yield finding
    if not subject.has_parse:
        return
    once = OnceAUnit(subject, seen)
    for sentence in subject.all_sentences:
        if subject.is_question(sentence):
            continue
        halves = _this_is_because(subject, sentence) or _because(sentence)
        if halves is None or not _restates(*halves):
            continue
        claim, reason = halves
        placed = once.place(*hull(*reason))
        if placed is None:
            continue
        unit, start, end = placed
        at = hull(*claim)
        yield Finding(
            unit.id,
            start,
            end,
            f"{subject.words(start, end)} is given as the reason for {subject.words(*at)}, and "
            "says the same in other words.",
            "Give a reason that somebody who doubts the claim could accept.",
            (subject.quoted(*at),),
        )


# A ring ------------------------------------------------------------------------------------------


def _rings(subject: Subject) -> Iterator[Finding]:
    """Each ring of supports once, at its first unit in the text."""
    units = {unit.id: unit for unit in subject.units}
    below: dict[str, list[str]] = {}
    for relation in subject.map.relations:
        if relation.kind is RelationKind.SUPPORT and relation.target in units:
            below.setdefault(relation.source, []).append(relation.target)
    done: set[str] = set()
    for unit in subject.units:
        if unit.id in done:
            continue
        ring = _ring_from(unit.id, below)
        if ring is None or done & set(ring):
            continue
        done |= set(ring)
        others = [units[i] for i in ring if i != unit.id]
        through = ", ".join(subject.words(o.start, o.end, limit=50) for o in others)
        yield Finding(
            unit.id,
            unit.start,
            unit.end,
            f"{subject.words(unit.start, unit.end)} rests in the end on itself, by way of "
            f"{through or 'nothing else'}.",
            "Say what the ring of reasons itself rests on.",
            tuple(subject.quoted(o.start, o.end) for o in others),
        )


def _ring_from(first: str, below: dict[str, list[str]]) -> list[str] | None:
    """The shortest way along supports from a unit back to itself, or none."""
    came: dict[str, str] = {}
    front = [first]
    while front:
        new: list[str] = []
        for place_ in front:
            for target in below.get(place_, ()):
                if target == first:
                    ring = [place_]
                    while ring[-1] != first:
                        ring.append(came[ring[-1]])
                    return ring[::-1]
                if target not in came:
                    came[target] = place_
                    new.append(target)
        front = new
    return None


# A restatement -----------------------------------------------------------------------------------


def _because(sentence: Span) -> tuple[list[Token], list[Token]] | None:
    """Claim and reason of "CLAIM because REASON" and "because REASON, CLAIM"."""
    for token in sentence:
        if token.lower_ == "because":
            causal = token.i + 1 >= sentence.end or token.nbor().lower_ != "of"
        elif token.lower_ == "since":
            causal = token.dep_ == "mark" and token.head.tag_ in {"VBZ", "VBP"}
        else:
            causal = False
        if not causal:
            continue
        if token.i > sentence.start + 2:
            claim = [t for t in sentence if t.i < token.i]
            reason = [t for t in sentence if t.i > token.i]
            # "X, because A, but Y": the reason ends where another clause begins.
            stop = next((t.i for t in reason if t.lower_ in {"but", ";", "although"}), None)
            reason = [t for t in reason if stop is None or t.i < stop]
        else:
            clause = set(token.head.subtree)
            reason = [t for t in sentence if t in clause and t != token]
            claim = [t for t in sentence if t not in clause]
        if claim and reason:
            return _trim(claim), _trim(reason)
    return None


def _this_is_because(subject: Subject, sentence: Span) -> tuple[list[Token], list[Token]] | None:
    """ "CLAIM. This is because REASON.", "CLAIM. The reason is that REASON."."""
    opening = " ".join(t.lower_ for t in sentence[:5])
    starts = ("this is because", "that is because", "the reason is that", "the reason is because")
    lead = next((s for s in starts if opening.startswith(s)), None)
    before = subject.sentence_before(sentence) if lead is not None else None
    if lead is None or before is None or subject.is_question(before):
        return None
    return _trim(list(before)), _trim(list(sentence[len(lead.split()) :]))


def _trim(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct or tokens[0].is_space):
        tokens = tokens[1:]
    return tokens


def _restates(claim: list[Token], reason: list[Token]) -> bool:  # noqa: PLR0911 - a decision list
    if not claim or not reason or any(t.pos_ == "NUM" for t in reason):
        return False
    named = {t.lower_ for t in reason if t.ent_type_ and t.pos_ == "PROPN"}
    if named - {t.lower_ for t in claim}:
        return False
    said, given = concepts(claim), concepts(reason)
    common = said & given
    if _denials(claim) % 2 == _denials(reason) % 2 and _repeats_verdict(claim, reason):
        return True
    if _turns_the_adjective(claim, reason):
        return True
    if len(common) < _LEAST:
        return False
    same_way = _denials(claim) % 2 == _denials(reason) % 2
    if same_way and len(common) >= _OF_CLAIM * len(said) and len(common) >= _OF_REASON * len(given):
        return True
    return bool(_verdicts(claim) & _verdicts(reason))


def _repeats_verdict(claim: list[Token], reason: list[Token]) -> bool:
    """ "X is useful, since it is a useful thing": the same adjective, of the same thing."""
    judged = [
        {
            t.lemma_.lower()
            for t in half
            if t.pos_ == "ADJ" and (t.dep_ == "acomp" or t.head.dep_ == "attr")
        }
        for half in (claim, reason)
    ]
    again = any(t.lower_ in {"it", "they"} and t.dep_ in _DOERS for t in reason[:2])
    return again and bool(judged[0] & judged[1]) and len(concepts(reason)) <= _FEW


def _turns_the_adjective(claim: list[Token], reason: list[Token]) -> bool:
    """ "It is unreliable, because you cannot rely on it": the adjective, made a verb again."""
    given = concepts(reason)
    if len(given) > 1 or not any(t.lower_ in {"it", "them", "they"} for t in reason):
        return False
    for token in claim:
        if token.pos_ != "ADJ" or token.dep_ != "acomp":
            continue
        lemma = token.lemma_.lower()
        bare = lemma[2:] if lemma.startswith(("un", "in", "im", "ir")) else lemma
        words = lexicon("restatements")
        names = {group.upper() for group in words.groups if bare in words[group]}
        root = stem(bare).rstrip("iye")
        denied = _denials(reason) % 2 == 1
        same = bool(given & names) or any(g.rstrip("iye") == root for g in given)
        if denied == (bare != lemma) and same:
            return True
    return False


def _denials(tokens: list[Token]) -> int:
    return sum(t.dep_ == "neg" or t.lower_ in {"no", "never", "nothing", "nobody"} for t in tokens)


def _verdicts(tokens: list[Token]) -> set[tuple[str, str]]:
    """What is judged, and how, for each clause: `("rule", "UNFAIR")`."""
    groups = {g.upper() for g in lexicon("restatements").groups} - _NO_VERDICT
    inside = set(tokens)
    found: set[tuple[str, str]] = set()
    for verb in tokens:
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass"}:
            continue
        doer = next((c for c in verb.children if c.dep_ in _DOERS and c in inside), None)
        if doer is None:
            continue
        own = sorted((t for t in verb.subtree if t in inside and t.i > doer.i), key=lambda t: t.i)
        judged = concepts(own[:9]) & groups
        about = concepts(t for t in doer.subtree if t in inside) - groups
        found |= {(thing, verdict) for thing in about for verdict in judged}
    return found


_NO_VERDICT = frozenset(
    {"GOVERNMENT", "PEOPLE", "CHILD", "PUPIL", "NECESSARY", "IMPORTANT", "ALLOW", "BAN", "TRUSTED"}
)


CHECK = Check(
    code="circular",
    group="structure",
    severity=Severity.WARNING,
    question="Does the reason say more than the claim that it is given for?",
    source=(
        "Walton (1991), Begging the Question; Tindale (2007), Fallacies and Argument Appraisal, "
        "ch. 4"
    ),
    explanation=__doc__,
    find=find,
    needs_parse=False,
)
