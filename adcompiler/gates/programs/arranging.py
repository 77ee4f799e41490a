"""Arrays turned, cut, joined and spread."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, differ, program


@program(np.rot90, arrays="m")
def rot90(m: Any, k: Any = 1, axes: Any = (0, 1)) -> Any:
    """Return the array turned by right angles."""
    turns = k % 4
    if turns == 0:
        return m[:]
    if turns == 1:
        return np.swapaxes(np.flip(m, axis=axes[1]), axes[0], axes[1])
    if turns == 2:
        return np.flip(np.flip(m, axis=axes[0]), axis=axes[1])
    return np.flip(np.swapaxes(m, axes[0], axes[1]), axis=axes[1])


@program(np.rollaxis, arrays="a")
def rollaxis(a: Any, axis: Any, start: Any = 0) -> Any:
    """Return the array with an axis moved to before another."""
    source = axis % a.ndim
    target = start + a.ndim if start < 0 else start
    return np.moveaxis(a, source, target - 1 if source < target else target)


@program(np.atleast_3d, arrays="x")
def atleast_3d(x: Any) -> Any:
    """Return the array with three axes or more."""
    if np.ndim(x) == 0:
        return np.reshape(x, (1, 1, 1))
    if x.ndim == 1:
        return x[None, :, None]
    return x[:, :, None] if x.ndim == 2 else x


@program(np.dstack)
def dstack(tup: Any) -> Any:
    """Return arrays joined along the third axis."""
    return np.concatenate([np.atleast_3d(part) for part in tup], axis=2)


@program(getattr(np, "row_stack", None))
def row_stack(tup: Any) -> Any:
    """Return arrays joined along the first axis."""
    return np.vstack(tup)


@program(np.diagflat, arrays="v")
def diagflat(v: Any, k: Any = 0) -> Any:
    """Return a matrix with these numbers on a diagonal."""
    return np.diag(np.ravel(v), k)


@program(np.resize, arrays="a")
def resize(a: Any, new_shape: Any) -> Any:
    """Return an array of another size, filled with the elements again and again."""
    return np.reshape(np.take(np.ravel(a), np.arange(_count(new_shape)) % a.size), new_shape)


def _count(shape: Any) -> Any:
    if not isinstance(shape, tuple):
        return shape
    count = 1
    for n in shape:
        count = count * n
    return count


@program(np.delete, arrays="arr obj")
def delete(arr: Any, obj: Any, axis: Any = None) -> Any:
    """Return the array without some of its parts."""
    if axis is None:
        arr, axis = np.ravel(arr), 0
    places = np.arange(arr.shape[axis])
    return np.compress(~np.isin(places, places[obj]), arr, axis=axis)


@program(np.insert, arrays="arr obj values")
def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    """Return the array with values put in before places."""
    if axis is None:
        arr, axis = np.ravel(arr), 0
    n = arr.shape[axis]
    new = _raised(values, arr.ndim)
    if differ(new, arr):
        new = new.astype(arr.dtype)
    if np.ndim(obj) == 0:
        new = np.moveaxis(new, 0, axis)
        places = np.full(new.shape[axis], obj)
    else:
        places = np.asarray(obj)
        new = np.broadcast_to(new, (*arr.shape[:axis], len(places), *arr.shape[axis:][1:]))
    new = np.broadcast_to(new, (*arr.shape[:axis], len(places), *arr.shape[axis:][1:]))
    before = np.where(places < 0, places + n, places) - 0.5
    order = np.argsort(np.concatenate([np.arange(n), before]), kind="stable")
    return np.take(np.concatenate([arr, new], axis=axis), order, axis=axis)


@program(np.broadcast_arrays)
def broadcast_arrays(*args: Any) -> Any:
    """Return arrays spread to the shape that all have together."""
    shape = np.broadcast_shapes(*[np.shape(a) for a in args])
    return tuple([np.broadcast_to(a, shape) for a in args])


@program(np.meshgrid)
def meshgrid(*xi: Any, copy: Any = True, sparse: Any = False, indexing: Any = "xy") -> Any:
    """Return the coordinates of a grid."""
    lines = [np.ravel(x) for x in xi]
    if len(xi) == 1:
        return tuple(lines)
    grids = [np.expand_dims(x, a) for x, a in zip(lines, _around(len(xi), indexing))]
    return tuple(grids) if sparse else tuple([np.copy(g) for g in np.broadcast_arrays(*grids)])


@beforehand
def _around(n: int, indexing: str) -> Any:
    if indexing not in ("xy", "ij"):
        return NotImplemented
    along = [1 - k if indexing == "xy" and k < 2 else k for k in range(n)]
    return tuple(tuple(j for j in range(n) if j != k) for k in along)


@program(getattr(np, "unstack", None), arrays="x")
def unstack(x: Any, *, axis: Any = 0) -> Any:
    """Return the parts of an array along an axis, whose size is known."""
    parts = np.moveaxis(x, axis, 0)
    return tuple([parts[k] for k in _places(parts)])


@beforehand
def _places(parts: Any) -> Any:
    size = parts.dims[0].key
    return tuple(range(int(size))) if size.isdigit() else NotImplemented


@program(np.array_split)
def array_split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    """Return the parts of an array along an axis, the first ones larger by one."""
    counts = _counts(indices_or_sections)
    if counts is None:
        return np.split(ary, indices_or_sections, axis)
    n = ary.shape[axis]
    least, larger = n // indices_or_sections, n % indices_or_sections
    return np.split(ary, [k * least + min(k, larger) for k in counts], axis)


@beforehand
def _counts(sections: Any) -> Any:
    return tuple(range(1, sections)) if isinstance(sections, int) else None


@program(np.dsplit, arrays="ary")
def dsplit(ary: Any, indices_or_sections: Any) -> Any:
    """Return the parts of an array along the third axis."""
    return np.split(ary, indices_or_sections, axis=2)


@program(np.block)
def block(arrays: Any) -> Any:
    """Return the array put together from nested lists of blocks."""
    return _block(arrays, _depth(arrays), _rank(arrays))


@beforehand
def _depth(arrays: Any) -> int:
    """Return how deep lists are nested: what is known of them is a tuple, or a type of a list."""
    inner = _inner(arrays)
    return 0 if inner is None else 1 + _depth(inner[0])


@beforehand
def _rank(arrays: Any) -> int:
    inner = _inner(arrays)
    if inner is None:
        return getattr(arrays, "rank", 0)
    return max(_depth(arrays), *(_rank(part) for part in inner))


def _inner(arrays: Any) -> Any:
    return arrays if isinstance(arrays, tuple) else getattr(arrays, "items", None)


def _block(arrays: Any, depth: Any, rank: Any) -> Any:
    if depth == 0:
        return _raised(arrays, rank)
    return np.concatenate([_block(part, depth - 1, rank) for part in arrays], axis=-depth)


def _raised(x: Any, rank: Any) -> Any:
    missing = _missing(np.ndim(x), rank)
    return np.expand_dims(x, missing) if missing else x


@beforehand
def _missing(have: int, rank: int) -> tuple[int, ...]:
    return tuple(range(rank - have))


@program(np.pad, arrays="array")
def pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Any:
    """Return the array with elements put around it: those of statistics axis after axis."""
    if mode not in ("linear_ramp", "maximum", "mean", "median", "minimum"):
        return np.pad(array, pad_width, mode, **options)
    return reduce(
        lambda x, axis: np.concatenate(_with_ends(x, pad_width, axis, mode, **options), axis=axis),
        _axes(array),
        array,
    )


def _with_ends(
    x: Any, pad_width: Any, axis: Any, mode: Any, stat_length: Any = None, end_values: Any = 0
) -> Any:
    before, after = _pair(pad_width, x, axis)
    if mode == "linear_ramp":
        left, right = _pair(end_values, x, axis)
        first, last = np.take(x, 0, axis=axis), np.take(x, -1, axis=axis)
        ramp = np.linspace(left, first, before, endpoint=False, axis=axis)
        down = np.linspace(right, last, after, endpoint=False, axis=axis)
        return [ramp, x, np.flip(down, axis=axis)]
    few, many = _pair(stat_length, x, axis)
    n = x.shape[axis]
    first = x if few is None else np.take(x, np.arange(min(few, n)), axis=axis)
    last = x if many is None else np.take(x, np.arange(n - min(many, n), n), axis=axis)
    ends = [_statistic(first, axis, mode), x, _statistic(last, axis, mode)]
    return [np.repeat(ends[0], before, axis=axis), x, np.repeat(ends[2], after, axis=axis)]


def _statistic(x: Any, axis: Any, mode: Any) -> Any:
    if mode == "mean":
        return np.mean(x, axis=axis, keepdims=True)
    if mode == "median":
        return np.median(x, axis=axis, keepdims=True)
    if mode == "maximum":
        return np.max(x, axis=axis, keepdims=True)
    return np.min(x, axis=axis, keepdims=True)


@beforehand
def _axes(x: Any) -> tuple[int, ...]:
    return tuple(range(x.rank))


@beforehand
def _pair(option: Any, x: Any, axis: Any) -> Any:
    if option is None:
        return (None, None)
    return tuple(np.broadcast_to(option, (x.rank, 2))[axis].tolist())
