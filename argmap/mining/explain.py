"""Why a relation or a role was decided: the cue where there is one, else what could be seen.

Nothing is invented: where no cue stands, the sentence says so, and tells position, shared words
and the nearest cue as they are in the text. It works on records alone, so that a map read from a
file is explained like a fresh one, and no parse or model is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from argmap.model import ArgumentMap, BlockKind, Relation, RelationKind, Role, Unit

SHOWN = 3
"""So many shared words are named."""
_WORD = re.compile(r"[^\W\d_][\w’'-]+")
_COMMON_WORDS = """
about after again against also although among and another any are because been before
being between both but can cannot could did does each even ever every few for from had
has have her here him his how however into its itself just less many may might more most
much must nor not now off one only other our out over own same she should since some
still such than that the their them then there these they this those though through too
under until upon very was way were what when where which while who whom whose why will
with within without would yet you your
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def why_related(map_: ArgumentMap, relation: Relation) -> str:
    """One sentence on what a relation rests on; for many of one map, see `Reasons`.

    >>> from argmap.api import analyze
    >>> map_ = analyze("Cats should be kept because they catch mice.", miner="rules")
    >>> why_related(map_, map_.relations[0])
    'Decided by the cue “because”.'
    """
    return Reasons(map_).related(relation)


def why_unit(map_: ArgumentMap, unit: Unit) -> str:
    """One sentence on what a unit's role rests on; for many of one map, see `Reasons`.

    >>> from argmap.model import ArgumentMap, Article, Unit
    >>> article = Article(id="a", text="Cats purr loudly.")
    >>> unit = Unit(id="u1", start=0, end=16, text="Cats purr loudly", role="claim")
    >>> why_unit(ArgumentMap(article=article, units=(unit,)), unit)
    'No cue marks it. The miner saw: nothing supports it; it stands first in its paragraph.'
    """
    return Reasons(map_).unit(unit)


class Reasons:
    """Why each unit and relation of a map was decided; what all of them need is looked up once.

    >>> from argmap.api import analyze
    >>> map_ = analyze("Cats should be kept because they catch mice.", miner="rules")
    >>> Reasons(map_).unseen(map_.units[1])
    ()
    """

    def __init__(self, map_: ArgumentMap) -> None:
        self._map = map_
        self._place = {unit.id: place for place, unit in enumerate(map_.units)}
        self._units = {unit.id: unit for unit in map_.units}
        self._sources = {relation.id: relation.source for relation in map_.relations}
        blocks = map_.article.blocks
        self._headings = [b.start for b in blocks if b.kind is BlockKind.HEADING]
        self._first: dict[int | None, str] = {}
        for unit in map_.units:
            self._first.setdefault(unit.block, unit.id)

    def unseen(self, unit: Unit) -> tuple[str, ...]:
        """What to say of a unit whose link (for the thesis: role) no cue explains.

        Nothing is said of what no miner decided: a map that was drawn by hand, a review's change.
        """
        if not self._map.made_by.model:
            return ()
        said = [
            self.related(relation)
            for relation in self._map.outgoing(unit.id)
            if not relation.cues and relation.confidence < 1
        ]
        if unit.role is Role.MAJOR_CLAIM and not unit.cues and unit.confidence < 1:
            said.append(self.unit(unit))
        return tuple(said)

    def related(self, relation: Relation) -> str:
        """See `why_related`."""
        text = self._map.article.text
        if relation.cues:
            return f"Decided by {_quoted(text, relation.cues)}."
        source = self._units[relation.source]
        target = self._units[self._sources.get(relation.target, relation.target)]
        parts = [self._position(source, target), _shared(source, target)]
        if source.cues:
            parts.append(f"the nearest cue is {_quoted(text, source.cues, bare=True)}")
        return f"No cue says so. The miner saw: {'; '.join(part for part in parts if part)}."

    def unit(self, unit: Unit) -> str:
        """See `why_unit`."""
        article = self._map.article
        if unit.cues:
            return f"Marked by {_quoted(article.text, unit.cues)}."
        held = sum(r.kind is RelationKind.SUPPORT for r in self._map.incoming(unit.id))
        seen = [
            "nothing supports it"
            if not held
            else f"{held} unit{'s' * (held > 1)} support{'s' * (held == 1)} it"
        ]
        if self._first.get(unit.block) == unit.id:
            seen.append("it stands first in its paragraph")
        if unit.role is Role.MAJOR_CLAIM and article.title:
            words = _words(article.title) & _words(unit.text)
            if words:
                seen.append(f"it shares {_listed(words)} with the title")
        return f"No cue marks it. The miner saw: {'; '.join(seen)}."

    def _position(self, source: Unit, target: Unit) -> str:
        apart = self._place[source.id] - self._place[target.id]
        if source.block == target.block:
            where = "the same paragraph"
        elif self._section(source.start) == self._section(target.start):
            headed = bool(self._headings)
            where = f"another paragraph{' of the same section' * headed}"
        else:
            where = "another section"
        if target.role is Role.MAJOR_CLAIM:
            return f"the target is the thesis, in {where}"
        if abs(apart) == 1:
            return f"the target stands right {'before' if apart == 1 else 'after'} it, in {where}"
        way = "before" if apart > 0 else "after"
        return f"the target stands {abs(apart)} units {way} it, in {where}"

    def _section(self, offset: int) -> int:
        return bisect_right(self._headings, offset)


def _quoted(text: str, cues: tuple[tuple[int, int], ...], *, bare: bool = False) -> str:
    words = [f"“{text[start:end]}”" for start, end in cues]
    listed = ", ".join(words)
    return listed if bare else f"the cue{'s' * (len(words) > 1)} {listed}"


def _shared(source: Unit, target: Unit) -> str:
    words = _words(source.text) & _words(target.text)
    return f"both speak of {_listed(words)}" if words else "they share no content word"


def _listed(words: set[str]) -> str:
    return ", ".join(f"“{word}”" for word in sorted(words, key=lambda w: (-len(w), w))[:SHOWN])


@lru_cache(maxsize=4096)
def _found(text: str) -> frozenset[str]:
    plain = {word.lower().removesuffix("’s").removesuffix("'s") for word in _WORD.findall(text)}
    return frozenset(word for word in plain if len(word) > 3 and word not in _COMMON)


def _words(text: str) -> set[str]:
    return set(_found(text))


__all__ = ["Reasons", "why_related", "why_unit"]
