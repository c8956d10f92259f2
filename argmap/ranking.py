"""In which order a fact-checker should look at the claims of a map.

What a source or the article itself contradicts comes first. Then the claims stand in the order of
three things added up: how much they are worth checking (Konstantinovskiy et al. 2021 and the
CheckThat! labs: would a fact-checker look it up, and does the public have to know?), as the critic
model says; the worst flag on them; and how low they stand once supports and attacks are weighed.

The model reads each claim once; its answers are kept, so that a run that writes a table, a report
and a page costs one reading. Without its weights every claim counts alike, and flags and strength
decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from argmap.model import ArgumentMap, Role, Severity, Unit

BY_SEVERITY: Mapping[Severity | None, float] = {
    Severity.ERROR: 2.5,
    Severity.WARNING: 0.5,
    Severity.INFO: 0.15,
    None: 0.0,
}
"""What the worst flag adds. An error outweighs all else: worth and strength add up to 1.25."""
BY_STRENGTH = 0.25
"""What a strength of 0 adds; a unit that was not weighed counts as 1."""
UNJUDGED = 0.5
"""The worth of a claim that the model has not judged."""


class Ranked(NamedTuple):
    """A claim with what puts it where it stands."""

    unit: Unit
    priority: float
    """The higher the sooner; three decimals."""
    check_worthiness: float | None
    """Calibrated probability that a fact-checker should look; none where nothing judged it."""


def claims_of(map_: ArgumentMap) -> list[Unit]:
    """The units that somebody has to answer for, in the order of the text.

    These are the thesis, the claims, and each premise that carries a flag: a premise that a check
    questions has to be defended like a claim.

    >>> from argmap.model import Article
    >>> text = "Cats should be kept. They catch mice."
    >>> map_ = ArgumentMap(
    ...     article=Article(id="cats", text=text),
    ...     units=(
    ...         Unit(id="u1", start=0, end=19, text=text[0:19], role="major_claim"),
    ...         Unit(id="u2", start=21, end=36, text=text[21:36], role="premise"),
    ...     ),
    ... )
    >>> [unit.id for unit in claims_of(map_)]
    ['u1']
    """
    return [unit for unit in map_.units if unit.role is not Role.PREMISE or map_.flags_of(unit.id)]


def worst_severity(map_: ArgumentMap, unit: Unit) -> Severity | None:
    """The highest severity among the unit's flags, or none where it has no flag.

    >>> from argmap.model import Article
    >>> unit = Unit(id="u1", start=0, end=1, text="A", role="claim")
    >>> worst_severity(ArgumentMap(article=Article(id="a", text="A"), units=(unit,)), unit)
    """
    return max(
        (flag.severity for flag in map_.flags_of(unit.id)), key=lambda s: s.rank, default=None
    )


def ranked(map_: ArgumentMap, *, use_critic: bool = True) -> list[Ranked]:
    """`claims_of` the map, the one to check first first.

    Ties are broken by the number of flags, then by the place in the text.

    Args:
        map_: Units, flags and strengths.
        use_critic: False leaves the model out.

    >>> from argmap.model import Article, Flag
    >>> text = "Cats should be kept. They catch mice."
    >>> map_ = ArgumentMap(
    ...     article=Article(id="cats", text=text),
    ...     units=(
    ...         Unit(id="u1", start=0, end=19, text=text[0:19], role="major_claim"),
    ...         Unit(id="u2", start=21, end=36, text=text[21:36], role="premise"),
    ...     ),
    ...     flags=(
    ...         Flag(
    ...             id="f1", check="unsourced-fact", unit="u2", start=21, end=36,
    ...             severity="warning", message="no source is named",
    ...         ),
    ...     ),
    ... )
    >>> [(one.unit.id, one.priority) for one in ranked(map_, use_critic=False)]
    [('u2', 1.0), ('u1', 0.5)]
    """
    found = []
    for unit in claims_of(map_):
        worth = check_worthiness(unit.text) if use_critic else None
        strength = 1.0 if unit.strength is None else unit.strength
        priority = (
            (UNJUDGED if worth is None else worth)
            + BY_SEVERITY[worst_severity(map_, unit)]
            + BY_STRENGTH * (1 - strength)
        )
        found.append(Ranked(unit, round(priority, 3), worth))
    return sorted(
        found,
        key=lambda one: (
            -one.priority,
            -len(map_.flags_of(one.unit.id)),
            one.unit.start,
            one.unit.end,
        ),
    )


def worst_first(map_: ArgumentMap) -> list[Unit]:
    """The units of `ranked`, without what puts them there.

    >>> from argmap.model import Article
    >>> worst_first(ArgumentMap(article=Article(id="a", text="")))
    []
    """
    return [one.unit for one in ranked(map_)]


@lru_cache(maxsize=20_000)
def check_worthiness(text: str) -> float | None:
    """Calibrated probability that a fact-checker should look at a claim; none without the model.

    Two decimals: what differs from machine to machine is smaller.
    """
    from argmap import critic

    if not critic.available():
        return None
    return round(critic.load_critic().judge([text])[0].checkworthy, 2)
