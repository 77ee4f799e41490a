"""The few helpers that generated code may call, where types are not known beforehand.

Each is a plain NumPy function; `save` copies those that a gradient uses into its module.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adcompiler.records import instance as instance
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


def zeros(x: Any) -> Any:
    """Return a zero of the kind and shape of `x`; containers item by item."""
    if isinstance(x, range):
        return [0.0] * len(x)
    if is_container(x):
        return mapped(zeros, x)
    if x is None or not np.ndim(x):
        return 0j if np.iscomplexobj(x) else 0.0
    return np.zeros_like(x, dtype=np.result_type(x, np.float16))


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


def checkpointed(items: Any, states: int) -> Any:
    """Return `items` as they are; a loop over them is differentiated with few states kept.

    Parameters
    ----------
    items
        What the loop walks.
    states
        How many states of the loop are kept at a time, at least 1. The rounds between them are
        run again in the backward sweep, as seldom as so many states allow: `n` rounds are run at
        most `t` times more, where `(states + t)! / (states! t!)` is at least `n`.

    Examples
    --------
    >>> import adcompiler
    >>> def decay(x):
    ...     for k in adcompiler.checkpointed(range(1000), states=10):
    ...         x = x - 0.001 * x * x
    ...     return x
    >>> round(adcompiler.grad(decay)(1.0), 4)
    0.2497

    """
    if states < 1:
        raise ValueError(f"a loop needs at least one state, not {states}")
    return items


def stretches(n: int, states: int) -> list[tuple[int, int, int]]:
    """Cut `n` rounds into stretches that begin with a state that is kept.

    Each has the place of its first round and of the one after its last, and how many states
    it may keep itself, that one included.

    >>> stretches(10, 3)
    [(0, 4, 3), (4, 7, 2), (7, 9, 1), (9, 10, 0)]
    """
    if states < 1:
        raise ValueError(f"a loop needs at least one state, not {states}")
    found: list[tuple[int, int, int]] = []
    first = 0
    while n - first > 1 and states:
        left = n - first
        t = 1
        while math.comb(states + t, states) < left:
            t += 1
        if t > 500:
            raise ValueError(f"a loop of {left} rounds needs more states than {states}")
        size = min(math.comb(states + t - 1, states), left - math.comb(states + t - 2, states - 1))
        found.append((first, first + size, states))
        first, states = first + size, states - 1
    return [*found, (first, n, states)] if first < n else found


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
        return {key: copied(item) for key, item in x.items()}
    return [copied(item) for item in x] if isinstance(x, list) else x


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


def pad_items(items: Any, x: Any) -> Any:
    """Return one item of adjoint per item of `x`: zeros for the items that no loop reached.

    >>> pad_items([1.0, 2.0], np.zeros(3))
    array([1., 2., 0.])
    """
    rest = [zeros(item) for item in x[len(items) :]]
    if isinstance(x, np.ndarray):
        return np.array([*items, *rest], dtype=x.dtype).reshape(x.shape)
    return [*items, *rest]


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


def power_dx(x: Any, y: Any) -> Any:
    """Return the derivative of `x ** y` by x: 0 where y is 0, inf where x is 0 and y < 1."""
    return y * np.power(x, np.where(y == 0, 1.0, y - 1.0))[()]


def power_dy(x: Any, y: Any, out: Any) -> Any:
    """Return the derivative of `x ** y` by y: 0 where x is 0, nan where x is negative."""
    if np.iscomplexobj(out) and not np.iscomplexobj(x):
        x = x + 0j
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(x == 0, 0.0, out * np.log(np.where(x == 0, 1.0, x)))[()]


def over(a: Any, b: Any) -> Any:
    """Return `a / b`, and 0 where `b` is 0: the slope chosen at the tip of a cone.

    >>> over(np.array([1.0, 0.0]), np.array([2.0, 0.0]))
    array([0.5, 0. ])
    """
    return a / (b + (b == 0)) * (b != 0)


def digamma(x: Any) -> Any:
    """Return the derivative of the log of gamma (asymptotic series after a shift up to 6)."""
    out = 0.0
    if x <= 0.0:
        return float(digamma(1.0 - x) - np.pi / np.tan(np.pi * x))
    while x < 6.0:
        out -= 1.0 / x
        x += 1.0
    r = 1.0 / (x * x)
    series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132)))))
    return float(out + np.log(x) - 0.5 / x - series)


def trigamma(x: Any) -> Any:
    """Return the second derivative of the log of gamma."""
    out = 0.0
    if x <= 0.0:
        return float((np.pi / np.sin(np.pi * x)) ** 2 - trigamma(1.0 - x))
    while x < 6.0:
        out += 1.0 / (x * x)
        x += 1.0
    r = 1.0 / (x * x)
    series = 1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66))))
    return float(out + 1.0 / x + 0.5 * r + r / x * series)


def polygamma(n: int, x: Any) -> Any:
    """Return the derivative of order `n + 1` of the log of gamma, for `n` from 2 on.

    It is NaN far below 0, from where the way up to its series is too long.

    >>> round(polygamma(2, 1.0), 12)  # -2 zeta(3)
    -2.404113806319
    """
    out = 0.0
    if x < -1e6:
        return math.nan
    while x < 10.0 + n:
        out += math.factorial(n) * x ** -(n + 1)
        x += 1.0
    out += math.factorial(n - 1) * x**-n + 0.5 * math.factorial(n) * x ** -(n + 1)
    for k, bernoulli in enumerate((1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730), 1):
        out += bernoulli * math.factorial(2 * k + n - 1) / math.factorial(2 * k) * x ** -(2 * k + n)
    return float(out if n % 2 else -out)


def repeat(g: Any, x: Any) -> Any:
    """Return `g` once for every item of `x`."""
    return [g] * len(x)


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


def matmul_dx(g: Any, x: Any, y: Any) -> Any:
    """Return the adjoint of `x` in `x @ y`, for vectors, matrices and stacks."""
    if np.ndim(y) == 1:
        return fit(np.multiply.outer(g, y) if np.ndim(x) > 1 else g * y, x)
    if np.ndim(x) == 1:
        rows = np.matmul(y, np.expand_dims(g, -1))[..., 0]
        return fit(rows, x)
    return fit(np.matmul(g, np.swapaxes(y, -1, -2)), x)


def matmul_dy(g: Any, x: Any, y: Any) -> Any:
    """Return the adjoint of `y` in `x @ y`, for vectors, matrices and stacks."""
    if np.ndim(x) == 1:
        if np.ndim(y) == 1:
            return fit(x * g, y)
        return fit(np.multiply(np.expand_dims(x, -1), np.expand_dims(g, -2)), y)
    if np.ndim(y) == 1:
        column = np.matmul(np.swapaxes(x, -1, -2), np.expand_dims(g, -1))[..., 0]
        return fit(column, y)
    return fit(np.matmul(np.swapaxes(x, -1, -2), g), y)


def softmax(x: Any, *, axis: Any = None) -> Any:
    """Return `exp(x) / sum(exp(x))` without overflow.

    >>> softmax(np.array([1000.0, 0.0]))
    array([1., 0.])
    """
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


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
    return np.moveaxis(_others(*rows).reshape(shape), last, axes)[()]


def _others(x: Any, *along: Any) -> Any:
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
    parts = np.where(taken, 0, _others(without, *rest))
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


def cofactors(x: Any, *along: Any) -> Any:
    """Return the cofactors of matrices, singular ones too: the derivative of the determinant.

    With one direction `along`, the derivative of the cofactors along it.

    >>> cofactors(np.array([[1.0, 2.0], [2.0, 4.0]])).round(12)
    array([[ 4., -2.],
           [-2.,  1.]])
    """
    u, s, vh = np.linalg.svd(x)
    sign = np.linalg.det(u) * np.linalg.det(vh)
    u, vh = np.conj(u), np.conj(vh)
    if not along:
        return sign[..., None, None] * ((u * np.expand_dims(_others(s), -2)) @ vh)
    (h,) = along
    h = np.swapaxes(u, -1, -2) @ h @ np.swapaxes(vh, -1, -2)
    same = np.eye(s.shape[-1], dtype=bool)
    pairs = np.where(same, 0, _others(np.where(same, 1, np.expand_dims(s, -2))))
    own = np.diagonal(h, axis1=-2, axis2=-1)
    on_diagonal = np.sum(pairs * np.expand_dims(own, -2), axis=-1)
    inner = np.where(same, np.expand_dims(on_diagonal, -1), -pairs * np.swapaxes(h, -1, -2))
    return sign[..., None, None] * (u @ inner @ vh)


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

    >>> ranked(np.array([5.0, 7.0, 9.0]), np.array([0.3, 0.1, 0.2]), 0.5)
    np.float64(9.0)
    """
    rows, _ = _rows(x, axis)
    values = np.take_along_axis(_rows(t, axis)[0], np.argsort(rows, axis=-1, kind="stable"), -1)
    found = []
    for one in np.ravel(q):
        low, high, share = _between(rows, one, method)
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
        low, high, right = _between(rows, one, method)
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


