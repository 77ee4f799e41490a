"""Adjoints of values: their shape and kind, sums, zeros, copies."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adcompiler.records import is_container, mapped


def fit(g: Any, x: Any) -> Any:
    """Return the adjoint `g` summed to the shape of `x`, of its kind: the reverse of broadcasting.

    >>> fit(np.ones((2, 3)), np.ones((2, 1)))
    array([[3.],
           [3.]])
    """
    if type(g) is np.ndarray is type(x) and (g.shape, g.dtype) == (x.shape, x.dtype):
        return g
    shape = np.shape(x)
    found = np.shape(g)
    if found != shape:
        extra = len(found) - len(shape)
        if extra < 0 or not found:
            g = np.broadcast_to(g, shape)
        else:
            axes = tuple(range(extra)) + tuple(
                extra + k for k, n in enumerate(shape) if n == 1 and found[extra + k] != 1
            )
            g = np.reshape(np.sum(g, axis=axes, keepdims=True), np.shape(g)[:0] + shape)
    if np.iscomplexobj(g) and not np.iscomplexobj(x):
        g = np.real(g)
    if shape and np.iscomplexobj(x) and not np.iscomplexobj(g):
        g = g + 0j
    return g


def zeros(x: Any, *, lists: bool = False) -> Any:
    """Return a zero of the kind and shape of `x`; containers item by item, or `lists` of tuples."""
    if isinstance(x, range):
        return [0.0] * len(x)
    if lists and type(x) in (tuple, list):
        return [zeros(item, lists=True) for item in x]
    if is_container(x):
        return mapped(zeros, x)
    if x is None or not np.ndim(x):
        return 0j if np.iscomplexobj(x) else 0.0
    return np.zeros_like(x, dtype=np.result_type(np.asarray(x).dtype, np.float16))


def stop_gradient(x: Any) -> Any:
    """Return `x` as it is; in a differentiated program no derivative flows through.

    Parameters
    ----------
    x
        A number, an array, or a container of them, which comes back as a container of its own.

    Returns
    -------
    same kind as x
        The value of `x`, a constant for every derivative: first or second, forward or reverse.

    Examples
    --------
    >>> import adcompiler
    >>> stop_gradient([1.0, 2.0])
    [1.0, 2.0]
    >>> def f(x):
    ...     return x * adcompiler.stop_gradient(x)
    >>> adcompiler.grad(f)(3.0)
    3.0

    """
    return mapped(stop_gradient, x) if is_container(x) else x


def emptied(xs: list[Any]) -> Any:
    """Walk a list from its end, and take off each item: the list keeps none alive."""
    return (xs.pop() for _ in range(len(xs)))


def matching(g: Any, x: Any, *, of: str) -> Any:
    """Return `g`, which must have the shape of `x`; `of` is what to say if it has not."""
    have, want = np.shape(g), np.shape(x)
    if have != want:
        raise ValueError(of.format(have, want))
    return g


def copied(x: Any) -> Any:
    """Return a list or dict of the same items, of which lists are copied as well."""
    if isinstance(x, dict):
        return {key: _copied_item(item) for key, item in x.items()}
    return [_copied_item(item) for item in x]


def _copied_item(item: Any) -> Any:
    return copied(item) if isinstance(item, list | dict) else item


def part_size(n: int, parts: int) -> int:
    """Return the size of each of so many equal parts; raise as `np.split` does if they are not.

    >>> part_size(6, 3)
    2
    """
    if n % parts:
        raise ValueError("array split does not result in an equal division")
    return n // parts


def plus(a: Any, b: Any) -> Any:
    """Return the sum of two adjoints; those of containers are added item by item."""
    if isinstance(a, dict):
        return {**b, **{key: plus(item, b[key]) if key in b else item for key, item in a.items()}}
    if is_container(a):
        return mapped(lambda q, p: plus(p, q), b, a)  # one of the two may be an array
    if isinstance(b, str) or b is None or callable(b):
        return b  # no number: it stands in the adjoint of an object as it is
    return a + b


def added(gs: Any, x: Any) -> Any:
    """Return the sum of adjoints of `x`, as it stood in so many places: a zero if in none.

    >>> added([[1.0, 2.0], [3.0, 4.0]], [0.0, 0.0])
    [4.0, 6.0]
    """
    whole = zeros(x)
    for g in gs:
        whole = plus(whole, g)
    return whole


def like(g: Any, x: Any) -> Any:
    """Return the gradient `g` with the shape, dtype and kind of the argument `x`, as a fresh value.

    >>> like(np.float64(2.0), 1.0)
    2.0
    """
    if isinstance(x, bool | int | float) and not isinstance(x, np.generic):
        return float(g.real)
    if is_container(x):
        return mapped(like, g, x)
    if isinstance(x, complex) and not isinstance(x, np.generic):
        return complex(g)
    g = fit(g, x)
    if isinstance(x, np.generic):
        return x.dtype.type(g)
    return np.array(g, dtype=np.asarray(x).dtype)


def pad_items(items: Any, x: Any, *, last: bool = False) -> Any:
    """Return one item of adjoint per item of `x`: zeros for the items that no loop reached.

    >>> pad_items([1.0, 2.0], np.zeros(3)), pad_items([1.0, 2.0], np.zeros(3), last=True)
    (array([1., 2., 0.]), array([0., 1., 2.]))
    """
    rest = x[: len(x) - len(items)] if last else x[len(items) :]
    missed = [zeros(item) for item in rest]
    every = [*missed, *items] if last else [*items, *missed]
    if isinstance(x, np.ndarray):
        return np.array(every, dtype=x.dtype).reshape(x.shape)
    return [_rows(g) if isinstance(item, list) else g for g, item in zip(every, x, strict=True)]


def _rows(g: Any) -> Any:
    """Return an adjoint that stands for a list as one of its own, which can be written to."""
    return [_rows(row) for row in g] if isinstance(g, np.ndarray) and g.ndim else g


def pieces(g: Any, xs: Any, *, axis: int = 0) -> Any:
    """Return the parts of `g` that came from the arrays `xs` when they were joined.

    >>> pieces(np.arange(3.0), [np.zeros(1), np.zeros(2)])
    [array([0.]), array([1., 2.])]
    """
    return np.split(g, np.cumsum([np.shape(x)[axis] for x in xs])[:-1], axis=axis)


def spot(xs: Any, k: int) -> int:
    """Return the place before which `xs.insert(k, ...)` inserts.

    >>> spot([1.0, 2.0], 9), spot([1.0, 2.0], -1)
    (2, 1)
    """
    return slice(k, None).indices(len(xs))[0]


def scatter(g: Any, x: Any, index: Any) -> Any:
    """Return zeros of the shape of `x` with `g` added at `index`, repeated indices summed.

    >>> scatter(np.array([1.0, 2.0]), np.zeros(3), [0, 0])
    array([3., 0., 0.])
    """
    out = zeros(x)
    np.add.at(out, index, g)
    return out


def lasting(a: Any, index: Any) -> Any:
    """Tell which elements written by `a[index] = v` stay: of a place named twice, the last.

    >>> lasting(np.zeros(3), [0, 2, 0])
    array([False,  True,  True])
    """
    places = np.empty(np.shape(a), dtype=int)
    shape = np.shape(places[index])
    order = np.arange(math.prod(shape)).reshape(shape)
    places[index] = order
    return places[index] == order


def repeat(g: Any, x: Any) -> Any:
    """Return `g` once for every item of `x`."""
    return [g] * len(x)


def resized(g: Any, x: Any) -> Any:
    """Return `g` cut off, or padded with zeros, at the end of each axis to the shape of `x`.

    >>> resized(np.array([1.0, 2.0, 3.0]), np.zeros(2)), resized(np.array([1.0]), np.zeros(2))
    (array([1., 2.]), array([1., 0.]))
    """
    out = np.zeros(np.shape(x), dtype=np.asarray(g).dtype)
    both = tuple(slice(min(n, m)) for n, m in zip(np.shape(g), np.shape(x), strict=True))
    out[both] = g[both]
    return out
