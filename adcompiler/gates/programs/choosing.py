"""Elements chosen: by conditions, by numbers, without repetitions."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, program


@program(np.select)
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """Return the elements of the first choice whose condition holds."""
    pairs = list(zip(condlist, choicelist))
    return reduce(lambda found, pair: np.where(pair[0], pair[1], found), reversed(pairs), default)


@program(np.choose)
def choose(a: Any, choices: Any, mode: Any = "raise") -> Any:
    """Return for each number the element of the choice of that number."""
    numbers = _numbers(choices)
    taken = np.choose(a, numbers, mode=mode)  # refuses and turns what is no number of a choice
    pairs = list(zip(numbers[1:], choices[1:]))
    first = np.copy(choices[0])[()] if len(numbers) == 1 else choices[0]
    return reduce(
        lambda found, pair: np.where(np.equal(taken, pair[0]), pair[1], found), pairs, first
    )


@beforehand
def _numbers(choices: Any) -> Any:
    return tuple(range(len(choices if isinstance(choices, tuple) else choices.items)))


@program(np.take, arrays="a")
def take(a: Any, indices: Any, axis: Any = None, out: Any = None, mode: Any = "raise") -> Any:
    """Return elements of an array, what lies beyond it turned round or moved to its ends."""
    if mode == "raise":
        return np.take(a, indices, axis=axis)
    n = a.size if axis is None else a.shape[axis]
    inside = np.mod(indices, n) if mode == "wrap" else np.clip(indices, 0, n - 1)
    return np.take(a, inside, axis=axis)


@program(np.compress, arrays="condition a")
def compress(condition: Any, a: Any, axis: Any = None) -> Any:
    """Return the parts along an axis where a condition holds."""
    if axis is None:
        return np.take(np.ravel(a), np.flatnonzero(condition))
    return np.take(a, np.flatnonzero(condition), axis=axis)


@program(np.extract, arrays="condition arr")
def extract(condition: Any, arr: Any) -> Any:
    """Return the elements where a condition holds."""
    return np.take(np.ravel(arr), np.flatnonzero(condition))


@program(np.piecewise, arrays="x")
def piecewise(x: Any, condlist: Any, funclist: Any) -> Any:
    """Return what each function gives of the elements where its condition holds."""
    found = np.zeros_like(x)
    conditions = list(condlist)
    if len(funclist) > len(conditions):
        met = conditions[0]
        for condition in conditions[1:]:
            met = met | condition
        conditions = [*conditions, ~met]
    for k, function in enumerate(funclist):
        if callable(function):
            found[conditions[k]] = function(x[conditions[k]])
        else:
            found[conditions[k]] = function
    return found


@program(np.unique, arrays="ar")
def unique(
    ar: Any, return_index: Any = False, return_inverse: Any = False, return_counts: Any = False
) -> Any:
    """Return the elements, sorted, each once; of equal ones the first."""
    flat = np.ravel(ar)
    values = flat[np.unique(flat, return_index=True)[1]]
    if not (return_index or return_inverse or return_counts):
        return values
    rest = np.unique(
        ar, return_index=return_index, return_inverse=return_inverse, return_counts=return_counts
    )
    return (values, *rest[1:])


@program(getattr(np, "unique_values", None), arrays="x")
def unique_values(x: Any) -> Any:
    """Return the elements, sorted, each once."""
    return np.unique(x)


@program(np.union1d, arrays="ar1 ar2")
def union1d(ar1: Any, ar2: Any) -> Any:
    """Return the elements of both, sorted, each once."""
    return np.unique(np.append(ar1, ar2))


@program(np.intersect1d, arrays="ar1 ar2")
def intersect1d(ar1: Any, ar2: Any) -> Any:
    """Return the elements that are in both, sorted, each once."""
    found = np.unique(ar1)
    return found[np.isin(found, ar2)]


@program(np.setdiff1d, arrays="ar1 ar2")
def setdiff1d(ar1: Any, ar2: Any) -> Any:
    """Return the elements of the first that are not in the second, sorted, each once."""
    found = np.unique(ar1)
    return found[~np.isin(found, ar2)]


@program(np.setxor1d, arrays="ar1 ar2")
def setxor1d(ar1: Any, ar2: Any) -> Any:
    """Return the elements that are in one of the two only, sorted."""
    left, right = np.unique(ar1), np.unique(ar2)
    return np.sort(np.append(left[~np.isin(left, right)], right[~np.isin(right, left)]))


@program(np.trim_zeros, arrays="filt")
def trim_zeros(filt: Any, trim: Any = "fb") -> Any:
    """Return a vector without the zeros before its first element and after its last."""
    places = np.flatnonzero(filt)
    if len(places) == 0:
        return filt[:0]
    first = places[0] if "f" in trim else 0
    last = places[-1] + 1 if "b" in trim else len(filt)
    return filt[first:last]


@program(np.divmod)
def divmod_(x1: Any, x2: Any) -> Any:
    """Return the whole quotient, and the rest."""
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


@program(np.modf)
def modf(x: Any) -> Any:
    """Return what is behind the point, and what is before."""
    return np.fmod(np.where(np.isinf(x), 0.0, x), 1.0), np.trunc(x)


@program(np.frexp)
def frexp(x: Any) -> Any:
    """Return mantissa and exponent."""
    exponent = np.frexp(x)[1]
    return np.ldexp(x, -exponent), exponent


@program(np.fromfunction)
def fromfunction(function: Any, shape: Any, *, dtype: Any = float) -> Any:
    """Return what a function gives of the places of an array."""
    places = np.indices(shape, dtype=dtype)
    return function(*[places[k] for k in _axes(shape)])


@beforehand
def _axes(shape: Any) -> Any:
    return tuple(range(len(shape)))


@program(np.apply_along_axis, arrays="arr")
def apply_along_axis(func1d: Any, axis: Any, arr: Any, *args: Any, **kwargs: Any) -> Any:
    """Return what a function gives of each line along an axis."""
    lines = np.moveaxis(arr, axis, -1)
    place = axis % arr.ndim
    if arr.ndim == 1:
        return func1d(arr, *args, **kwargs)
    rows = np.reshape(lines, (-1, lines.shape[-1]))
    found = np.array([func1d(row, *args, **kwargs) for row in rows])
    if found.ndim == 1:
        return np.reshape(found, lines.shape[:-1])
    return np.moveaxis(np.reshape(found, (*lines.shape[:-1], found.shape[1])), -1, place)


@program(np.apply_over_axes, arrays="a")
def apply_over_axes(func: Any, a: Any, axes: Any) -> Any:
    """Return what a reduction gives over one axis after another, which are kept."""
    several = axes if isinstance(axes, (tuple, list)) else (axes,)
    return reduce(lambda found, axis: _kept(func(found, axis), found, axis), several, a)


def _kept(reduced: Any, whole: Any, axis: Any) -> Any:
    return reduced if np.ndim(reduced) == whole.ndim else np.expand_dims(reduced, axis)