def _between(rows: Any, q: Any, method: str) -> tuple[Any, Any, Any]:
    """Return between which elements in order a quantile lies, and how near to the second."""
    count = np.sum(~np.isnan(rows), axis=-1)
    sizes = {n: float(np.quantile(np.arange(max(n, 1)), q, method=method)) for n in {*count.flat}}  # type: ignore[call-overload]
    place = np.array([sizes[n] for n in np.ravel(count)]).reshape(count.shape)
    low = np.floor(place).astype(int)
    return low, np.minimum(low + 1, np.maximum(count - 1, 0)), (place - low).astype(rows.dtype)


def gaps(w: Any) -> Any:
    """Return how far each value is above each other: inf on the diagonal, nan between equal ones.

    >>> gaps(np.array([1.0, 3.0]))
    array([[inf,  2.],
           [-2., inf]])
    """
    found = np.expand_dims(w, -2) - np.expand_dims(w, -1)
    found = np.where(found == 0, np.nan, found)
    return np.where(np.eye(np.shape(w)[-1], dtype=bool), np.inf, found).astype(found.dtype)


def eigenvectors(x: Any, w: Any) -> Any:
    """Return the eigenvectors of matrices in the order of their eigenvalues `w`.

    >>> abs(eigenvectors(np.diag([1.0, 2.0]), np.array([2.0, 1.0])))
    array([[0., 1.],
           [1., 0.]])
    """
    values, vectors = np.linalg.eig(x)
    apart = np.abs(np.expand_dims(w, -2) - np.expand_dims(values, -1))
    return np.take_along_axis(vectors, np.argmin(apart, axis=-2)[..., None, :], axis=-1)


