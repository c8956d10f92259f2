"""Keys: the name of a unit in ids of HTML and SVG."""

from __future__ import annotations

import re

from argmap.model import ArgumentMap

# Not what the page and the drawing name their own elements with.
_PLAIN = re.compile(
    r"(?!(?:argmap|edge|flag|graph|more|node|point|section)(?:-|\d*$))[A-Za-z0-9_-]{1,64}"
)


def node_keys(map: ArgumentMap) -> list[str]:
    """A key a unit, safe in an id of HTML or SVG: the unit's own id wherever it can be one.

    >>> from argmap.model import Article, Unit
    >>> units = [Unit(id=id, start=0, end=1, text="a", role="claim") for id in ("u1", '"><b>')]
    >>> node_keys(ArgumentMap(article=Article(id="a", text="a"), units=tuple(units)))
    ['u1', 'n.1']
    """
    return [
        unit.id if _PLAIN.fullmatch(unit.id) else f"n.{index}"
        for index, unit in enumerate(map.units)
    ]
