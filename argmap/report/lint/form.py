"""What a format of `argmap check` is, and what it is told at the end of a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from argmap.report.diagnostics import Diagnostic


@dataclass(frozen=True)
class Run:
    """A run of `argmap check` when it is done."""

    found: tuple[Diagnostic, ...]
    """In the order of the articles and of their text."""
    checks: tuple[str, ...]
    """Codes of the checks that ran on any article, sorted."""
    failures: tuple[tuple[str, str], ...] = ()
    """Path and error of each article that could not be checked."""
    version: str = ""
    """Of argmap."""


def _nothing(_: object) -> str:
    return ""


@dataclass(frozen=True)
class Form:
    """One format: what it prints, and when."""

    begin: str = ""
    article: Callable[[Sequence[Diagnostic]], str] = _nothing
    """Text for the flags of one article, in the order of the text."""
    end: Callable[[Run], str] = _nothing
    """Text for the whole run."""
    for_people: bool = False
    """Whether the command also says how many there were."""
