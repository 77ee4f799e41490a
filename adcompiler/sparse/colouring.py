"""Greedy colouring of sparsity patterns: columns of one colour share one product.

The colours that a row has already are the bits of one integer, so the next free one is found
in a step. After Gebremedhin, Manne and Pothen, What color is your Jacobian? (2005).
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
MOST = 1 << 22  # steps that an ordering may take which looks at the neighbours of neighbours


@dataclass(frozen=True, eq=False)
class Matrix:
    """A pattern in compressed rows: row i has the columns `columns[starts[i] : starts[i + 1]]`."""

    starts: Ids
    columns: Ids
    width: int

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ids:
        """How many columns each row has."""
        return np.diff(self.starts)

    @property
    def rows(self) -> Ids:
        """The row of each entry."""
        return np.repeat(np.arange(self.height), self.sizes)

    @property
    def transposed(self) -> Matrix:
        """The pattern with rows for columns."""
        order = np.argsort(self.columns, kind="stable")
        sizes = np.bincount(self.columns, minlength=self.width)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return Matrix(starts, self.rows[order], self.height)

    def lists(self) -> list[list[int]]:
        """Return the columns of each row as lists."""
        columns, starts = self.columns.tolist(), self.starts.tolist()
        return [columns[a:b] for a, b in itertools.pairwise(starts)]


# -- orderings ----------------------------------------------------------------------------


def natural(rows: list[list[int]], columns: list[list[int]]) -> list[int]:
    """Return the columns as they stand."""
    return list(range(len(columns)))


def largest_first(rows: list[list[int]], columns: list[list[int]]) -> list[int]:
    """Return the columns with the most neighbours first."""
    sizes = [len(r) for r in rows]
    return sorted(range(len(columns)), key=lambda k: -sum(sizes[r] for r in columns[k]))


def smallest_last(rows: list[list[int]], columns: list[list[int]]) -> list[int]:
    """Return last the column with the fewest neighbours, before it the one then with fewest."""
    return list(_by_degree(rows, columns, -1))[::-1]


def incidence(rows: list[list[int]], columns: list[list[int]]) -> list[int]:
    """Return next the column with the most neighbours that have been returned."""
    return list(_by_degree(rows, columns, 1))


def _by_degree(rows: list[list[int]], columns: list[list[int]], sign: int) -> Iterator[int]:
    """Yield the columns by how many of their neighbours have been yielded, or are left."""
    sizes = [len(r) for r in rows]
    degree = [sum(sizes[r] for r in own) if sign < 0 else 0 for own in columns]
    queue = [(d, k) for k, d in enumerate(degree)]
    heapq.heapify(queue)
    done = [False] * len(columns)
    while queue:
        d, k = heapq.heappop(queue)
        if done[k] or d != degree[k]:
            continue
        done[k] = True
        yield k
        for r in columns[k]:
            for other in rows[r]:
                if not done[other]:
                    degree[other] -= 1
                    heapq.heappush(queue, (degree[other], other))


Ordering = Callable[[list[list[int]], list[list[int]]], list[int]]
ORDERINGS: tuple[Ordering, ...] = (natural, largest_first, smallest_last, incidence)


def _best(matrix: Matrix, colour: Callable[[list[int]], Ids], least: int) -> Ids:
    """Return the colouring with the fewest colours; none has fewer than `least`."""
    rows, columns = matrix.lists(), matrix.transposed.lists()
    steps = int(np.sum(matrix.sizes**2))
    found: Ids | None = None
    for ordering in ORDERINGS:
        if found is not None and count(found) <= least:
            break
        if ordering in (smallest_last, incidence) and steps > MOST:
            continue
        made = colour(ordering(rows, columns))
        if found is None or count(made) < count(found):
            found = made
    assert found is not None
    return found


def count(colours: Ids) -> int:
    """Return how many colours there are."""
    return int(colours.max()) + 1 if len(colours) else 0


def _free(taken: int) -> int:
    """Return the first colour that is not taken.

    >>> _free(0b1011)
    2
    """
    return (~taken & (taken + 1)).bit_length() - 1


# -- colourings ---------------------------------------------------------------------------


def column_colours(matrix: Matrix) -> Ids:
    """Return a colour for each column; no two columns of one colour meet in a row.

    >>> column_colours(Matrix(np.array([0, 2, 4]), np.array([0, 1, 1, 2]), 3))
    array([0, 1, 0])
    """
    columns = matrix.transposed.lists()

    def coloured(order: list[int]) -> Ids:
        used = [0] * matrix.height
        colours = np.zeros(matrix.width, dtype=np.int64)
        for k in order:
            taken = 0
            for r in columns[k]:
                taken |= used[r]
            colours[k] = c = _free(taken)
            for r in columns[k]:
                used[r] |= 1 << c
        return colours

    return _best(matrix, coloured, int(matrix.sizes.max(initial=0)))


def star_colours(matrix: Matrix) -> Ids:
    """Return a star colouring of a symmetric pattern: neighbours differ, and so do paths of four.

    Each entry of the matrix then stands alone in the product of its row, or of its column,
    with the columns of one colour.

    >>> star_colours(Matrix(np.array([0, 2, 5, 7]), np.array([0, 1, 0, 1, 2, 1, 2]), 3))
    array([1, 0, 1])
    """
    if len(matrix.columns) == matrix.width**2:
        return np.arange(matrix.width)
    neighbours = [[w for w in own if w != v] for v, own in enumerate(matrix.lists())]

    def coloured(order: list[int]) -> Ids:
        used = [0] * matrix.width
        colours = [-1] * matrix.width
        for v in order:
            taken = 0
            for w in neighbours[v]:
                c = colours[w]
                taken |= used[w] if c < 0 else 1 << c | used[w] & ((1 << c) - 1)
            colours[v] = c = _free(taken)
            for w in neighbours[v]:
                used[w] |= 1 << c
        return np.array(colours, dtype=np.int64)

    return _best(matrix, coloured, 1 + int(matrix.sizes.max(initial=0) > 1))
