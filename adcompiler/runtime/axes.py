"""Along axes: running sums and products, sorts, ranks, pads, parts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def piece(g: Any, x: Any, *before: Any, axis: int = 0) -> Any:
    """Return the part of `g` that came from `x` when arrays were joined, after those `before`.

    >>> piece(np.arange(5.0), np.zeros(2), np.zeros(3))
    array([3., 4.])
    """
    start = sum(np.shape(b)[axis] for b in before)
    index: list[Any] = [slice(None)] * np.ndim(g)
    index[axis] = slice(start, start + np.shape(x)[axis])
    return g[tuple(index)]


def placed(h: Any, g: Any, x: Any, *before: Any, axis: int = 0) -> Any:
    """Return zeros of the shape of `g` with `h` where `piece` reads: the reverse of `piece`."""
    out = np.zeros_like(g)
    piece(out, x, *before, axis=axis)[...] = h
    return out


def others(x: Any, *along: Any, axis: Any = None) -> Any:
    """Return for each element of `x` the product of all others over `axis`; zeros are no harm.

    With directions `along`, the derivative of that along them: the derivative of a product by
    two elements is the product of all but the two.

    >>> others(np.array([2.0, 0.0, 3.0]))
    array([0., 6., 0.])
    >>> others(np.array([2.0, 0.0, 3.0]), np.array([0.0, 1.0, 0.0]))
    array([3., 0., 2.])
    """
    axes = axis if isinstance(axis, tuple) else (axis,)
    if axis is None:
        axes = tuple(range(np.ndim(x)))
    last = tuple(range(-len(axes), 0))
    moved = [np.moveaxis(np.asarray(v), axes, last) for v in (x, *along)]
    shape = moved[0].shape
    n = len(shape) - len(axes)
    rows = [v.reshape(*shape[:n], math.prod(shape[n:])) for v in moved]
    return np.moveaxis(others_along(*rows).reshape(shape), last, axes)[()]


def others_along(x: Any, *along: Any) -> Any:
    """Return the products of all other elements over the last axis, differentiated `along`."""
    n = x.shape[-1]
    if not along:
        left, right = np.ones_like(x), np.ones_like(x)
        np.cumprod(x[..., :-1], axis=-1, out=left[..., 1:])
        np.cumprod(x[..., :0:-1], axis=-1, out=right[..., -2::-1])
        return left * right
    taken = np.eye(n, dtype=bool)
    without = np.where(taken, 1, np.expand_dims(x, -2))
    rest = [np.where(taken, 0, np.expand_dims(h, -2)) for h in along[1:]]
    parts = np.where(taken, 0, others_along(without, *rest))
    return np.sum(np.expand_dims(along[0], -1) * parts, axis=-2)


def recur(a: Any, b: Any, *, axis: int = 0) -> Any:
    """Return `r` with `r[i] = b[i] + a[i] * r[i - 1]`, along one axis.

    >>> recur(np.array([5.0, 2.0, 3.0]), np.ones(3))
    array([ 1.,  3., 10.])
    """
    a, b = np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0)
    out = np.array(b, dtype=np.result_type(a, b))
    for i in range(1, len(out)):
        out[i] += a[i] * out[i - 1]
    return np.moveaxis(out, 0, axis)


def recur_back(a: Any, b: Any, *, axis: int = 0) -> Any:
    """Return `r` with `r[i] = b[i] + a[i + 1] * r[i + 1]`: the reverse of `recur`."""
    a, b = np.moveaxis(a, axis, 0), np.moveaxis(b, axis, 0)
    out = np.array(b, dtype=np.result_type(a, b))
    for i in range(len(out) - 2, -1, -1):
        out[i] += a[i + 1] * out[i + 1]
    return np.moveaxis(out, 0, axis)


def before(x: Any, *, axis: int = 0, first: float = 0.0) -> Any:
    """Return the element before each, `first` before the first.

    >>> before(np.array([1.0, 2.0, 3.0]))
    array([0., 1., 2.])
    """
    out = np.roll(x, 1, axis=axis)
    np.moveaxis(out, axis, 0)[:1] = first
    return out


def after(x: Any, *, axis: int = 0) -> Any:
    """Return the element after each, 0 after the last: the reverse of `before`."""
    out = np.roll(x, -1, axis=axis)
    np.moveaxis(out, axis, 0)[-1:] = 0.0
    return out


def unsorted(g: Any, x: Any, *, axis: int | None = -1) -> Any:
    """Return the elements of `g`, in the order of sorted `x`, put back in the order of `x`.

    >>> unsorted(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.1, 0.9]))
    array([2., 1., 3.])
    """
    out = np.empty(np.shape(x), dtype=np.asarray(g).dtype)
    np.put_along_axis(out, np.argsort(x, axis=axis, kind="stable"), g, axis)
    return out


def put_along(g: Any, x: Any, indices: Any, *, axis: int | None) -> Any:
    """Return zeros of the shape of `x` with `g` added where `np.take_along_axis` reads."""
    if axis is None:
        return np.reshape(put_along(g, np.ravel(x), indices, axis=0), np.shape(x))
    out = np.moveaxis(np.zeros_like(x), axis, -1)
    np.add.at(out, _along_last(out, np.moveaxis(indices, axis, -1)), np.moveaxis(g, axis, -1))
    return np.moveaxis(out, -1, axis)


def _along_last(x: Any, indices: Any) -> tuple[Any, ...]:
    """Return the index of `indices` along the last axis of `x`."""
    lead = np.broadcast_shapes(x.shape[:-1], indices.shape[:-1])
    return (*np.indices((*lead, 1), sparse=True)[:-1], indices)


def records(x: Any, *, axis: int = 0, least: bool = False) -> Any:
    """Return where the running maximum (or minimum) of each place was reached first.

    >>> records(np.array([1.0, 3.0, 2.0, 3.0]))
    array([0, 1, 1, 1])
    """
    x = np.moveaxis(-np.asarray(x) if least else np.asarray(x), axis, -1)
    best = np.maximum.accumulate(x, axis=-1)
    new = np.ones(x.shape, dtype=bool)
    new[..., 1:] = x[..., 1:] > best[..., :-1]
    found = np.maximum.accumulate(np.where(new, np.arange(x.shape[-1]), 0), axis=-1)
    return np.moveaxis(found, -1, axis)


def segments_back(g: Any, x: Any, indices: Any, *, axis: int = 0) -> Any:
    """Return the adjoint of `x` in `np.add.reduceat(x, indices)`.

    >>> segments_back(np.array([5.0, 7.0]), np.zeros(3), [0, 2])
    array([5., 5., 7.])
    """
    g = np.moveaxis(g, axis, 0)
    out = np.moveaxis(np.zeros(np.shape(x), dtype=g.dtype), axis, 0)
    ends = [*indices[1:], len(out)]
    for part, first, last in zip(g, indices, ends, strict=True):
        out[first : last if last > first else first + 1] += part
    return np.moveaxis(out, 0, axis)


def unpadded(g: Any, x: Any, *, pad_width: Any, mode: str) -> Any:
    """Return the adjoint of `x` in `np.pad(x, pad_width, mode)`, which repeats its elements.

    >>> unpadded(np.ones(5), np.zeros(3), pad_width=1, mode="edge")
    array([2., 1., 2.])
    """
    places = np.pad(np.arange(np.size(x)).reshape(np.shape(x)), pad_width, mode=mode)  # type: ignore[call-overload]
    out = np.zeros(np.size(x), dtype=np.asarray(g).dtype)
    np.add.at(out, places, g)
    return out.reshape(np.shape(x))


def ranked(
    t: Any, x: Any, q: Any, *, axis: Any = None, keepdims: bool = False, method: str = "linear"
) -> Any:
    """Return the quantiles of `x` with the elements of `t` in place of its own; nan counts not.

    >>> float(ranked(np.array([5.0, 7.0, 9.0]), np.array([0.3, 0.1, 0.2]), 0.5))
    9.0
    """
    rows, _ = _rows(x, axis)
    values = np.take_along_axis(_rows(t, axis)[0], np.argsort(rows, axis=-1, kind="stable"), -1)
    found = []
    for one in np.ravel(q):
        low, high, place = _between(rows, one, method)
        share = place.astype(_precision(rows, q))
        pair = [np.take_along_axis(values, k[..., None], -1)[..., 0] for k in (low, high)]
        found.append(pair[0] * (1.0 - share) + pair[1] * share)
    out = np.array(found).reshape(np.shape(q) + rows.shape[:-1])
    return np.reshape(out, np.shape(q) + _kept(x, axis) if keepdims else out.shape)[()]


def ranked_back(
    g: Any, x: Any, q: Any, *, axis: Any = None, keepdims: bool = False, method: str = "linear"
) -> Any:
    """Return the adjoint of `t` in `ranked(t, x, q)`.

    >>> ranked_back(2.0, np.array([0.3, 0.1, 0.2, 0.9]), 0.5)
    array([1., 0., 1., 0.])
    """
    rows, restored = _rows(x, axis)
    share = np.zeros(rows.shape, dtype=np.asarray(g if np.ndim(g) else x).dtype)
    each = np.reshape(g, (np.size(q), *rows.shape[:-1]))
    for one, part in zip(np.ravel(q), each, strict=True):
        low, high, place = _between(rows, one, method)
        right = place.astype(_precision(rows, q))
        for k, weight in ((low, 1.0 - right), (high, right)):
            old = np.take_along_axis(share, k[..., None], -1)
            np.put_along_axis(share, k[..., None], old + (weight * part)[..., None], -1)
    return restored(unsorted(share, rows))


def _rows(x: Any, axis: Any) -> tuple[Any, Any]:
    """Return `x` with the axes as one last axis, and the function that undoes it."""
    x = np.asarray(x)
    axes = tuple(range(x.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    last = tuple(range(-len(axes), 0))
    moved = np.moveaxis(x, axes, last)
    lead = moved.shape[: x.ndim - len(axes)]
    rows = moved.reshape(*lead, math.prod(moved.shape[len(lead) :]))
    return rows, lambda y: np.moveaxis(y.reshape(moved.shape), last, axes)


def _kept(x: Any, axis: Any) -> tuple[int, ...]:
    return np.sum(x, axis=axis, keepdims=True).shape


def _precision(rows: Any, q: Any) -> Any:
    """Return in which precision NumPy weighs two elements: one number q takes that of them."""
    return rows.dtype if isinstance(q, int | float) else np.result_type(rows, np.asarray(q))


def _between(rows: Any, q: Any, method: str) -> tuple[Any, Any, Any]:
    """Return between which elements in order a quantile lies, and how near to the second."""
    count = np.sum(~np.isnan(rows), axis=-1)
    sizes = {n: float(np.quantile(np.arange(max(n, 1)), q, method=method)) for n in {*count.flat}}  # type: ignore[call-overload]
    place = np.array([sizes[n] for n in np.ravel(count)]).reshape(count.shape)
    low = np.floor(place).astype(int)
    return low, np.minimum(low + 1, np.maximum(count - 1, 0)), place - low


def unrepeated(g: Any, x: Any, repeats: Any, *, axis: int | None = None) -> Any:
    """Return `g` summed over the copies that `np.repeat` made of each part of `x`.

    >>> unrepeated(np.array([1.0, 2.0, 3.0]), np.zeros(2), [2, 1])
    array([3., 3.])
    """
    if axis is None:
        return np.reshape(unrepeated(g, np.ravel(x), repeats, axis=0), np.shape(x))
    out = np.moveaxis(np.zeros_like(x), axis, 0)
    np.add.at(out, np.repeat(np.arange(len(out)), repeats), np.moveaxis(g, axis, 0))
    return np.moveaxis(out, 0, axis)


def at_rank(x: Any, q: Any, *, axis: Any = None) -> Any:
    """Return the weight of each element in the quantile `q` of `x` over `axis`.

    >>> at_rank(np.array([3.0, 1.0, 2.0, 9.0]), 0.5)
    array([0.5, 0. , 0.5, 0. ])
    """
    axes = axis if isinstance(axis, tuple) else (axis,)
    if axis is None:
        axes = tuple(range(np.ndim(x)))
    last = tuple(range(-len(axes), 0))
    moved = np.moveaxis(np.asarray(x), axes, last)
    lead = moved.ndim - len(axes)
    n = math.prod(moved.shape[lead:])
    rows = moved.reshape(*moved.shape[:lead], n)
    share = np.zeros_like(rows)
    low = int(q * (n - 1))
    share[..., low] += 1.0 - (q * (n - 1) - low)
    share[..., min(low + 1, n - 1)] += q * (n - 1) - low
    return np.moveaxis(unsorted(share, rows).reshape(moved.shape), last, axes)