def bessel_i(n: int, x: Any) -> Any:
    """Return the modified Bessel function of whole order: by its series, for large x the other one.

    >>> round(float(bessel_i(0, 1.0)), 12), round(float(bessel_i(1, 40.0)) / 1e16, 12)
    (1.266065877752, 1.470739616326)
    """
    n, x = abs(n), np.asarray(x) + 0.0
    half, large = np.where(np.abs(x) > 30.0, 0.0, x) / 2.0, np.maximum(np.abs(x), 30.0)
    term = half**n / math.factorial(n)
    found = term
    for k in range(1, 70):
        term = term * half**2 / (k * (k + n))
        found = found + term
    factor = rest = np.ones_like(large)
    for k in range(1, 25):
        factor = factor * ((2 * k - 1) ** 2 - 4 * n * n) / (8.0 * k * large)
        rest = rest + factor
    far = np.exp(large) / np.sqrt(2.0 * np.pi * large) * rest * np.where(x < 0, (-1.0) ** n, 1.0)
    return np.where(np.abs(x) > 30.0, far, found)[()]


def tall(r: Any, q: Any) -> Any:
    """Return the triangular factor of a matrix that is not wide; of the others none is known.

    >>> tall(np.ones((1, 1)), np.ones((3, 1)))
    array([[1.]])
    """
    if np.shape(r)[-2] != np.shape(r)[-1]:
        raise ValueError("the derivative of np.linalg.qr is known for matrices that are not wide")
    return r


