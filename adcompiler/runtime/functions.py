"""Functions of numbers and their slopes where a formula alone would not do."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


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


def softmax(x: Any, *, axis: Any = None) -> Any:
    """Return `exp(x) / sum(exp(x))` without overflow.

    >>> softmax(np.array([1000.0, 0.0]))
    array([1., 0.])
    """
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


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
