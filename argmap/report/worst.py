"""Which claims of a map stand worst."""

from __future__ import annotations

from argmap.model import ArgumentMap, Role, Severity, Unit


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
    """The highest severity among the unit's flags, or none where it has no flag."""
    return max(
        (flag.severity for flag in map_.flags_of(unit.id)), key=lambda s: s.rank, default=None
    )


def worst_first(map_: ArgumentMap) -> list[Unit]:
    """`claims_of` the map, the one that stands worst first.

    The order is: worst severity, then number of flags, then low strength (a unit that was not
    weighed counts as 1), then position in the text. The first is the one to check first.

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
    >>> [unit.id for unit in worst_first(map_)]
    ['u2', 'u1']
    """

    def key(unit: Unit) -> tuple[int, int, float, int, int]:
        severity = worst_severity(map_, unit)
        return (
            -1 if severity is None else -2 - severity.rank,
            -len(map_.flags_of(unit.id)),
            1.0 if unit.strength is None else unit.strength,
            unit.start,
            unit.end,
        )

    return sorted(claims_of(map_), key=key)
