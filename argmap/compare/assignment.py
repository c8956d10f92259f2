"""Which row goes with which column, so that the sum is the largest and each is taken once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def assign(
    weights: NDArray[np.float64] | Sequence[Sequence[float]], *, least: float
) -> list[tuple[int, int]]:
    """Pairs (row, column) of an optimal assignment among those that weigh at least `least`.

    What weighs less is not paired, even where that would let others be. The pairs that weigh enough
    are few, so they fall apart into small groups that have nothing to do with one another; each is
    solved by the Hungarian method (Kuhn 1955) with shortest augmenting paths (Jonker & Volgenant
    1987), in O(n^3) of the group.

    >>> assign([[0.9, 0.8], [0.8, 0.1]], least=0.5)
    [(0, 1), (1, 0)]
    >>> assign([[0.4]], least=0.5)
    []
    """
    table = np.asarray(weights, dtype=np.float64)
    if table.size == 0:
        return []
    rows, columns = np.nonzero(table >= least)
    found: list[tuple[int, int]] = []
    for group_rows, group_columns in _groups(rows.tolist(), columns.tolist()):
        part = table[np.ix_(group_rows, group_columns)]
        # A pair that is too light counts nothing, as if each of the two stayed alone.
        gain = np.where(part >= least, part, 0.0)
        for i, j in _optimal(gain):
            if gain[i, j] > 0.0:
                found.append((group_rows[i], group_columns[j]))
    return sorted(found)


def _groups(rows: list[int], columns: list[int]) -> list[tuple[list[int], list[int]]]:
    """Connected rows and columns."""
    of_row: dict[int, list[int]] = {}
    of_column: dict[int, list[int]] = {}
    for i, j in zip(rows, columns, strict=True):
        of_row.setdefault(i, []).append(j)
        of_column.setdefault(j, []).append(i)
    groups = []
    seen: set[int] = set()
    for first in of_row:
        if first in seen:
            continue
        seen.add(first)
        mine, theirs, waiting = [], set(), [first]
        while waiting:
            row = waiting.pop()
            mine.append(row)
            for column in of_row[row]:
                theirs.add(column)
                for other in of_column[column]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        groups.append((sorted(mine), sorted(theirs)))
    return groups


def _optimal(gain: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The assignment of all rows or all columns, whichever are fewer, with the largest sum."""
    if gain.shape[0] > gain.shape[1]:
        return [(i, j) for j, i in _optimal(gain.T)]
    cost = gain.max(initial=0.0) - gain
    n, m = cost.shape
    # Potentials of rows and columns, and the row of each column; index 0 is a stand-in.
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    row_of: NDArray[Any] = np.zeros(m + 1, dtype=np.int64)
    for row in range(1, n + 1):
        row_of[0] = row
        column = 0
        shortest = np.full(m + 1, np.inf)
        before = np.zeros(m + 1, dtype=np.int64)
        used = np.zeros(m + 1, dtype=bool)
        while True:
            used[column] = True
            i = row_of[column]
            free = ~used
            free[0] = False
            reduced = cost[i - 1] - u[i] - v[1:]
            better = free[1:] & (reduced < shortest[1:])
            shortest[1:][better] = reduced[better]
            before[1:][better] = column
            following = int(np.argmin(np.where(free, shortest, np.inf)))
            step = shortest[following]
            u[row_of[used]] += step
            v[used] -= step
            shortest[free] -= step
            column = following
            if row_of[column] == 0:
                break
        while column:
            previous = int(before[column])
            row_of[column] = row_of[previous]
            column = previous
    return sorted((int(row_of[j]) - 1, j - 1) for j in range(1, m + 1) if row_of[j])
