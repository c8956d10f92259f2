"""Two small plots as SVG, for a page that may load nothing: bars, and lines over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from argmap.report.text import shorten

_WIDTH = 720
_ROW = 24
_LABEL = 240
_COLOURS = 6


def bars(rows: Sequence[tuple[str, float]], *, unit: str) -> str:
    """A horizontal bar a row, its label at the left and its value at the end.

    >>> bars([("a <b>", 2.0)], unit="flags").count("&lt;b&gt;") > 0
    True
    """
    top = max((value for _, value in rows), default=0.0) or 1.0
    room = _WIDTH - _LABEL - 60
    parts = [_opening(_ROW * len(rows) + 4, f"Bars: {unit}")]
    for at, (label, value) in enumerate(rows):
        y, length = at * _ROW, room * value / top
        parts += [
            f'<text class="label" x="{_LABEL - 8}" y="{y + 16}">{_shown(label, 34)}</text>',
            f'<rect class="bar" x="{_LABEL}" y="{y + 4}" width="{length:.1f}" height="16" rx="2">'
            f"<title>{_shown(label, 200)}: {value:g} {escape(unit)}</title></rect>",
            f'<text class="value" x="{_LABEL + length + 6:.1f}" y="{y + 16}">{value:g}</text>',
        ]
    return "".join((*parts, "</svg>"))


def lines(labels: Sequence[str], series: Mapping[str, Sequence[float]], *, unit: str) -> str:
    """A line a series over equally spaced labels, with a legend; at most six series.

    >>> lines(["2019", "2020"], {"unsupported": [1.0, 3.0]}, unit="flags").count("polyline")
    1
    """
    height, left, right, bottom = 260, 48, 200, 28
    shown = dict(list(series.items())[:_COLOURS])
    top = max((value for values in shown.values() for value in values), default=0.0) or 1.0
    width = _WIDTH - left - right
    step = width / max(len(labels) - 1, 1)

    def x(at: int) -> float:
        return left + (at * step if len(labels) > 1 else width / 2)

    def y(value: float) -> float:
        return 10 + (height - bottom - 10) * (1 - value / top)

    parts = [_opening(height, f"Lines over time: {unit}")]
    for tick in (0.0, top / 2, top):
        parts += [
            f'<line class="grid" x1="{left}" x2="{left + width}" y1="{y(tick):.1f}" '
            f'y2="{y(tick):.1f}"/>',
            f'<text class="label" x="{left - 6}" y="{y(tick) + 4:.1f}">{tick:.3g}</text>',
        ]
    every = max(1, -(-len(labels) // 8))
    for at, label in enumerate(labels):
        if at % every == 0:
            parts.append(
                f'<text class="tick" x="{x(at):.1f}" y="{height - 8}">{_shown(label, 12)}</text>'
            )
    for number, (name, values) in enumerate(shown.items()):
        points = " ".join(f"{x(at):.1f},{y(value):.1f}" for at, value in enumerate(values))
        dots = "".join(
            f'<circle cx="{x(at):.1f}" cy="{y(value):.1f}" r="3">'
            f"<title>{_shown(name, 60)}, {_shown(label, 12)}: {value:g}</title></circle>"
            for at, (label, value) in enumerate(zip(labels, values, strict=True))
        )
        key = 24 + number * 20
        parts.append(
            f'<g class="line c{number}"><polyline points="{points}"/>{dots}'
            f'<rect x="{_WIDTH - right + 20}" y="{key - 9}" width="10" height="10"/>'
            f'<text x="{_WIDTH - right + 36}" y="{key}">{_shown(name, 24)}</text></g>'
        )
    return "".join((*parts, "</svg>"))


def _opening(height: int, name: str) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(name)}">'
    )


def _shown(text: str, width: int) -> str:
    return escape(shorten(text, width) or "–")
