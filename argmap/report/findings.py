"""Flags with the line and column that an editor shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from argmap.model import ArgumentMap, Flag

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Finding:
    """One flag and where it stands.

    For txt and md the line is the file's own; for other formats it is that of the text that was
    read from the file, which is the map's `article.text`.
    """

    flag: Flag
    quote: str
    """The words that the flag is about."""
    line: int
    """Line of the first of them, from 1."""
    column: int
    """Column of the first of them, from 1, in code points."""
    end_line: int
    end_column: int
    """One past the last of them."""


class Lines:
    r"""Line and column of each offset of a text; lines end with \n, \r\n or \r.

    >>> Lines("one\r\ntwo").position(5)
    (2, 1)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """`(line, column)` of an offset in code points, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def findings(map_: ArgumentMap, flags: Iterable[Flag] | None = None) -> list[Finding]:
    """The map's flags (or `flags` in their place) in the order of the text, each with its line and
    column.

    >>> from argmap.model import Article
    >>> findings(ArgumentMap(article=Article(id="empty", text="")))
    []
    """
    text = map_.article.text
    lines = Lines(text)
    return [
        Finding(
            flag,
            text[flag.start : flag.end],
            *lines.position(flag.start),
            *lines.position(flag.end),
        )
        for flag in sorted(
            map_.flags if flags is None else flags, key=lambda f: (f.start, f.end, f.check, f.id)
        )
    ]
