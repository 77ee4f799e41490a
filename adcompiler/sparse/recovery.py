"""From few products to all entries: which entry of which product each number is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adcompiler.analysis.pattern.rows import distinct
from adcompiler.sparse.colouring import Ids, Matrix, column_colours, count, star_colours

Numbers = NDArray[Any]
Product = Callable[[Numbers], Numbers]  # of directions, one a row, to as many results
AT_ONCE = 64  # directions


@dataclass(frozen=True, eq=False)
class Plan:
    """How a matrix is recovered: the directions, and where each entry is found.

    Entry k is the number `products[direction[k], place[k]]`, where product c is that of the
    matrix, or of its transpose if `by_rows`, with the sum of the unit vectors of colour c.
    """

    pattern: Matrix
    colours: Ids
    direction: Ids
    place: Ids
    by_rows: bool = False

    @property
    def products(self) -> int:
        """How many products it takes."""
        return count(self.colours)

    def entries(self, product: Product) -> Numbers:
        """Return the entries of the matrix, in the order of the pattern."""
        found = np.zeros(len(self.direction))
        for first in range(0, self.products, AT_ONCE):
            some = np.arange(first, min(first + AT_ONCE, self.products))
            results = product((self.colours == some[:, None]).astype(float))
            here = (self.direction >= first) & (self.direction <= some[-1])
            found[here] = results[self.direction[here] - first, self.place[here]]
        return found


def jacobian_plan(pattern: Matrix, by_rows: bool = False) -> Plan:
    """Return a plan by columns in forward mode, by rows in reverse mode where that takes less.

    With `by_rows` it is by rows in any case.
    """
    columns = None if by_rows else column_colours(pattern)
    least = int(np.bincount(pattern.columns, minlength=1).max(initial=0))
    if columns is None or count(columns) > least:
        rows = column_colours(pattern.transposed)
        if columns is None or count(rows) < count(columns):
            return Plan(pattern, rows, rows[pattern.rows], pattern.columns, by_rows=True)
    return Plan(pattern, columns, columns[pattern.columns], pattern.rows)


def hessian_plan(pattern: Matrix) -> Plan:
    """Return a plan for a symmetric matrix: an entry and its mirror are one number.

    Where a row has several entries in columns of one colour, each stands alone in the
    product of its own column: that is what a star colouring is.
    """
    pattern = with_diagonal(pattern)
    colours = star_colours(pattern)
    low = np.minimum(pattern.rows, pattern.columns)
    high = np.maximum(pattern.rows, pattern.columns)
    keys = pattern.rows * count(colours) + colours[pattern.columns]
    names, many = np.unique(keys, return_counts=True)
    here = low * count(colours) + colours[high]
    alone = many[np.searchsorted(names, here)] == 1
    direction = np.where(alone, colours[high], colours[low])
    return Plan(pattern, colours, direction, np.where(alone, low, high))


def with_diagonal(pattern: Matrix) -> Matrix:
    """Return the pattern with its whole diagonal."""
    n = pattern.width
    keys = distinct(
        np.concatenate([pattern.rows * n + pattern.columns, np.arange(n) * n + np.arange(n)])
    )
    rows = keys // n if n else keys
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))])
    return replace(pattern, starts=starts, columns=keys - rows * n)
