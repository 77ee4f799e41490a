"""Which pairs of inputs meet in a way that is not linear: where a Hessian may be not zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.analysis.pattern.rows import Ids, Rows, distinct, spans

MOST = 1 << 25  # pairs that are written down one by one


class Pairs:
    """The pairs that a walk has met, as rows until they are asked for."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.alone: set[int] = set()
        self.across: dict[int, None] = {}
        self.ruled: list[Any] = []  # calls of functions with a derivative of their own

    def smooth(self, ids: Any) -> None:
        """All inputs of an element meet in a function that is not linear."""
        if isinstance(ids, int):
            self.alone.add(ids)
        else:
            self.alone.update(distinct(ids).tolist())

    def crossed(self, x: Any, y: Any) -> None:
        """Each input of one element meets each of the other in a product."""
        if isinstance(x, int) and isinstance(y, int):
            self.across[min(x, y) << 32 | max(x, y)] = None
            return
        x, y = np.broadcast_arrays(x, y)
        keys = np.minimum(x, y) << 32 | np.maximum(x, y)
        self.across.update(dict.fromkeys(distinct(keys).tolist()))

    def table(self) -> tuple[Ids, Ids] | None:
        """Return the pairs, both ways round, as rows of a matrix; None if they are too many."""
        alone = np.array(sorted(self.alone), dtype=np.int64)
        keys = np.array(sorted(self.across), dtype=np.int64)
        x = np.concatenate([alone, keys >> 32, keys & 0xFFFFFFFF])
        y = np.concatenate([alone, keys & 0xFFFFFFFF, keys >> 32])
        many, wide = self.rows.sizes(x), self.rows.sizes(y)
        if int(np.sum(many * wide)) > MOST:
            return None
        left, _ = self.rows.members(x)
        others, sizes = np.repeat(y, many), np.repeat(wide, many)
        right = self.rows.entries[spans(self.rows.starts[others], sizes)]
        found = distinct(np.repeat(left, sizes) << 32 | right)
        counts = np.bincount(found >> 32, minlength=self.rows.width)
        return np.concatenate([[0], np.cumsum(counts)]), found & 0xFFFFFFFF
