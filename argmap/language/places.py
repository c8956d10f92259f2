"""Stretches of a text, looked up by where they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_Item = TypeVar("_Item")


class Places(Generic[_Item]):
    """Things with a start and an end, of which those around a place are asked for many times.

    >>> places = Places([(0, 5, "a"), (2, 3, "b"), (9, 12, "c")])
    >>> places.around(4, 10), places.around(5, 9)
    (['a', 'c'], [])
    """

    def __init__(self, items: Iterable[tuple[int, int, _Item]]) -> None:
        self._items = sorted(items, key=lambda item: item[:2])
        self._starts = [start for start, _, _ in self._items]
        # The furthest end so far: where it lies before the place, so do all the items before it.
        self._ends: list[int] = []
        for _, end, _ in self._items:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def around(self, start: int, end: int) -> list[_Item]:
        """Those that share a code point with `[start, end)`, in the order of the text."""
        stop = bisect_left(self._starts, end)
        found: list[_Item] = []
        while stop and self._ends[stop - 1] > start:
            stop -= 1
            if self._items[stop][1] > start:
                found.append(self._items[stop][2])
        return found[::-1]


def tokens_of(doc: Doc, start: int, end: int) -> Span:
    """The tokens of `[start, end)`, in code points; a token that is cut by an edge counts.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> tokens_of(parse(Article(id="a", text="Rents rose again.")), 7, 10).text
    'rose'
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    return span if span is not None else doc[0:0]


def hull(*tokens: Token) -> tuple[int, int]:
    """From where the first of these tokens starts to where the last one ends, in code points.

    >>> from argmap.mining.parse import parse
    >>> from argmap.model import Article
    >>> doc = parse(Article(id="a", text="Rents rose again."))
    >>> hull(doc[2], doc[1])
    (6, 16)
    """
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return first.idx, last.idx + len(last)
