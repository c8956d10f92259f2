"""Views: the argument map as a drawing and as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argmap.model import ArgumentMap
from argmap.settings import Limits
from argmap.views.drawing import draw, to_dot, to_pdf, to_png, to_svg

if TYPE_CHECKING:
    from argmap.views.page import Extension

__all__ = ["draw", "to_dot", "to_html", "to_pdf", "to_png", "to_svg"]


def to_html(
    map: ArgumentMap,
    *,
    limits: Limits | None = None,
    engine: str | None = None,
    extension: Extension | None = None,
) -> str:
    """The page: one self-contained file; see `argmap.views.page`.

    Args:
        map: What to show.
        limits: `drawing_nodes` counts for the drawing in it; none means the defaults.
        engine: The drawing engine; none means the default one.
        extension: What is added to the page; none means nothing.

    >>> from argmap.model import Article
    >>> to_html(ArgumentMap(article=Article(id="a", text="")))[:15]
    '<!DOCTYPE html>'
    """
    from argmap.views.page import to_html as page

    return page(map, limits=limits, engine=engine, extension=extension)
