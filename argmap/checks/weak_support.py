"""All the support of a claim is itself in doubt.

A claim stands no better than what it rests on. Where every premise under it carries a flag for
its evidence or its reasoning, or its single premise is brought low by what is said against it,
the claim inherits the weakness, and so does what rests on that claim in turn.

How it decides: for a claim with support, each supporter is looked at. It counts as weak where one
of the checks for evidence, reasoning or structure has flagged it, a source that was given disputes
it, or this check has flagged it; that a source is missing is forgiven where one was found
(`backed`). If all are,
the claim is flagged; a single premise that only wants a source is left to its own flag. So is a
claim whose single supporter is attacked and stands (DF-QuAD) below 0.2. And so is a sentence that
says what many people want or think, and offers for it, in itself, one small thing ("as a show of
hands made clear", "judging by two letters", "...: one caller said so"). Wording
(`loaded-language`, `emotive-wording`, `overgeneralization`) and notes weaken nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import wants_support
from argmap.language.hedging import is_unreal
from argmap.language.lexicon import lexicon
from argmap.language.people import is_people
from argmap.language.sourcing import source_marker
from argmap.model import Role, Severity, Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

LOW = 0.2
"""Strength below which a premise has a low standing: one attack alone brings none there."""

_WORDING = frozenset({"emotive-wording", "loaded-language", "overgeneralization"})
_OWN = frozenset({"unsourced-deed", "unsourced-fact", "unsourced-number"})
"""One premise that wants a source has its own flag; to repeat that of the claim is noise."""


def find(subject: Subject) -> Iterator[Finding]:
    """Claims all of whose support is weak, those lower in the map first."""
    map_ = subject.map
    backed = {flag.unit for flag in map_.flags if flag.check == "backed"}
    doubts = [
        flag
        for flag in map_.flags
        if flag.check not in _WORDING
        and flag.severity is not Severity.INFO
        and not (flag.check in _OWN and flag.unit in backed)
    ]
    # What a source disputes is the gravest doubt, and the one to name.
    doubts.sort(key=lambda flag: flag.check != "disputed")
    weak = {flag.unit: flag.check for flag in reversed(doubts)}
    done: set[str] = set()
    if subject.has_parse:
        for unit in subject.units:
            if subject.asks(unit) or subject.is_opinion(unit):
                continue
            finding = _thin(subject, unit)
            if finding is not None:
                done.add(unit.id)
                weak.setdefault(unit.id, "weak-support")
                yield finding
    moved = True
    while moved:
        moved = False
        for unit in subject.units:
            if unit.id in done or unit.role is Role.PREMISE:
                continue
            if subject.has_parse and not _asserts(subject, unit):
                continue
            reason = _reason(subject, unit, weak)
            if reason is None:
                continue
            done.add(unit.id)
            weak.setdefault(unit.id, "weak-support")
            moved = True
            yield Finding(
                unit.id,
                unit.start,
                unit.end,
                f"{subject.words(unit.start, unit.end)} {reason}",
                "Support it with something that stands, or claim less.",
            )


def _thin(subject: Subject, unit: Unit) -> Finding | None:
    """ "The town wants X, as a poster in a window makes clear": much on little, in one sentence."""
    if not _widely(subject, unit) or source_marker(unit.text):
        return None
    tokens = list(subject.tokens(unit))
    for token in tokens:
        part = _offered(token)
        if part is None or not _is_little(part):
            continue
        start = max(unit.start, min(t.idx for t in part))
        end = min(unit.end, max(t.idx + len(t) for t in part))
        if start >= end or any(a <= start and end <= b for a, b in subject.quotations):
            continue
        return Finding(
            unit.id,
            start,
            end,
            f"{subject.words(start, end)} is all that is offered for what is said of "
            "many people; it is too little to carry that.",
            "Support it with a count or a survey, or say it of those whom you have seen.",
        )
    return None


def _widely(subject: Subject, unit: Unit) -> bool:
    """Does the unit say what many people, or whole bodies, want or think?"""
    words = lexicon("quantifiers")
    for token in subject.tokens(unit):
        if token.dep_ not in {"nsubj", "nsubjpass"} or token.head.pos_ not in {"VERB", "AUX"}:
            continue
        many = token.lemma_.lower() in words["crowd"] or (
            token.tag_ in {"NNS", "NNPS"} and is_people(token)
        )
        narrowed = any(c.dep_ in {"nummod", "relcl"} for c in token.children)
        if many and not narrowed and token.head.dep_ in {"ROOT", "ccomp", "conj"}:
            return not is_unreal(token.head)
    return False


def _offered(token: Token) -> list[Token] | None:  # noqa: PLR0911 - a decision list, read top down
    """The evidence: "as P shows", "judging by P", what follows a colon."""
    events = lexicon("events")
    if token.lower_ == "as" and token.dep_ in {"mark", "advmod"}:
        verb = token.head
        clear = verb.lemma_ == "make" and any(c.lower_ in {"clear", "plain"} for c in verb.subtree)
        if verb.i > token.i and (clear or verb.lemma_.lower() in events["evidence_verb"]):
            bearer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            return [t for t in bearer.subtree if not t.is_space] if bearer is not None else None
    if token.lower_ == "as" and token.dep_ == "prep":
        # The parser often takes "as a remark made clear" for "as a remark (that was) made clear".
        bearer = next((c for c in token.children if c.dep_ == "pobj"), None)
        made = next((c for c in bearer.children if c.dep_ == "acl"), None) if bearer else None
        if bearer is None or made is None:
            return None
        if made.lemma_ != "make" and made.lemma_.lower() not in events["evidence_verb"]:
            return None
        cut = set(made.subtree)
        return [t for t in bearer.subtree if t not in cut and not t.is_space]
    if token.lower_ in {"judging", "judge"}:
        by = next((c for c in token.children if c.lower_ in {"by", "from"}), None)
        return [t for t in by.subtree if t != by and not t.is_space] if by is not None else None
    if token.lower_ in {"since", "because"} and token.dep_ == "mark":
        bearer = next((c for c in token.head.children if c.dep_ == "nsubj"), None)
        return [t for t in bearer.subtree if not t.is_space] if bearer is not None else None
    if token.text in {":", ";"} and token.i + 1 < token.sent.end:
        rest = [t for t in token.doc[token.i + 1 : token.sent.end] if not t.is_space]
        while rest and rest[-1].is_punct:
            rest.pop()
        told = any(t.dep_ == "nsubj" and t.head.pos_ == "VERB" for t in rest)
        named = any(t.ent_type_ in {"PERSON", "ORG"} for t in rest)
        return rest if told and not named else None
    return None


def _is_little(part: list[Token]) -> bool:
    """One thing, or no more than a handful by count; no document, no figure."""
    documents = lexicon("sources")["document"] | lexicon("holders")["document"]
    counts = [t for t in part if t.pos_ == "NUM" and t.ent_type_ not in {"DATE", "TIME"}]
    if any(t.lemma_.lower() in documents for t in part) or any(
        t.ent_type_ in {"PERCENT", "MONEY"} for t in part
    ):
        return False
    if counts:
        return all(t.lower_ in _HANDFUL for t in counts)
    if any(t.lower_ in {"single", "lone"} for t in part):
        return True
    first = part[0]
    return first.lower_ in {"a", "an", "any"} and any(t.tag_ == "NN" for t in part)


_HANDFUL = frozenset({"one", "two", "three", "four", "five", "six", "1", "2", "3", "4", "5", "6"})


def _asserts(subject: Subject, unit: Unit) -> bool:
    """Is the claim the writer's own, and meant?"""
    if subject.asks(unit) or subject.is_attributed(unit) or subject.is_opinion(unit):
        return False
    return unit.role is Role.MAJOR_CLAIM or wants_support(list(subject.tokens(unit)))


