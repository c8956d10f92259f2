"""Agreement in the terminal."""

from __future__ import annotations

from typing import IO

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from argmap.report.terminal import console_for, text_of
from argmap.report.text import one_line, plural
from argmap.review.agreement import Agreement, Alpha, Precision


def agreement_text(found: Agreement, file: IO[str], *, width: int | None = None) -> str:
    """What is printed to this file of an `Agreement`."""
    names = ", ".join(one_line(name) for name in found.reviewers)
    parts: list[RenderableType] = [
        Text(f"{plural(len(found.reviewers), 'reviewer')} ({names}), "
             f"{plural(found.articles, 'article')}"),
        Text(),
        _alphas(found.alphas),
        Text(),
        _checks(found.checks),
    ]  # fmt: skip
    return text_of(parts, console_for(file, width))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold")
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", overflow="fold")
    return table


def _alphas(alphas: tuple[Alpha, ...]) -> Table:
    table = _table(
        "Reviewers with one another (Krippendorff's alpha)",
        "about", "alpha", "95 %", "all the same", "items", "reviewers",
    )  # fmt: skip
    for one in alphas:
        table.add_row(
            Text(one.about),
            "–" if one.value is None else f"{one.value:.2f}",
            _range(one.low, one.high),
            "–" if one.same is None else f"{one.same:.0%}",
            str(one.items),
            str(one.reviewers),
        )
    return table


def _checks(checks: tuple[Precision, ...]) -> Table:
    table = _table(
        "The machine with the reviewers (share of its flags that they confirmed)",
        "check", "precision", "95 %", "confirmed", "dismissed", "split",
    )  # fmt: skip
    for one in checks:
        table.add_row(
            Text(one_line(one.check)),
            "–" if one.value is None else f"{one.value:.2f}",
            _range(one.low, one.high) if one.value is not None else "–",
            str(one.confirmed),
            str(one.dismissed),
            str(one.split),
        )
    return table


def _range(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.2f} to {high:.2f}"
