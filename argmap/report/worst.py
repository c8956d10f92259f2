"""Which claims of a map to look at first."""

from __future__ import annotations

from argmap.model import ArgumentMap, Unit
from argmap.ranking import claims_of, ranked, worst_severity

__all__ = ["claims_of", "worst_first", "worst_severity"]


def worst_first(map_: ArgumentMap) -> list[Unit]:
    """`claims_of` the map, the one that a fact-checker should look at first first.

    The order is that of `argmap.ranking.ranked`: check-worthiness, flags and strength together.

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
    ...             id="f1", check="disputed", unit="u2", start=21, end=36,
    ...             severity="error", message="a source says otherwise",
    ...         ),
    ...     ),
    ... )
    >>> [unit.id for unit in worst_first(map_)]
    ['u2', 'u1']
    """
    return [one.unit for one in ranked(map_)]
