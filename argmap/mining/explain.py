"""Why a relation or a role was decided: the cue where there is one, else what could be seen.

Nothing is invented: where no cue stands, the sentence says so, and tells position, shared words
and the nearest cue as they are in the text. It works on records alone, so that a map read from a
file is explained like a fresh one, and no parse or model is needed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from argmap.model import ArgumentMap, Article, BlockKind, Relation, Role, Unit

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
    """One sentence on what a relation rests on.

    >>> from argmap.api import analyze
    >>> map_ = analyze("Cats should be kept because they catch mice.", miner="rules")
    >>> why_related(map_, map_.relations[0])
    'Decided by the cue “because”.'
    """
    text = map_.article.text
    if relation.cues:
        return f"Decided by {_quoted(text, relation.cues)}."
    units = {unit.id: unit for unit in map_.units}
    heads = {other.id: other.source for other in map_.relations}
    source = units[relation.source]
    target = units[heads.get(relation.target, relation.target)]
    parts = [_position(map_.article, map_.units, source, target), _shared(source, target)]
    if source.cues:
        parts.append(f"the nearest cue is {_quoted(text, source.cues, bare=True)}")
    return f"No cue says so. The miner saw: {'; '.join(part for part in parts if part)}."


def why_unit(map_: ArgumentMap, unit: Unit) -> str:
    """One sentence on what a unit's role rests on.

    >>> from argmap.model import ArgumentMap, Article, Unit
    >>> article = Article(id="a", text="Cats purr loudly.")
    >>> unit = Unit(id="u1", start=0, end=16, text="Cats purr loudly", role="claim")
    >>> why_unit(ArgumentMap(article=article, units=(unit,)), unit)
    'No cue marks it. The miner saw: nothing supports it; it stands first in its paragraph.'
    """
    if unit.cues:
        return f"Marked by {_quoted(map_.article.text, unit.cues)}."
    held = sum(r.target == unit.id and r.kind.value == "support" for r in map_.relations)
    seen = [
        "nothing supports it"
        if not held
        else f"{held} unit{'s' * (held > 1)} support{'s' * (held == 1)} it"
    ]
    place = [u.id for u in map_.units if u.block == unit.block].index(unit.id)
    if place == 0:
        seen.append("it stands first in its paragraph")
    if unit.role is Role.MAJOR_CLAIM and map_.article.title:
        words = _words(map_.article.title) & _words(unit.text)
        if words:
            seen.append(f"it shares {_listed(words)} with the title")
    return f"No cue marks it. The miner saw: {'; '.join(seen)}."


def _quoted(text: str, cues: tuple[tuple[int, int], ...], *, bare: bool = False) -> str:
    words = [f"“{text[start:end]}”" for start, end in cues]
    listed = ", ".join(words)
    return listed if bare else f"the cue{'s' * (len(words) > 1)} {listed}"


def _position(article: Article, units: tuple[Unit, ...], source: Unit, target: Unit) -> str:
    order = [unit.id for unit in units]
    apart = order.index(source.id) - order.index(target.id)
    if source.block == target.block:
        where = "the same paragraph"
    elif _section(article, source.start) == _section(article, target.start):
        where = "another paragraph of the same section" if _headed(article) else "another paragraph"
    else:
        where = "another section"
    if target.role is Role.MAJOR_CLAIM:
        return f"the target is the thesis, in {where}"
    if abs(apart) == 1:
        return f"the target stands right {'before' if apart == 1 else 'after'} it, in {where}"
    way = "before" if apart > 0 else "after"
    return f"the target stands {abs(apart)} units {way} it, in {where}"


def _headed(article: Article) -> bool:
    return any(block.kind is BlockKind.HEADING for block in article.blocks)


def _section(article: Article, offset: int) -> int:
    return sum(b.kind is BlockKind.HEADING and b.start <= offset for b in article.blocks)


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


__all__ = ["why_related", "why_unit"]
