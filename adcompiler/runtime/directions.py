"""Many directions or examples at once, along a first axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.records import is_container, mapped


def examples(x: Any, n: int, *, plain: bool = False) -> Any:
    """Return what many examples have together as a list of what each has, a `plain` number as such.

    >>> examples([np.array([1.0, 2.0]), np.array([3.0, 4.0])], 2, plain=True)
    [[1.0, 3.0], [2.0, 4.0]]
    """
    return [_example(x, k, plain) for k in range(n)]


def _example(x: Any, k: int, plain: bool) -> Any:
    if isinstance(x, list):
        return [_example(part, k, plain) for part in x]
    if is_container(x):
        return mapped(lambda part: _example(part, k, plain), x)
    if not isinstance(x, np.ndarray):
        return x
    return x[k].item() if plain else x[k]


def together(xs: Any) -> Any:
    """Return what each example has as arrays that begin with the axis of the examples.

    >>> together([[1.0, 3.0], [2.0, 4.0]])
    [array([1., 2.]), array([3., 4.])]
    """
    if len(xs) and is_container(xs[0]):
        return mapped(lambda *parts: np.array(parts), *xs)
    return np.array(xs)


def basis(x: Any) -> Any:
    """Return all directions of `x` at once: along a first axis, a one for each of its numbers.

    >>> basis({"a": np.zeros(2), "b": 0.0})
    {'a': array([[1., 0.],
           [0., 1.],
           [0., 0.]]), 'b': array([0., 0., 1.])}
    """
    count, place = size(x), 0

    def one(leaf: Any) -> Any:
        nonlocal place
        n, kind = int(np.size(leaf)), np.result_type(np.asarray(leaf).dtype, np.float16)
        kind = np.dtype(float) if isinstance(leaf, int | float) else kind
        found = np.zeros((count, n), dtype=kind)
        found[place : place + n] = np.eye(n)
        place += n
        return found.reshape((count, *np.shape(leaf)))

    return mapped(one, x) if is_container(x) else one(x)


def size(x: Any) -> int:
    """Return how many numbers a container holds.

    >>> size([1.0, np.zeros((2, 3)), "name"])
    7
    """
    if not is_container(x):
        return int(np.size(x))
    count = 0

    def add(leaf: Any) -> Any:
        nonlocal count
        count += int(np.size(leaf))
        return leaf

    mapped(add, x)
    return count


def each(g: Any, x: Any) -> Any:
    """Return `g` once for each number of `x`, along a first axis."""
    return repeated(g, size(x))


def for_each(g: Any, xs: Any) -> Any:
    """Return `g`, of whatever shape, once for each row of the array `xs`."""
    return repeated(g, len(xs))


def repeated(g: Any, n: int) -> Any:
    """Return `g` so many times, along a first axis."""
    if is_container(g):
        return mapped(lambda leaf: repeated(leaf, n), g)
    return np.repeat(np.asarray(g)[None], n, axis=0)


def columns(dot: Any, x: Any) -> Any:
    """Return the Jacobian by `x` from the tangents in all its directions.

    Of containers it is the container of the value with that of `x` inside.

    >>> columns(np.arange(6.0).reshape(3, 2), (np.zeros(2), 0.0))
    (array([[0., 2.],
           [1., 3.]]), array([4., 5.]))
    """
    if is_container(dot):
        return mapped(lambda part: columns(part, x), dot)
    place = 0

    def one(leaf: Any) -> Any:
        nonlocal place
        n = int(np.size(leaf))
        part = np.moveaxis(dot[place : place + n], 0, -1)
        place += n
        found = part.reshape(part.shape[:-1] + np.shape(leaf))
        return found if isinstance(leaf, np.ndarray) else _number(found)

    return mapped(one, x) if is_container(x) else one(x)


def rows(g: Any, y: Any) -> Any:
    """Return the Jacobian of `y` from the gradients of all its numbers, in its structure.

    >>> rows(np.arange(6.0).reshape(3, 2), [np.zeros(2), 0.0])
    [array([[0., 1.],
           [2., 3.]]), array([4., 5.])]
    """
    place = 0

    def one(leaf: Any) -> Any:
        nonlocal place
        first, n, shape = place, int(np.size(leaf)), np.shape(leaf)
        place += n

        def part(of: Any) -> Any:
            some = of[first : first + n]
            return _number(some.reshape(shape + some.shape[1:]))

        return mapped(part, g) if is_container(g) else part(g)

    return mapped(one, y) if is_container(y) else one(y)


def _number(a: Any) -> Any:
    """Return an array without axes as the number that it is, of its own precision."""
    if np.ndim(a):
        return a
    return float(a) if a.dtype == np.float64 else a[()]
