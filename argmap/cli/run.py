"""Doing something to each article of a command line: maps made, failures kept and told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from argmap.cli.console import Progress, error, note
from argmap.cli.files import STDIN, is_map
from argmap.errors import ArgmapError, MissingRequirement, OutputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from argmap.model import ArgumentMap
    from argmap.settings import Settings

SOME_FAILED = 4
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Failure:
    """An article that could not be done, and why."""

    path: str
    error: str


def map_of(
    path: str,
    settings: Settings,
    *,
    encoding: str | None = None,
    quiet: bool = False,
    sources: Path | None = None,
) -> ArgumentMap:
    """The map in a file of any format that argmap reads, or of an article that is analysed.

    Raises:
        ArgmapError: the file cannot be read, or not as what it claims to be.
    """
    if is_map(path) or (path == STDIN and _map_on_stdin()):
        return _checked(read_map(path, settings, quiet=quiet), settings)
    import argmap

    held_against: dict[str, Any] = {} if sources is None else {"sources": sources}
    return argmap.analyze_file(
        path,
        encoding=encoding,
        settings=settings,
        notes=None if quiet else note,
        **held_against,
    )


def _checked(map_: ArgumentMap, settings: Settings) -> ArgumentMap:
    """A map that another tool made, with strengths and the flags that its structure alone shows."""
    if map_.flags or map_.made_by.checks:
        return map_
    from argmap import checks

    return checks.run(
        map_, None, select=settings.select, ignore=settings.ignore, severities=settings.severities
    )


def read_map(
    path: str,
    settings: Settings,
    *,
    format: str | None = None,
    lenient: bool = False,
    quiet: bool = False,
) -> ArgumentMap:
    """The map in a file, or on stdin (a map file, where no format is named).

    Raises:
        InputError: it cannot be read, or is not of its format.
        UsageError: the format is not known.
    """
    from argmap import formats

    notes = None if quiet else note
    if path == STDIN:
        return formats.loads(
            sys.stdin.buffer.read(),
            format or "map",
            where="stdin",
            name="stdin",
            notes=notes,
            lenient=lenient,
            limits=settings.limits,
        )
    return formats.read_map(
        path, format=format, limits=settings.limits, notes=notes, lenient=lenient
    )


def _map_on_stdin() -> bool:
    """Whether stdin brings a map file, as from `argmap analyze - --format map`."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    if peek is None:
        return False
    begin: bytes = peek(1)
    return begin.lstrip().startswith(b"{") and b'"article"' in begin


def each(
    items: Sequence[_Item],
    path_of: Callable[[_Item], str],
    do: Callable[[_Item], str],
    *,
    quiet: bool = False,
) -> list[Failure]:
    """Do each item and print to stdout what comes of it, at once.

    Among many, one that fails is told and kept, and the others are done.

    Raises:
        ArgmapError: the only item failed; or something is wrong that no other article would mend
            (an option, a missing program, a folder that cannot be written).
    """
    progress = Progress(len(items), quiet=quiet)
    failures: list[Failure] = []
    for item in items:
        progress.step(path_of(item))
        try:
            text = do(item)
            progress.clear()
            sys.stdout.write(text)
            sys.stdout.flush()
        except (UsageError, MissingRequirement, OutputError, BrokenPipeError):
            progress.clear()
            raise
        except Exception as problem:
            progress.clear()
            if len(items) == 1 or os.environ.get("ARGMAP_DEBUG"):
                raise
            failures.append(Failure(path_of(item), _told(problem, path_of(item))))
            error(failures[-1].error)
    progress.clear()
    if failures:
        error(f"{len(failures)} of {len(items)} articles failed, the others are done")
    return failures


def _told(problem: Exception, path: str) -> str:
    if not isinstance(problem, ArgmapError):
        return f"{path}: this is a bug in argmap: {type(problem).__name__}: {problem}"
    return str(problem) if problem.where else f"{path}: {problem}"
