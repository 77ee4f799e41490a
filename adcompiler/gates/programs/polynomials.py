"""Polynomials as arrays of coefficients, the highest power first."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, differ, program


@program(np.poly, arrays="seq_of_zeros")
def poly(seq_of_zeros: Any) -> Any:
    """Return the polynomial with these zeros."""
    zeros = np.atleast_1d(seq_of_zeros)
    found = np.ones(1, dtype=zeros.dtype)
    for zero in zeros:
        found = np.convolve(found, np.array([1.0, -zero], dtype=zeros.dtype))
    return found


@program(np.polyadd, arrays="a1 a2")
def polyadd(a1: Any, a2: Any) -> Any:
    """Return the sum of two polynomials."""
    left, right = _of_one_length(np.atleast_1d(a1), np.atleast_1d(a2))
    return left + right


@program(np.polysub, arrays="a1 a2")
def polysub(a1: Any, a2: Any) -> Any:
    """Return the difference of two polynomials."""
    left, right = _of_one_length(np.atleast_1d(a1), np.atleast_1d(a2))
    return left - right


def _of_one_length(left: Any, right: Any) -> Any:
    n = max(len(left), len(right))
    return _raised(left, n), _raised(right, n)


def _raised(p: Any, n: Any) -> Any:
    return np.concatenate([np.zeros(n - len(p), dtype=p.dtype), p])


@program(np.polymul, arrays="a1 a2")
def polymul(a1: Any, a2: Any) -> Any:
    """Return the product of two polynomials."""
    return np.convolve(_without_zeros(a1), _without_zeros(a2))


def _without_zeros(p: Any) -> Any:
    first = np.trim_zeros(np.atleast_1d(p), "f")
    return first if len(first) else np.zeros(1)


@program(np.polyder, arrays="p")
def polyder(p: Any, m: Any = 1) -> Any:
    """Return a derivative of a polynomial."""
    return reduce(lambda q, _: q[:-1] * np.arange(len(q) - 1, 0, -1), _rounds(m), p)


@beforehand
def _rounds(m: int) -> tuple[int, ...]:
    return tuple(range(m))


@program(np.polyint, arrays="p k")
def polyint(p: Any, m: Any = 1, k: Any = None) -> Any:
    """Return an integral of a polynomial."""
    constants = np.zeros(m) if k is None else np.atleast_1d(k)
    return reduce(lambda q, j: _integral(q, constants[j : j + 1]), _rounds(m), p)


def _integral(p: Any, constant: Any) -> Any:
    return np.concatenate([p / np.arange(len(p), 0, -1), constant])


@program(np.polydiv, arrays="u v")
def polydiv(u: Any, v: Any) -> Any:
    """Return quotient and remainder of two polynomials."""
    u, v = np.atleast_1d(u) + 0.0, np.atleast_1d(v) + 0.0
    m, n = len(u) - 1, len(v) - 1
    scale = 1.0 / v[0]
    quotient = np.zeros(max(m - n + 1, 1), dtype=(u[:1] + v[:1]).dtype)
    rest = u.astype(quotient.dtype) if differ(u, quotient) else u.copy()
    for k in range(m - n + 1):
        d = scale * rest[k]
        quotient[k] = d
        rest[k : k + n + 1] -= d * v
    small = np.abs(rest) <= 1e-8
    first = 0
    while first < len(rest) - 1 and small[first]:
        first += 1
    return quotient, rest[first:]


@program(np.vander, arrays="x")
def vander(x: Any, N: Any = None, increasing: Any = False) -> Any:
    """Return the powers of each number, in rows."""
    n = len(x) if N is None else N
    powers = np.concatenate([np.ones((len(x), 1)), np.repeat(x[:, None], n - 1, axis=1)], axis=1)
    found = np.cumprod(powers, axis=1)
    return found if increasing else found[:, ::-1]


@program(np.polyfit, arrays="x y w")
def polyfit(x: Any, y: Any, deg: Any, rcond: Any = None, full: Any = False, w: Any = None) -> Any:
    """Return the coefficients of the polynomial that fits best."""
    powers = np.vander(x, deg + 1)
    if w is not None:
        powers = powers * w[:, None]
        y = y * w if y.ndim == 1 else y * w[:, None]
    scale = np.sqrt(np.sum(powers * powers, axis=0))
    found = np.linalg.lstsq(powers / scale, y, len(x) * _epsilon(x))[0]
    return (found.T / scale).T


@beforehand
def _epsilon(x: Any) -> Any:
    if x.dtype is None:
        return NotImplemented
    return float(np.finfo(np.result_type(x.dtype, 0.0)).eps)  # of ints made floats
