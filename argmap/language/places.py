"""Stretches of a text, looked up by where they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Places(Generic[_Item]):
    """Things with a start and an end, of which those around a place are asked for many times.

    >>> places = Places([(0, 5, "a"), (2, 3, "b"), (9, 12, "c")])
    >>> places.around(4, 10), places.around(5, 9)
    (['a', 'c'], [])
    """

    def __init__(self, items: Iterable[tuple[int, int, _Item]]) -> None:
        self._items = sorted(items, key=lambda item: item[:2])
        self._starts = [start for start, _, _ in self._items]
        # The furthest end so far: where it lies before the place, so do all the items before it.
        self._ends: list[int] = []
        for _, end, _ in self._items:
            self._ends.append(max(end, self._ends[-1]) if self._ends else end)

    def around(self, start: int, end: int) -> list[_Item]:
        """Those that share a code point with `[start, end)`, in the order of the text."""
        stop = bisect_left(self._starts, end)
        found: list[_Item] = []
        while stop and self._ends[stop - 1] > start:
            stop -= 1
            if self._items[stop][1] > start:
                found.append(self._items[stop][2])
        return found[::-1]
