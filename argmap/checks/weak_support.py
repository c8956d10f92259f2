"""All the support of a claim is itself in doubt.

A claim stands no better than what it rests on. Where every premise under it carries a flag for
its evidence or its reasoning, or its single premise is brought low by what is said against it,
the claim inherits the weakness, and so does what rests on that claim in turn.

How it decides: for a claim with support, each supporter is looked at. It counts as weak where one
of the checks for evidence, reasoning or structure has flagged it, or this one has. If all are,
the claim is flagged; a single premise that only wants a source is left to its own flag. So is a
claim whose single supporter is attacked and stands (DF-QuAD) below 0.2. Wording
(`loaded-language`, `overgeneralization`) weakens nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import wants_support
from argmap.model import Role, Severity, Unit

LOW = 0.2
"""Strength below which a premise has a low standing: one attack alone brings none there."""

_WORDING = frozenset({"loaded-language", "overgeneralization"})
_OWN = frozenset({"unsourced-fact"})
"""One premise that wants a source has its own flag; to repeat that of the claim is noise."""


def find(subject: Subject) -> Iterator[Finding]:
    """Claims all of whose support is weak, those lower in the map first."""
    map_ = subject.map
    weak = {flag.unit: flag.check for flag in reversed(map_.flags) if flag.check not in _WORDING}
    done: set[str] = set()
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


def _asserts(subject: Subject, unit: Unit) -> bool:
    """Is the claim the writer's own, and meant?"""
    if subject.asks(unit) or subject.is_attributed(unit) or subject.is_opinion(unit):
        return False
    return unit.role is Role.MAJOR_CLAIM or wants_support(list(subject.tokens(unit)))


def _reason(subject: Subject, unit: Unit, weak: dict[str, str]) -> str | None:
    supporters = subject.supporters(unit)
    if not supporters:
        return None
    if all(s.id in weak for s in supporters):
        first = supporters[0]
        if len(supporters) == 1 and weak[first.id] in _OWN:
            return None
        named = subject.words(first.start, first.end, limit=60)
        if len(supporters) == 1:
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
