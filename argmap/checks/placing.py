"""Which unit a stretch of the article belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from argmap.model import Unit

if TYPE_CHECKING:
    from spacy.tokens import Token

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


Look = Callable[["Token"], tuple[int, int] | None]
"""From one token, the words of a weakness that it shows, or none."""


@dataclass
class Looks:
    """Looks at single tokens with what they find, each asked only of tokens that can show it.

    Most words of a text show nothing: to ask every look of every one of them takes the most time.
    """

    everywhere: tuple[tuple[Look, str], ...] = ()
    at_verbs: tuple[tuple[Look, str], ...] = ()
    """Of verbs and helpers alone."""
    at_words: dict[str, list[tuple[Look, str]]] = field(default_factory=dict)
    """Of these words alone, in lower case."""

    def add(self, words: Iterable[str], look: Look, what: str) -> None:
        """Ask the look of these words."""
        for word in words:
            self.at_words.setdefault(word, []).append((look, what))


def seen(subject: Subject, unit: Unit, looks: Looks) -> Iterator[tuple[int, int, str]]:
    """What the looks find at the unit's tokens and inside it, each with what it is."""
    for token in subject.tokens(unit):
        asked = [*looks.everywhere, *looks.at_words.get(token.lower_, ())]
        if token.pos_ in _VERBS:
            asked += looks.at_verbs
        for look, what in asked:
            span = look(token)
            if span and unit.start <= span[0] and span[1] <= unit.end:
                yield *span, what


_VERBS = frozenset({"VERB", "AUX"})


class OnceAUnit:
    """Places spans in units, one a unit: a weakness seen twice in a unit is told once.

    >>> from argmap.checks import Subject
    >>> from argmap.model import ArgumentMap, Article, Unit
    >>> text = "Rents rose."
    >>> unit = Unit(id="u1", start=0, end=10, text=text[:10], role="claim")
    >>> once = OnceAUnit(Subject(ArgumentMap(article=Article(id="a", text=text), units=(unit,))))
    >>> once.place(0, 5)[1:], once.place(6, 10)
    ((0, 5), None)
    """

    def __init__(self, subject: Subject, taken: Iterable[str] = ()) -> None:
        self._subject = subject
        self._taken = set(taken)

    def place(self, start: int, end: int) -> tuple[Unit, int, int] | None:
        """As `place`, or none where the unit has one already or the words are somebody else's."""
        if self._subject.has_parse and self._subject.is_reported(start, end):
            return None
        placed = place(self._subject, start, end)
        if placed is None or placed[0].id in self._taken:
            return None
        self._taken.add(placed[0].id)
        return placed