def on_diagonal(g: Any, x: Any, *, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Return zeros of the shape of `x` with `g` on a diagonal: the reverse of `np.diagonal`.

    >>> on_diagonal(np.array([1.0, 2.0]), np.zeros((2, 3)))
    array([[1., 0., 0.],
           [0., 2., 0.]])
    """
    out = np.zeros_like(x)
    last = np.moveaxis(out, (axis1, axis2), (-2, -1))
    n = np.diagonal(last, offset, -2, -1).shape[-1]
    rows = np.arange(n) + max(0, -offset)
    last[..., rows, rows + offset] = g
    return out


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


def _cell(x: Any, xp: Any) -> tuple[Any, Any]:
    """Return the interval of the grid that each `x` lies in, and its width (inf beyond the ends).

    >>> _cell(np.array([-1.0, 0.5, 2.0, 9.0]), np.array([0.0, 1.0, 2.0]))
    (array([0, 0, 1, 1]), array([inf,  1.,  1., inf]))
    """
    i = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    return i, np.where((x >= xp[0]) & (x <= xp[-1]), xp[i + 1] - xp[i], np.inf)[()]


def resized(g: Any, x: Any) -> Any:
    """Return `g` cut off, or padded with zeros, at the end of each axis to the shape of `x`.

    >>> resized(np.array([1.0, 2.0, 3.0]), np.zeros(2)), resized(np.array([1.0]), np.zeros(2))
    (array([1., 2.]), array([1., 0.]))
    """
    out = np.zeros(np.shape(x), dtype=np.asarray(g).dtype)
    both = tuple(slice(min(n, m)) for n, m in zip(np.shape(g), np.shape(x), strict=True))
    out[both] = g[both]
    return out


def doubled(h: Any, y: Any, *, axis: int = -1) -> Any:
    """Return `h`, half a spectrum of the real signal `y`, with all twice that stands for two.

    >>> doubled(np.ones(3), np.zeros(4)), doubled(np.ones(3), np.zeros(5))
    (array([1., 2., 1.]), array([1., 2., 2.]))
    """
    out = np.array(h)
    np.moveaxis(out, axis, 0)[1 : (np.shape(y)[axis] + 1) // 2] *= 2.0
    return out


def interp_slope(x: Any, xp: Any, fp: Any) -> Any:
    """Return the slope of `np.interp(x, xp, fp)`: 0 beyond the ends of the grid.

    >>> interp_slope(np.array([0.5, 9.0]), np.array([0.0, 1.0, 2.0]), np.array([3.0, 4.0, 8.0]))
    array([1., 0.])
    """
    i, width = _cell(x, xp)
    return (fp[i + 1] - fp[i]) / width


def interp_back(g: Any, x: Any, xp: Any) -> Any:
    """Return the adjoint of `fp` in `np.interp(x, xp, fp)`: each point pulls at two entries.

    >>> interp_back(np.array([1.0, 1.0]), np.array([0.25, 9.0]), np.array([0.0, 1.0, 2.0]))
    array([0.75, 0.25, 1.  ])
    """
    i = _cell(x, xp)[0]
    right = (np.clip(x, xp[0], xp[-1]) - xp[i]) / (xp[i + 1] - xp[i])
    out = np.zeros(len(xp))
    np.add.at(out, i, g * (1.0 - right))
    np.add.at(out, i + 1, g * right)
    return out


def slope_back(g: Any, x: Any, xp: Any) -> Any:
    """Return the adjoint of `fp` in `interp_slope(x, xp, fp)`."""
    i, width = _cell(x, xp)
    out = np.zeros(len(xp))
    np.add.at(out, i, -g / width)
    np.add.at(out, i + 1, g / width)
    return out


def convolve_back(g: Any, y: Any, x: Any, *, mode: str = "full") -> Any:
    """Return the adjoint of `x` in `np.convolve(x, y, mode)`.

    >>> convolve_back(np.array([1.0, 0.0, 0.0]), np.array([5.0, 7.0]), np.zeros(2))
    array([5., 0.])
    """
    short = min(len(x), len(y))
    cut = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}[mode]
    whole = np.zeros(len(x) + len(y) - 1, dtype=np.result_type(g, y))
    whole[cut : cut + len(g)] = g
    return np.correlate(whole, np.conj(y), mode="valid") if len(y) else np.zeros_like(x)


def principal(x: Any) -> Any:
    """Return the matrix `x`, which must have no eigenvalue where logarithms jump: at or below 0.

    >>> principal(np.eye(1))
    array([[1.]])
    """
    w = np.linalg.eigvals(x)
    if np.any((w.real <= 0.0) & (np.abs(w.imag) <= 1e-6 * np.abs(w.real))):
        raise ValueError("logm has no derivative at a matrix with an eigenvalue at or below zero")
    return x


def unconvolved(g: Any, y: Any, x: Any, *, mode: str = "full", of: str = "first") -> Any:
    """Return the adjoint of `x` in `scipy.signal.convolve(x, y, mode)`; or of the second signal.

    >>> unconvolved(np.array([1.0, 0.0, 0.0]), np.array([5.0, 7.0]), np.zeros(2))
    array([5., 0.])
    """
    from scipy.signal import correlate

    n, m = np.shape(x), np.shape(y)
    second = m if of == "first" else n
    if mode == "same":
        cut = [(k - 1) // 2 for k in second]
    else:
        cut = [min(a, b) - 1 if mode == "valid" else 0 for a, b in zip(n, m, strict=True)]
    whole = np.zeros([a + b - 1 for a, b in zip(n, m, strict=True)], np.result_type(g, y))
    whole[tuple(slice(k, k + size) for k, size in zip(cut, np.shape(g), strict=True))] = g
    return correlate(whole, y, mode="valid")


def cross(x: Any, y: Any) -> Any:
    """Return `np.cross(x, y)` of vectors of three entries, the only ones with a derivative here.

    >>> cross(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    array([0., 0., 1.])
    """
    if np.shape(x)[-1:] != (3,) or np.shape(y)[-1:] != (3,):
        raise ValueError("the derivative of np.cross is known for vectors of three entries only")
    return np.cross(x, y)


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


def by_differences(function: Any, g: Any, *args: Any, index: int = 0) -> Any:
    """Return the adjoint of one operand of a function that cannot be read, by differences of it.

    >>> round(by_differences(lambda x: x**3, 1.0, 2.0), 6)
    12.0
    """
    x = np.asarray(args[index], float)
    out = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        direction = np.zeros(x.shape)
        direction[place] = 1.0
        moved = along_differences(
            function, direction, *args, moved=(index,), size=float(abs(x[place]))
        )
        out[place] = np.sum(g * moved)
    return out if np.ndim(args[index]) else float(out)


def along_differences(
    function: Any, *args: Any, moved: tuple[int, ...], size: float | None = None
) -> Any:
    """Return the tangent of such a function; the tangents of the operands `moved` come first.

    >>> round(along_differences(lambda x: x**3, 1.0, 2.0, moved=(0,)), 6)
    12.0
    """
    tangents, operands = args[: len(moved)], args[len(moved) :]
    if size is None:
        size = max(float(np.max(np.abs(operands[k]), initial=0.0)) for k in moved)
    far = max(float(np.max(np.abs(t), initial=0.0)) for t in tangents)
    found = []
    h = 6e-6 * max(size, 1.0) / (far or 1.0)  # the cube root of the precision
    for step in (h, -h):
        at = list(operands)
        for k, t in zip(moved, tangents, strict=True):
            near = operands[k] + step * t
            at[k] = near if np.ndim(operands[k]) else float(near)
        found.append(function(*at))
    return (found[0] - found[1]) / (2.0 * h)


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
        n, kind = int(np.size(leaf)), np.result_type(leaf, np.float16)
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
