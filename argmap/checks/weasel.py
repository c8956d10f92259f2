"""Hedges that empty a claim.

"It may perhaps, to some extent, be seen as a kind of progress": one hedge is honest, and tells the
reader how sure the writer is. Heaped on one clause, they leave nothing that could turn out wrong,
and so nothing that is said.

How it decides: three or more hedges of at least two kinds (how sure, how much, how often, what) in
one unit, and at least one to seven words (four or more, one to nine). Two of one kind that always
go together ("may perhaps") count as two. What carries a figure, a source or a reason for its
caution ("because", "since", "if"), questions, the writer's own experience, and what is put in
somebody's mouth are let be: there the caution says something.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.checks.base import Check, Finding
from argmap.checks.subject import Subject
from argmap.language.attribution import HolderKind
from argmap.language.hedging import is_first_person
from argmap.language.lexicon import lexicon
from argmap.model import Severity, Unit

_KINDS = ("modality", "degree", "frequency", "unnamed")
_SORTS = 2
_HEAP, _WORDS_A_HEDGE = 3, 7
_BIG_HEAP, _WORDS_A_HEDGE_BIG = 4, 9
_REASONS = frozenset({"because", "since", "if", "unless", "although", "whether"})


def find(subject: Subject) -> Iterator[Finding]:
    """Units that are hedged until nothing is left."""
    for unit in subject.units:
        found = _hedges(subject, unit)
        if len({kind for _, _, kind in found}) < _SORTS:
            continue
        if subject.asks(unit) or _is_others(subject, unit):
            continue
        tokens = list(subject.tokens(unit))
        if is_first_person(tokens) or any(t.pos_ == "NUM" and t.dep_ == "nummod" for t in tokens):
            continue
        if any(t.lower_ in _REASONS for t in tokens) or subject.is_sourced(unit, neighbours=False):
            continue
        size = sum(not t.is_punct for t in tokens)
        text = subject.map.article.text
        # The same hedge twice is one.
        different = len({text[s:e].lower() for s, e, _ in found})
        heap = different >= _HEAP and size <= _WORDS_A_HEDGE * len(found)
        big = len(found) >= _BIG_HEAP and size <= _WORDS_A_HEDGE_BIG * len(found)
        if not (heap or big):
            continue
        start, end = found[0][0], found[-1][1]
        named = ", ".join(f"“{' '.join(text[s:e].split())}”" for s, e, _ in found)
        yield Finding(
            unit.id,
            start,
            end,
            f"{len(found)} hedges ({named}) leave nothing that could turn out wrong.",
            "Keep the one hedge that is meant, and say what holds, where, and how far.",
        )


def _is_others(subject: Subject, unit: Unit) -> bool:
    """Does somebody in particular say it? "Some would say" is itself a hedge."""
    spans = [a.content for a in subject.attributions if a.kind is HolderKind.NAMED]
    return any(
        2 * (min(e, unit.end) - max(s, unit.start)) >= unit.end - unit.start
        for s, e in (*spans, *subject.quotations)
    )


def _hedges(subject: Subject, unit: Unit) -> list[tuple[int, int, str]]:
    """Start, end and kind of each hedge; where two overlap, the longer one."""
    words, text = lexicon("weasels"), subject.map.article.text
    found = [
        (*match.span(), kind)
        for kind in _KINDS
        for match in words.pattern(kind).finditer(text, unit.start, unit.end)
        if not _is_plain(subject, match.start(), match[0].lower())
    ]
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if all(end <= s or start >= e for s, e, _ in kept):
            kept.append((start, end, kind))
    return sorted(kept)


def _is_plain(subject: Subject, start: int, word: str) -> bool:
    """ "May" the month, "rather than", "could not", "kind of" as a noun that names a kind."""
    span = subject.slice(start, start + 1)
    if not len(span):
        return True
    token = span[0]
    after = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
    if word in {"may", "might", "could"}:
        return token.tag_ != "MD" or after in {"n't", "not"}
    if word in {"rather", "quite"}:
        return after in {"than", "the", "a", "an"} or token.dep_ != "advmod"
    if word in {"suggest", "suggests"}:
        return token.pos_ != "VERB"
    return False


CHECK = Check(
    code="weasel",
    group="language",
    severity=Severity.INFO,
    question="Is it hedged until nothing is said?",
    source=(
        "Hyland (2005), Metadiscourse, appendix; Ganter & Strube (2009), Finding Hedges by "
        "Chasing Weasels"
    ),
    explanation=__doc__,
    find=find,
    of_argument=True,
)
