"""Sets of inputs, one for each element of a value: what a sparsity pattern is made of.

A set is known by the number of its row in one table, so an array of patterns is an array of
integers: what only moves elements about moves these numbers in the same way. Row 0 is empty.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]
EMPTY = 0


def spans(starts: Ids, sizes: Ids) -> Ids:
    """Return the numbers of several ranges, one after another.

    >>> spans(np.array([5, 0]), np.array([2, 3]))
    array([5, 6, 0, 1, 2])
    """
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts - (ends - sizes), sizes)


def distinct(keys: Any) -> Ids:
    """Return the different numbers in order; `np.unique` hashes, which is slow for such as these.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    found = np.sort(keys, axis=None)
    return found[np.concatenate([[True], found[1:] != found[:-1]])] if len(found) else found


class Rows:
    """The table of all sets that a walk has met.

    >>> rows = Rows(4)
    >>> pair = rows.joined(rows.inputs(0, (2,)), rows.inputs(2, (2,)))
    >>> rows.table(pair)
    (array([0, 2, 4]), array([0, 2, 1, 3]))
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.count = width + 1
        self.starts: Ids = np.zeros(2 * width + 16, dtype=np.int64)
        self.starts[1 : width + 2] = np.arange(width + 1)
        self.entries = np.zeros(4 * width + 16, dtype=np.int32)
        self.entries[:width] = np.arange(width)
        self.full = EMPTY if width == 0 else 1 if width == 1 else -1
        self.pairs: dict[int, int] = {}

    def inputs(self, first: int, shape: tuple[int, ...]) -> Any:
        """Return the patterns of an input of this shape, whose elements start at `first`."""
        size = int(np.prod(shape, dtype=np.int64))
        found = np.arange(first + 1, first + 1 + size).reshape(shape)
        return found if shape else int(found)

    def sizes(self, ids: Ids) -> Ids:
        """Return how many inputs are in each row."""
        return self.starts[ids + 1] - self.starts[ids]

    def members(self, ids: Ids) -> tuple[Ids, Ids]:
        """Return the inputs in each row, one after another, and how many they are."""
        sizes = self.sizes(ids)
        return self.entries[spans(self.starts[ids], sizes)].astype(np.int64), sizes

    def table(self, ids: Any) -> tuple[Ids, Ids]:
        """Return the rows of all elements in compressed form: where each starts, its inputs."""
        entries, sizes = self.members(np.ravel(np.asarray(ids, dtype=np.int64)))
        return np.concatenate([[0], np.cumsum(sizes)]), entries

    # -- unions -------------------------------------------------------------------------

    def joined(self, x: Any, y: Any) -> Any:
        """Return the unions of the rows of two values, element by element."""
        if isinstance(x, int) and isinstance(y, int):
            return self.pair(x, y)
        x, y = np.broadcast_arrays(x, y)
        low, high = np.minimum(x, y), np.maximum(x, y)
        if self.full > 0:
            both = (low == self.full) | (high == self.full)
            low, high = np.where(both, EMPTY, low), np.where(both, self.full, high)
        new = (low != high) & (low != EMPTY)
        if not new.any():
            return high if high.ndim else int(high)
        out = np.array(high)
        keys, place = np.unique(low[new] << 32 | high[new], return_inverse=True)
        out[new] = self.of_pairs(keys)[np.reshape(place, -1)]
        return out if out.ndim else int(out)

    def pair(self, x: int, y: int) -> int:
        """Return the union of two rows; loops over single numbers make many of these."""
        low, high = (x, y) if x < y else (y, x)
        if low in (high, EMPTY) or high == self.full:
            return high
        if low == self.full:
            return low
        key = low << 32 | high
        found = self.pairs.get(key)
        if found is None:
            starts, entries = self.starts, self.entries
            both = [entries[starts[k] : starts[k + 1]].tolist() for k in (low, high)]
            union = sorted({*both[0], *both[1]})
            same = next((k for k, row in zip((low, high), both, strict=True) if row == union), None)
            if same is None:
                same = int(self.add(np.array(union), np.array([len(union)]))[0])
            found = self.pairs[key] = same
        return found

    def of_pairs(self, keys: Ids) -> Ids:
        """Return the unions of pairs of rows."""
        pairs = np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1)
        return self.unions(np.repeat(np.arange(len(keys)), 2), np.ravel(pairs), len(keys))

    def united(self, ids: Any) -> Any:
        """Return the unions of rows over the last axis."""
        ids = np.asarray(ids)
        lead = ids.shape[:-1]
        if ids.shape[-1] == 1:
            found = ids[..., 0]
        elif not ids.size:
            found = np.zeros(lead, dtype=np.int64)
        else:
            flat = ids.reshape(-1, ids.shape[-1])
            owners, places = np.nonzero(flat)
            found = self.unions(owners, flat[owners, places], len(flat)).reshape(lead)
        return found if lead else int(found)

    def over(self, ids: Any, axis: Any, keepdims: bool = False) -> Any:
        """Return the unions over axes, as `np.sum` sums over them."""
        ids = np.asarray(ids)
        axes = axis if isinstance(axis, tuple) else (axis,)
        axes = tuple(range(ids.ndim)) if axis is None else tuple(k % ids.ndim for k in axes)
        rest = tuple(k for k in range(ids.ndim) if k not in axes)
        lead = tuple(ids.shape[k] for k in rest)
        last = math.prod(ids.shape[k] for k in axes)
        found = self.united(np.transpose(ids, (*rest, *axes)).reshape(*lead, last))
        return np.expand_dims(found, axes) if keepdims else found

    def unions(self, owners: Ids, ids: Ids, count: int) -> Ids:
        """Return for each of so many owners the union of its rows, as rows."""
        if not len(ids):
            return np.zeros(count, dtype=np.int64)
        keys = distinct(owners << 32 | ids)
        owners, ids = keys >> 32, keys & 0xFFFFFFFF
        if self.full > 0:
            whole = np.zeros(count, dtype=bool)
            whole[owners[ids == self.full]] = True
            keep = ~whole[owners]
            owners, ids = owners[keep], ids[keep]
        out = np.zeros(count, dtype=np.int64)
        if self.full > 0:
            out[whole] = self.full
        many = np.bincount(owners, minlength=count)
        alone = many[owners] == 1
        out[owners[alone]] = ids[alone]
        owners, ids = owners[~alone], ids[~alone]
        if len(ids):
            entries, sizes = self.members(ids)
            keys = distinct(np.repeat(owners, sizes) << 32 | entries)
            owners = keys >> 32
            sizes = np.bincount(owners, minlength=count)
            chosen = np.flatnonzero(sizes)
            out[chosen] = self.add(keys & 0xFFFFFFFF, sizes[chosen])
        return out

    def add(self, entries: Ids, sizes: Ids) -> Ids:
        """Append rows to the table and return their numbers."""
        start, more = int(self.starts[self.count]), len(entries)
        self.entries = grown(self.entries, start + more)
        self.entries[start : start + more] = entries
        self.starts = grown(self.starts, self.count + len(sizes) + 1)
        found = np.arange(self.count, self.count + len(sizes))
        self.starts[found + 1] = start + np.cumsum(sizes)
        self.count += len(sizes)
        whole = sizes == self.width
        if whole.any():
            if self.full < 0:
                self.full = int(found[np.argmax(whole)])
            found[whole] = self.full
        return found


def grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the array, or one of twice the size where it is too small."""
    if size <= len(array):
        return array
    out = np.zeros(max(size, 2 * len(array)), dtype=array.dtype)
    out[: len(array)] = array
    return out
