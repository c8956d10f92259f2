"""Notebooks: what Jupyter shows of a map."""

from __future__ import annotations

from markupsafe import Markup

from argmap.errors import ArgmapError
from argmap.model import ArgumentMap, Flag
from argmap.views.drawing import to_svg
from argmap.views.labels import clip
from argmap.views.markup import seen

_FITTED = '<svg style="max-width: 100%; height: auto; border-radius: 6px" '
"""The drawing as wide as the cell at most, so that none of it is cut off."""


def mimebundle(map: ArgumentMap) -> dict[str, str]:
    """The map as text, as SVG, and as HTML: the drawing with the flags below it.

    Where no drawing can be made the flags are shown with the reason; a notebook never fails on
    showing a value.

    >>> from argmap.model import Article
    >>> sorted(mimebundle(ArgumentMap(article=Article(id="a", text=""))))
    ['image/svg+xml', 'text/html', 'text/plain']
    """
    flags = sorted(map.flags, key=lambda flag: (-flag.severity.rank, flag.start, flag.id))
    lines = [repr(map), *(f"  {f.severity} {f.check} {f.unit}: {f.message}" for f in flags)]
    bundle = {"text/plain": "\n".join(seen(line) for line in lines)}
    try:
        bundle["image/svg+xml"] = to_svg(map)
        drawing = bundle["image/svg+xml"].replace("<svg ", _FITTED, 1)
    except ArgmapError as error:
        drawing = str(Markup("<p>Not drawn: {}</p>").format(seen(str(error))))
    rows = Markup("").join(_row(map, flag) for flag in flags)
    heading = f"{len(flags)} flag{'' if len(flags) == 1 else 's'}"
    listed = Markup("<details open><summary>{}</summary><ul>{}</ul></details>").format(
        heading, rows
    )
    bundle["text/html"] = f"<div>{drawing}{listed if flags else ''}</div>"
    return bundle


def _row(map: ArgumentMap, flag: Flag) -> Markup:
    return Markup("<li><b>⚑ {}</b> ({}): {} <q>{}</q></li>").format(
        seen(flag.check),
        flag.severity.value,
        seen(flag.message),
        seen(clip(map.unit(flag.unit).text, 160)),
    )