def _reason(subject: Subject, unit: Unit, weak: dict[str, str]) -> str | None:  # noqa: PLR0911
    supporters = subject.supporters(unit)
    if not supporters:
        return None
    if all(s.id in weak for s in supporters):
        first = supporters[0]
        if len(supporters) == 1 and weak[first.id] in _OWN:
            return None
        named = subject.words(first.start, first.end, limit=60)
        if len(supporters) == 1:
            if subject.has_parse and not subject.backing(unit):
                return None  # beside it, but tied to it by nothing
            return f"rests on one premise, and that is in doubt: {named} ({weak[first.id]})."
        codes = ", ".join(sorted({weak[s.id] for s in supporters}))
        count = len(supporters)
        return f"rests on {count} premises, and all are in doubt ({codes}), {named} among them."
    only = supporters[0]
    low = only.strength is not None and only.strength < LOW
    if len(supporters) == 1 and low and subject.attackers(only):
        named = subject.words(only.start, only.end, limit=60)
        return f"rests on one premise of low standing ({only.strength or 0.0:.2f}): {named}."
    return None


CHECK = Check(
    code="weak-support",
    group="structure",
    severity=Severity.WARNING,
    question="Does the support of this claim stand?",
    source=(
        "Rago, Toni, Aurisicchio & Baroni (2016), Discontinuity-Free Decision Support with "
        "Quantitative Argumentation "
        "Debates; Johnson & Blair (2006), Logical Self-Defense (acceptability of premises)"
    ),
    explanation=__doc__,
    find=find,
    needs_parse=False,
    after_others=True,
    yields_to=frozenset({"causal-leap"}),
)
