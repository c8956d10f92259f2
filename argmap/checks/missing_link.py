"""A reason and its claim that share nothing: the step between them is left to the reader.

"The ferry is slow, so the tax must go": what carries the reader from the one to the other is a
warrant that the text does not state (Toulmin). Often it is plain, and then leaving it out is good
style; where the two have no word, thing or person in common, it may be worth saying. The check
only asks, and is off unless selected: whether a step is plain cannot be read off the words.

How it decides: a support that the text marks ("because", "so", "therefore") or of which the miner
is sure, inside one paragraph, between two units with three or more content words each and none in
common (stems and near-synonyms), of which neither points back ("this", "it", "such") or names what
the other names. Examples, figures, stories, questions and what is put in somebody's mouth are let
be, and at most one in 400 words is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.lexicon import lexicon
from argmap.language.stems import concepts
from argmap.model import Relation, RelationKind, Severity, Unit

_SURE = 0.8
_LEAST = 3
_WORDS_A_FLAG = 400
_POINTS_BACK = frozenset(
    {
        "he", "her", "hers", "him", "his", "it", "its", "she", "such", "that", "their", "them",
        "these", "they", "this", "those", "so", "here",
        "there", "one", "both", "i", "we", "you", "our", "my", "us", "same", "former", "latter",
        "which",
    }
)  # fmt: skip


def find(subject: Subject) -> Iterator[Finding]:
    """Premises whose way to their claim is not stated, the surest relations first."""
    units = {unit.id: unit for unit in subject.units}
    candidates = [
        (relation, units[relation.source], units[relation.target])
        for relation in subject.map.relations
        if relation.kind is RelationKind.SUPPORT
        and relation.source in units
        and relation.target in units
        and (relation.cues or relation.confidence >= _SURE)
    ]
    asked: dict[str, tuple[Relation, Unit, Unit]] = {}
    for relation, premise, claim in candidates:
        if _is_unlinked(subject, premise, claim):
            asked.setdefault(premise.id, (relation, premise, claim))
    ranked = sorted(asked.values(), key=lambda c: (-bool(c[0].cues), -c[0].confidence, c[1].start))
    allowed = max(1, round(len(subject.map.article.text.split()) / _WORDS_A_FLAG))
    for _, premise, claim in ranked[:allowed]:
        yield Finding(
            premise.id,
            premise.start,
            premise.end,
            f"What makes {subject.words(premise.start, premise.end)} a reason for "
            f"{subject.words(claim.start, claim.end)}?",
            "If the step is not plain to every reader, state the rule that joins the two.",
            (subject.quoted(claim.start, claim.end),),
        )


def _is_unlinked(subject: Subject, premise: Unit, claim: Unit) -> bool:  # noqa: PLR0911 - a list
    if subject.block_of(premise) != subject.block_of(claim):
        return False
    if premise.type in {"statistics", "anecdote", "testimony", "reference"}:
        return False
    for unit in (premise, claim):
        if subject.asks(unit) or subject.is_attributed(unit):
            return False
    tokens, others = list(subject.tokens(premise)), list(subject.tokens(claim))
    if any(t.lower_ in _POINTS_BACK and t.dep_ != "mark" for t in (*tokens, *others)):
        return False
    if any(t.pos_ == "NUM" for t in tokens):
        return False
    example = lexicon("events").pattern("example")
    if any(example.search(sentence.text) for sentence in subject.sentences(premise)):
        return False
    reason, said = concepts(tokens), concepts(others)
    if len(reason) < _LEAST or len(said) < _LEAST:
        return False
    # What is shared only in part ("northern", "north") is shared.
    heads = {word[:4] for word in reason}
    return not reason & said and not heads & {word[:4] for word in said}


CHECK = Check(
    code="missing-link",
    group="structure",
    severity=Severity.INFO,
    question="What leads from this reason to its claim?",
    source=(
        "Toulmin (1958), The Uses of Argument, ch. 3 (warrants); Habernal et al. (2018), The "
        "Argument Reasoning Comprehension Task"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
    on_by_default=False,
)
