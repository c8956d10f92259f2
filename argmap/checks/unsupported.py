"""A claim that wants support and has none.

Which support a claim wants follows its kind (Park & Cardie 2014): a verifiable one wants
evidence, a value or a policy wants a reason, an experience wants neither. A claim without it asks
to be taken on trust.

How it decides: a claim of the map, not the thesis, with no unit that supports it, and no premise
right after it in its paragraph. Where the text can be read, it must assert an effect, a judging
superlative or a duty, or be made with a booster ("clearly"); and these are let be: what the
opening paragraphs announce, what somebody else is said to hold, what the writer marks as an
opinion, a guess or an experience of their own, questions, commands, what the closing paragraphs
call for, sentences that carry their reason with them, narratives, hedged statements, definitions,
and common ground. So that an article that argues little is not buried, at most one claim in 250
words is flagged, those first that bear the thesis directly.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.assertion import gives_reason, wants_support
from argmap.language.lexicon import lexicon
from argmap.model import Role, Severity, Unit

_WORDS_A_FLAG = 250


def find(subject: Subject) -> Iterator[Finding]:
    """Claims with nothing under them, the most telling first, not more than the text can bear."""
    bare = [unit for unit in subject.units if _is_bare(subject, unit)]
    thesis = subject.map.thesis
    bearing = {r.source for r in subject.map.incoming(thesis.id)} if thesis else set()
    order = {unit.id: number for number, unit in enumerate(subject.units)}
    ranked = sorted(
        bare, key=lambda u: (u.id not in bearing, not _is_duty(subject, u), order[u.id])
    )
    allowed = max(1, round(len(subject.map.article.text.split()) / _WORDS_A_FLAG))
    for unit in ranked[:allowed]:
        wanted, advice = _wanted(subject, unit)
        yield Finding(
            unit.id,
            unit.start,
            unit.end,
            f"{subject.words(unit.start, unit.end)} is claimed, and no {wanted} is offered for it.",
            advice,
        )


def _is_bare(subject: Subject, unit: Unit) -> bool:  # noqa: PLR0911 - a decision list, read top down
    if unit.role is not Role.CLAIM or subject.supporters(unit):
        return False
    if unit.type in {"common-ground", "testimony", "reference", "statistics"}:
        return False
    if not subject.has_parse:
        return True
    if subject.asks(unit) or subject.is_attributed(unit) or subject.is_opinion(unit):
        return False
    if subject.is_sourced(unit, neighbours=False) or subject.is_early(unit):
        return False
    if _followed_by_premise(subject, unit):
        return False
    if gives_reason(subject.tokens(unit)) or (_is_duty(subject, unit) and subject.is_late(unit)):
        return False
    return wants_support(list(subject.tokens(unit)), predictions=False)


def _followed_by_premise(subject: Subject, unit: Unit) -> bool:
    """Does a premise come right after it in the same paragraph? A reader takes it as the reason."""
    after = subject.unit_after(unit)
    if after is None or subject.block_of(after) != subject.block_of(unit):
        return False
    return after.role is Role.PREMISE


def _is_duty(subject: Subject, unit: Unit) -> bool:
    if not subject.has_parse:
        return False
    duty = lexicon("hedging")["modal_duty"]
    return any(t.lower_ in duty and t.pos_ == "AUX" for t in subject.tokens(unit))


def _wanted(subject: Subject, unit: Unit) -> tuple[str, str]:
    """The kind of support that the claim wants, and what to do."""
    if _is_duty(subject, unit) or unit.type in {"policy", "value"}:
        return "reason", "Give a reason for it, or mark it as an opinion."
    if subject.has_parse and any(
        t.ent_type_ in {"DATE", "PERCENT", "MONEY", "CARDINAL", "QUANTITY"} or t.tag_ == "VBD"
        for t in subject.tokens(unit)
    ):
        return "evidence", "Give evidence that can be checked: a source, a figure, a case."
    return "reason or evidence", "Give a reason or evidence for it, or mark it as an opinion."


CHECK = Check(
    code="unsupported",
    group="structure",
    severity=Severity.WARNING,
    question="Does anything in the article support this claim?",
    source=(
        "Park & Cardie (2014), Identifying Appropriate Support for Propositions in Online User "
        "Comments; Stab & "
        "Gurevych (2017), Recognizing Insufficiently Supported Arguments"
    ),
    explanation=__doc__,
    find=find,
    needs_parse=False,
    yields_to=frozenset({"presupposed-fact", "causal-leap", "unsourced-fact"}),
)
