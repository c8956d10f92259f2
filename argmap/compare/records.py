"""What a comparison hands out: plain records. `a` and `b` are ids of units in the two maps."""

from __future__ import annotations

from enum import StrEnum

from argmap.model.records import Record, Role, Score


class Sign(StrEnum):
    """What two claims contradict one another by."""

    NEGATION = "negation"
    ANTONYM = "antonym"
    NUMBER = "number"
    STANCE = "stance"


class Direction(StrEnum):
    """Whether a claim stands better or worse in the second article."""

    GAINED = "gained"
    LOST = "lost"
    MIXED = "mixed"


class Side(Record):
    """One of the two articles."""

    id: str
    title: str
    path: str | None
    units: int
    model: str


class Claim(Record):
    """A unit as it is shown."""

    id: str
    role: Role
    text: str
    strength: Score | None


class Pair(Record):
    """A unit of each article that mean the same."""

    a: Claim
    b: Claim
    similarity: Score


class Contradiction(Record):
    """A unit of each article that cannot both be true."""

    a: Claim
    b: Claim
    similarity: Score
    sign: Sign
    words_a: str
    words_b: str
    """The words that make the difference; empty where nothing stands in one for what is in the
    other."""


class Change(Record):
    """What became of a shared claim's support from the first article to the second."""

    a: Claim
    b: Claim
    direction: Direction
    strength: float | None
    """Of the second less that of the first; none where one is not weighed."""
    supporters_gained: tuple[Claim, ...] = ()
    """Of the second article."""
    supporters_lost: tuple[Claim, ...] = ()
    """Of the first article."""
    attackers_gained: tuple[Claim, ...] = ()
    attackers_lost: tuple[Claim, ...] = ()
    flags_gained: tuple[str, ...] = ()
    """Codes of checks that flag it in the second article and not in the first."""
    flags_lost: tuple[str, ...] = ()


class Comparison(Record):
    """Two articles side by side."""

    a: Side
    b: Side
    shared: tuple[Pair, ...]
    contradictions: tuple[Contradiction, ...]
    only_a: tuple[Claim, ...]
    only_b: tuple[Claim, ...]
    changes: tuple[Change, ...]
    """Of shared claims, those that stand otherwise than before."""
    method: str
    """What told that two claims mean the same."""
    threshold: Score
    """Least similarity of a pair."""
