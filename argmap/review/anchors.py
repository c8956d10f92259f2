"""Anchors: the words that a decision is about, and finding them again in another map.

A unit's id says nothing once the article was analysed anew. Its words and what stands around them
do. Where the words stand in the text more than once, what stands around them decides, and where
that does not either, nothing is found: a person is asked rather than a decision put in a wrong
place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from argmap.model import Flag, Relation, RelationKind, Unit

CONTEXT = 40
"""Code points before and after that are kept."""
_ENOUGH = 12
"""Code points around that must be the same where the words alone leave a choice."""
_EDGES = " \t\r\n\f\v\u00a0.,;:!?\u2026-\u2013\u2014"
_LONGEST_WORD = 30
_MOST = 2000
"""Places of the same words that are looked at."""


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and punctuation at its ends, as units are cut.

    >>> trimmed("So. Cats purr! ", 3, 15)
    (4, 13)
    """
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span, grown to whole words at its ends, for a hand on a mouse is not exact.

    >>> whole_words("Cats purr.", 1, 7)
    (0, 9)
    """
    left, right = start, end
    while left > 0 and _joined(text, left):
        left -= 1
    while right < len(text) and _joined(text, right):
        right += 1
    # A script without spaces has no words that a space would end.
    return (
        left if start - left <= _LONGEST_WORD else start,
        right if right - end <= _LONGEST_WORD else end,
    )


def span_anchor(text: str, start: int, end: int) -> dict[str, Any]:
    """What is kept of a stretch of the text."""
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "before": text[max(0, start - CONTEXT) : start],
        "after": text[end : end + CONTEXT],
    }


def unit_anchor(text: str, unit: Unit) -> dict[str, Any]:
    """What is kept of a unit."""
    return {"id": unit.id, "role": unit.role.value, **span_anchor(text, unit.start, unit.end)}


def flag_anchor(text: str, flag: Flag, unit: Unit) -> dict[str, Any]:
    """What is kept of a flag."""
    return {
        "id": flag.id,
        "check": flag.check,
        "severity": flag.severity.value,
        "message": flag.message,
        "start": flag.start,
        "end": flag.end,
        "words": text[flag.start : flag.end],
        "unit": unit_anchor(text, unit),
    }


def relation_anchor(
    text: str,
    relation: Relation,
    units: Mapping[str, Unit],
    relations: Mapping[str, Relation],
) -> dict[str, Any]:
    """What is kept of a relation: its kind, and its two ends."""
    target: dict[str, Any]
    if relation.kind is RelationKind.UNDERCUT:
        under = relations[relation.target]
        # An undercut of an undercut: its own target is told by id alone.
        if under.kind is RelationKind.UNDERCUT:
            target = {
                "id": under.id,
                "type": under.kind.value,
                "source": unit_anchor(text, units[under.source]),
                "target": {"id": under.target},
            }
        else:
            target = relation_anchor(text, under, units, relations)
    else:
        target = unit_anchor(text, units[relation.target])
    return {
        "id": relation.id,
        "type": relation.kind.value,
        "source": unit_anchor(text, units[relation.source]),
        "target": target,
    }


def find_span(text: str, anchor: Mapping[str, Any]) -> tuple[int, int] | None:
    """Where the anchor's words stand in this text; none where they do not, or nobody can say.

    >>> anchor = span_anchor("It rains. We stay. It rains. We go.", 19, 27)
    >>> find_span("Look: it is May. It rains. We stay. It rains. We go.", anchor)
    (36, 44)
    >>> find_span("It snows.", anchor) is None
    True
    """
    start, end, words = anchor["start"], anchor["end"], anchor["text"]
    if not words.split():
        return None
    if (
        text[start:end] == words
        and _same(anchor["before"], text[max(0, start - CONTEXT) : start])
        and _same(anchor["after"], text[end : end + CONTEXT])
    ):
        return start, end
    places = _places(text, words)
    if len(places) == 1:
        return places[0]
    scored = sorted(((_alike(text, place, anchor), place) for place in places), reverse=True)
    if not scored or scored[0][0] < _ENOUGH or scored[0][0] == scored[1][0]:
        return None
    return scored[0][1]


def _places(text: str, words: str) -> list[tuple[int, int]]:
    # Lines may have been broken elsewhere: any white space is as good as any other.
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = []
    for match in re.finditer(pattern, text):
        # Not inside of a longer word.
        if _joined(text, match.start()) or _joined(text, match.end()):
            continue
        found.append(match.span())
        if len(found) > _MOST:
            break
    return found


def _joined(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _alike(text: str, place: tuple[int, int], anchor: Mapping[str, Any]) -> int:
    """How many code points around are the same, going outward."""
    start, end = place
    before = _squeezed(text[max(0, start - 2 * CONTEXT) : start])[::-1]
    after = _squeezed(text[end : end + 2 * CONTEXT])
    return _common(before, _squeezed(anchor["before"])[::-1]) + _common(
        after, _squeezed(anchor["after"])
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _common(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def find_unit(text: str, units: Iterable[Unit], anchor: Mapping[str, Any]) -> Unit | None:
    """The unit that stands where the anchor's words stand, with the same bounds."""
    span = find_span(text, anchor)
    if span is None:
        return None
    return unit_at(text, units, *span)


def unit_at(text: str, units: Iterable[Unit], start: int, end: int) -> Unit | None:
    """The unit with these bounds, punctuation at the ends aside."""
    wanted = trimmed(text, start, end)
    return next((u for u in units if trimmed(text, u.start, u.end) == wanted), None)
