"""Which claims contradict one another. One seam: pairs of claims, and for each what was found.

Here by words, after de Marneffe, Rafferty & Manning (2008): two claims say the same of the same,
but one denies it, or has an opposite (rise, fall), or another number. Better quiet and right:
both must be flat statements with the same names, years and modality, and all else in them must be
the same, or nearly. A stance model, given in its place, sees more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from argmap.compare.claims import ClaimWords, Number, claim_words
from argmap.compare.records import Sign
from argmap.evidence.countries import countries

_SAME = 0.8
"""Least share of the other content words that both claims have."""
_EDITED = 0.6
"""Least share of the words of one claim that another has which may be an edit of it."""
_NEAR = 0.1
"""Rough numbers this near to one another agree."""


@dataclass(frozen=True)
class Found:
    """Why two claims contradict one another, and by which words."""

    sign: Sign
    words_a: str
    words_b: str


Contradicts = Callable[[Sequence[tuple[str, str]]], Sequence[Found | None]]
"""Pairs of claims to what makes each contradict, or none."""


def by_words(pairs: Sequence[tuple[str, str]]) -> list[Found | None]:
    """What makes each pair contradict, as far as words show it.

    >>> found = by_words([("Exports rose by 5 percent.", "Exports fell by 5 percent."),
    ...                   ("The bridge is safe.", "The bridge is not safe."),
    ...                   ("The bridge is safe.", "The bridge may not be safe.")])
    >>> [one and one.sign.value for one in found]
    ['antonym', 'negation', None]
    """
    claims = claim_words([text for pair in pairs for text in pair])
    return [_found(claims[i], claims[i + 1]) for i in range(0, len(claims), 2)]


def same_meaning(a: ClaimWords, b: ClaimWords) -> bool:
    """Whether nothing in the words of two claims that are alike speaks against one meaning.

    Other numbers, years or names, another polarity, and doer and done-to the other way round do.
    Where most words are the same, each that denies must have its like; where they are not, as many
    words must turn the sense, or as many and two, and names that mean one country are one.
    """
    if a.text.split() == b.text.split():
        return True
    if _apart(a.years, b.years) or any(
        _differ(x, y) or (x.value != y.value and (x.bound or y.bound)) for x, y in _counting(a, b)
    ):
        return False
    if _shared(a, b) < _EDITED:
        return not (
            _odd(a, b)
            or _apart(_known(a), _known(b))
            or _one_must_the_other_may(a.modality, b.modality)
            # "More die of heat than of floods" and the other way round.
            or (_swapped(a, b) and _compares(a) and _compares(b))
        )
    if (len(a.negators) + len(b.negators) + len(_opposites(a, b))) % 2:
        return False
    return not (_apart(a.names, b.names) or a.modality ^ b.modality == {"duty"} or _swapped(a, b))


def may_deny(a: ClaimWords, b: ClaimWords) -> bool:
    """Whether two claims on the same thing in other words may deny one another.

    Both are flat statements, of one time, no number or country stands in one alone, and one of
    them has a word that turns the sense which the other lacks.
    """
    if a.soft or b.soft or a.years != b.years or _known(a) != _known(b):
        return False
    return _odd(a, b) and not _loose_numbers(a, b)


def _one_must_the_other_may(a: frozenset[str], b: frozenset[str]) -> bool:
    return ("duty" in a) != ("duty" in b) and bool((a | b) & {"able", "leave"})


def _compares(claim: ClaimWords) -> bool:
    return any(text.strip().lower() == "than" for text, _ in claim.pieces)


def _odd(a: ClaimWords, b: ClaimWords) -> bool:
    return (a.turns + b.turns) % 2 == 1


def _swapped(a: ClaimWords, b: ClaimWords) -> bool:
    """Whether doer and done-to are the other way round."""
    return a.subject != b.subject and a.subject in b.lemmas and b.subject in a.lemmas


def _shared(a: ClaimWords, b: ClaimWords) -> float:
    """Share of the content words of the shorter claim that both have."""
    one, other = ({stem for _, stem in claim.pieces if stem} for claim in (a, b))
    least = min(len(one), len(other))
    return len(one & other) / least if least else 1.0


def _known(claim: ClaimWords) -> frozenset[str]:
    """Countries and bodies of countries that a claim names, by their one name."""
    table = countries()
    words = [text.strip() for text, _ in claim.pieces]
    named = (table.canonical(word) for word in words if word[:1].isupper())
    return frozenset(name for name in named if table.is_actor(name))


def _found(a: ClaimWords, b: ClaimWords) -> Found | None:  # noqa: PLR0911 - a decision list
    if a.soft or b.soft or a.modality != b.modality:
        return None
    if a.years != b.years:
        return _another_year(a, b)
    if not (a.names <= b.names or b.names <= a.names):
        return None
    if a.subject and b.subject and a.subject != b.subject and not _opposite(a.subject, b.subject):
        return None
    opposites = _opposites(a, b)
    left_a = [x for x in a.lemmas if x not in {one for one, _ in opposites}]
    left_b = [x for x in b.lemmas if x not in {other for _, other in opposites}]
    rest_a, rest_b = set(left_a), set(left_b)
    both = rest_a & rest_b
    # An opposite is itself a word that both share, in a way.
    if len(both) + len(opposites) < 2 or len(both) < _SAME * len(rest_a | rest_b):
        return None
    numbers = [(x, y) for x, y in _counting(a, b) if _differ(x, y)]
    denied = a.negated != b.negated
    if rest_a == rest_b and (len(a.negators) + len(b.negators)) % 2:
        denied = True  # in a clause below the main one, all else being the same
    flips = len(opposites) + denied
    if numbers:
        x, y = numbers[0]
        return Found(Sign.NUMBER, x.text, y.text) if not flips and len(both) > 1 else None
    if flips != 1 or _loose_numbers(a, b):
        return None
    if opposites:
        one, other = opposites[0]
        return Found(Sign.ANTONYM, _as_written(a, one), _as_written(b, other))
    return Found(Sign.NEGATION, _negator(a, b), _negator(b, a))


def _another_year(a: ClaimWords, b: ClaimWords) -> Found | None:
    """Two years of what happens once, the claims being the same word for word otherwise.

    Exports may rise in two years; nobody joins, is born or is founded in two.
    """
    if len(a.years) != 1 or len(b.years) != 1 or once().isdisjoint(a.lemmas):
        return None
    year_a, year_b = min(a.years), min(b.years)
    if a.text.replace(year_a, "", 1).split() != b.text.replace(year_b, "", 1).split():
        return None
    return Found(Sign.NUMBER, year_a, year_b)


def _negator(claim: ClaimWords, other: ClaimWords) -> str:
    """The word that denies here what the other claim says."""
    if claim.negated != other.negated:
        return claim.negator if claim.negated else ""
    more = len(claim.negators) > len(other.negators)
    return claim.negators[-1] if more else ""


def _opposites(a: ClaimWords, b: ClaimWords) -> list[tuple[str, str]]:
    """Pairs of opposites, one in each claim, whose words are not in the other claim too."""
    only_a = [x for x in dict.fromkeys(a.lemmas) if x not in b.lemmas]
    only_b = [x for x in dict.fromkeys(b.lemmas) if x not in a.lemmas]
    found = []
    for one in only_a:
        other = next((y for y in only_b if _opposite(one, y)), None)
        if other is not None:
            only_b.remove(other)
            found.append((one, other))
    return found


def _opposite(one: str, other: str) -> bool:
    return frozenset((one, other)) in antonyms()


@cache
def antonyms() -> frozenset[frozenset[str]]:
    """Pairs of opposite lemmas.

    >>> frozenset(("rise", "fall")) in antonyms()
    True
    """
    pairs = _opposites_file()["pairs"]
    return frozenset(frozenset(pair) for group in pairs.values() for pair in group)


@cache
def once() -> frozenset[str]:
    """Lemmas of what happens to one thing once.

    >>> "join" in once()
    True
    """
    return frozenset(_opposites_file()["once"]["verbs"])


@cache
def _opposites_file() -> dict[str, Any]:
    text = (files("argmap.compare") / "antonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether each has something that the other lacks."""
    return bool(one - other) and bool(other - one)


def _counting(a: ClaimWords, b: ClaimWords) -> list[tuple[Number, Number]]:
    """Numbers of the same thing, where each claim has one of it."""
    found = []
    for x in a.numbers:
        mine = [n for n in a.numbers if n.unit == x.unit]
        theirs = [n for n in b.numbers if n.unit == x.unit]
        if len(mine) == 1 and len(theirs) == 1:
            found.append((x, theirs[0]))
    return found


def _loose_numbers(a: ClaimWords, b: ClaimWords) -> bool:
    """Whether a number stands in one claim that the other does not have."""
    return {(n.value, n.unit) for n in a.numbers} != {(n.value, n.unit) for n in b.numbers}


def _differ(x: Number, y: Number) -> bool:
    if x.bound or y.bound:
        return False
    if x.rough or y.rough:
        return abs(x.value - y.value) > _NEAR * max(abs(x.value), abs(y.value))
    return x.value != y.value


def _as_written(claim: ClaimWords, lemma: str) -> str:
    return claim.shown[claim.lemmas.index(lemma)]
