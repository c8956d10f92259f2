"""A necessity or a cause that is asserted on one premise or on none.

"This has necessitated a closer relationship", "such cuts inevitably lead to riots": the sentence
says that nothing else could have come of it, and offers at most one reason. Other causes, chance
and choice are not ruled out (Walton's critical questions for the argument from cause to effect:
how strong is the generalisation, are there other factors?).

How it decides: a verb that asserts a necessity ("necessitate", "preclude", "guarantee"), a causal
verb with an adverb of necessity ("inevitably leads to"), a sole cause ("the only reason", "the
direct result of"), or a set phrase ("can only lead to"); in a unit with at most one support.
Hedged, negated, asked, supposed and attributed causes are let be, and so are the bland uses where
a need is only described: a relative clause that tells of a need ("challenges that necessitate
flexibility"), a law or a rule that compels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.hedging import hedges, is_negated, is_unreal
from argmap.language.lexicon import lexicon
from argmap.model import Role, Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token


def find(subject: Subject) -> Iterator[Finding]:
    """Necessities and sole causes that a unit asserts."""
    for unit in subject.units:
        if len(subject.supporters(unit)) > 1 or unit.role is Role.MAJOR_CLAIM:
            continue
        if subject.asks(unit) or subject.is_opinion(unit):
            continue
        for start, end in sorted(_places(subject, unit)):
            if subject.is_reported(start, end):
                continue
            count = len(subject.supporters(unit))
            behind = "a single premise is" if count else "nothing is"
            yield Finding(
                unit.id,
                start,
                end,
                f"{subject.words(start, end)} asserts that nothing else could have come of it; "
                f"{behind} offered for that, and other causes are not ruled out.",
                "Show how the one brings about the other, or say less, such as “contributed to”.",
            )
            break


def _places(subject: Subject, unit: Unit) -> Iterator[tuple[int, int]]:
    words = lexicon("causes")
    text = subject.map.article.text
    for match in words.pattern("phrase").finditer(text, unit.start, unit.end):
        root = subject.slice(*match.span()).root
        if not _is_soft(root):
            yield match.span()
    for token in subject.tokens(unit):
        span = _necessity(token) or _sole_cause(token)
        if span and unit.start <= span[0] and span[1] <= unit.end:
            yield span


def _necessity(token: Token) -> tuple[int, int] | None:
    words = lexicon("causes")
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" or token.dep_ in {"relcl", "acl", "amod", "xcomp"} or _is_soft(token):
        return None
    subject = next((c for c in token.children if c.dep_ in {"nsubj", "csubj"}), None)
    if lemma in words["necessity_verb"]:
        effect = next((c for c in token.children if c.dep_ in {"dobj", "ccomp", "xcomp"}), None)
        if subject is None or effect is None or subject.lemma_.lower() in words["rule_noun"]:
            return None
        if subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"} or (
            subject.pos_ == "PRON"
            and subject.lower_
            in {
                "himself",
                "herself",
                "itself",
                "themselves",
                "i",
                "we",
                "you",
                "he",
                "she",
                "who",
                "they",
            }
        ):
            return None
        return _verb_span(token)
    if lemma in words["cause_verb"] and subject is not None:
        for child in token.children:
            if child.dep_ == "advmod" and child.lower_ in words["necessity_adverb"]:
                low, high = (
                    min(child, token, key=lambda t: t.i),
                    max(child, token, key=lambda t: t.i),
                )
                return low.idx, high.idx + len(high)
    return None


def _sole_cause(noun: Token) -> tuple[int, int] | None:
    """ "X is the direct result of Y", "Y is the only reason why"."""
    words = lexicon("causes")
    if noun.lemma_.lower() not in words["cause_noun"] or noun.dep_ != "attr" or _is_soft(noun.head):
        return None
    if noun.head.lemma_ != "be" or not any(
        c.dep_ in {"prep", "relcl", "acl"} for c in noun.children
    ):
        return None
    subject = next((c for c in noun.head.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in {"it", "that", "there"}:
        return None
    for child in noun.children:
        if child.dep_ == "amod" and child.lower_ in words["sole"]:
            return child.idx, noun.idx + len(noun)
    return None


def _is_soft(verb: Token) -> bool:
    near = [t for t in verb.children if t.dep_ in {"advmod", "aux"}]
    return is_negated(verb) or is_unreal(verb) or bool(hedges(near))


def _verb_span(verb: Token) -> tuple[int, int]:
    parts = [c for c in verb.children if c.dep_ in {"aux", "advmod"} and 0 < verb.i - c.i <= 3]
    start = min([verb.idx, *(part.idx for part in parts)])
    return start, verb.idx + len(verb)


CHECK = Check(
    code="causal-leap",
    group="reasoning",
    severity=Severity.WARNING,
    question="Is a cause or a necessity asserted that the support does not carry?",
    source=(
        "Walton, Reed & Macagno (2008), Argumentation Schemes, ch. 5 and 9 (argument from cause "
        "to effect, from "
        "correlation to cause); Tindale (2007), Fallacies and Argument Appraisal, ch. 9"
    ),
    explanation=__doc__,
    find=find,
)
