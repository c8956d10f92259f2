"""Which unit a stretch of the article belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argmap.model import Unit

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from argmap.checks.subject import Subject


def place(subject: Subject, start: int, end: int) -> tuple[Unit, int, int] | None:
    """The unit that holds most of `[start, end)`, with the part that lies in it, or none.

    A weakness is seen in a sentence, and a sentence can hold two units ("X, because Y").

    >>> from argmap.checks import Subject
    >>> from argmap.model import ArgumentMap, Article, Unit
    >>> text = "Rents rose, so we must build."
    >>> units = tuple(
    ...     Unit(id=i, start=s, end=e, text=text[s:e], role="claim")
    ...     for i, s, e in (("u1", 0, 10), ("u2", 12, 28))
    ... )
    >>> subject = Subject(ArgumentMap(article=Article(id="a", text=text), units=units))
    >>> unit, s, e = place(subject, 6, 28)
    >>> unit.id, text[s:e]
    ('u2', 'so we must build')
    """
    best: tuple[Unit, int, int] | None = None
    for unit in subject.units:
        s, e = max(start, unit.start), min(end, unit.end)
        if e > s and (best is None or e - s > best[2] - best[1]):
            best = unit, s, e
    return best


def tokens_of(doc: Doc, start: int, end: int) -> Span:
    """The tokens of `[start, end)`, in code points; a token that is cut by an edge counts.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> tokens_of(parse(Article(id="a", text="Rents rose again.")), 7, 10).text
    'rose'
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    return span if span is not None else doc[0:0]
