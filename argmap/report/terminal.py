"""The summary of a map in the terminal.

All text of the article passes through `one_line`, and into rich as `Text`, never as markup: an
article can neither move the cursor nor restyle what is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from argmap.model import ArgumentMap
from argmap.report.summary import Summary, Worst, severity_count, summarize
from argmap.report.text import one_line, plural, shorten

SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
"""Severity to the style that it is shown in."""
_NAMES = {"major_claim": "major claim"}
_PLAIN_WIDTH = 100


def console_for(file: IO[str], width: int | None = None) -> Console:
    """A rich console for a file, as wide as its terminal, or 100 columns where it is none."""
    console = Console(file=file, width=width, highlight=False, emoji=False)
    if width is None and not console.is_terminal:
        console = Console(file=file, width=_PLAIN_WIDTH, highlight=False, emoji=False)
    return console


def text_of(parts: Iterable[RenderableType], console: Console) -> str:
    """What the console would print of these parts, one after the other."""
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    # rich fills each line up to the width; whoever pipes it on has no use for that.
    return "".join(line.rstrip() + "\n" for line in captured.get().splitlines())


def print_summary(
    map_: ArgumentMap, *, file: IO[str] | None = None, width: int | None = None, worst: int = 5
) -> None:
    """Print units by role, relations by kind, flags by check, and the worst claims.

    Colour is used only where the file is a terminal, and never alone. `width` is in columns; none
    takes the terminal's (100 where the file is none).

    >>> from argmap.model import Article, Unit
    >>> text = "Cats purr."
    >>> unit = Unit(id="u1", start=0, end=9, text="Cats purr", role="major_claim")
    >>> map_ = ArgumentMap(article=Article(id="cats", text=text), units=(unit,))
    >>> print_summary(map_, width=60)
    cats
      Thesis     Cats purr
      Units      1: 1 major claim
      Relations  none
      Flags      none
    """
    target = file or sys.stdout
    target.write(summary_text(map_, target, width=width, worst=worst))


def summary_text(
    map_: ArgumentMap, file: IO[str], *, width: int | None = None, worst: int = 5
) -> str:
    """What `print_summary` would print to this file."""
    return text_of([summary_view(summarize(map_, worst=worst))], console_for(file, width))


def summary_view(summary: Summary) -> RenderableType:
    """The summary as a rich renderable."""
    return Group(*_parts(summary))


def _parts(summary: Summary) -> Iterator[RenderableType]:
    yield Text(one_line(summary.title or summary.article), style="bold")
    flags = sum(summary.severities.values())
    rows = [
        ("Thesis", Text(shorten(summary.thesis, 400) if summary.thesis else "none found")),
        ("Units", Text(_counts(summary.roles))),
        ("Relations", Text(_counts(summary.relations))),
        ("Flags", Text(_flag_line(summary) if flags else "none")),
    ]
    for name, value in rows:
        yield from _row(name, value)
    for code, count in summary.checks.items():
        yield from _row("", Text(f"{count:>4}  {one_line(code)}"))
    if summary.worst:
        yield Text("")
        yield Text("Claims that stand worst", style="bold")
        for rank, item in enumerate(summary.worst, 1):
            yield from _worst(rank, item)


def _row(name: str, value: Text) -> Iterator[RenderableType]:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(width=9, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(name, style="dim"), value)
    yield Padding(table, (0, 0, 0, 2), expand=False)


def _worst(rank: int, item: Worst) -> Iterator[RenderableType]:
    head = Text(f"{rank}. ")
    head.append(item.severity, style=SEVERITIES[item.severity])
    head.append("  " + ", ".join(dict.fromkeys(one_line(code) for code in item.checks)))
    yield Padding(head, (0, 0, 0, 2), expand=False)
    strength = "" if item.strength is None else f" (strength {item.strength:.2f})"
    yield Padding(Text(f"“{shorten(item.text, 300)}”{strength}"), (0, 0, 0, 5), expand=False)


def _counts(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    if not total:
        return "none"
    parts = [plural(count, _NAMES.get(name, name)) for name, count in counts.items() if count]
    return f"{total}: {', '.join(parts)}"


def _flag_line(summary: Summary) -> str:
    total = sum(summary.severities.values())
    parts = [severity_count(name, count) for name, count in summary.severities.items() if count]
    return (
        f"{total} on {plural(summary.flagged_units, 'unit')} of {summary.units}: {', '.join(parts)}"
    )
