"""What is adopted at kinks and in numerical corners: one test per row of the table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adcompiler import grad

NAN, INF = math.nan, math.inf


def square_root(x):
    return math.sqrt(x)


ROWS = [
    ("relu", lambda x: np.maximum(x, 0.0), (0.0,), (0.0,)),
    ("builtin relu", lambda x: max(0.0, x), (0.0,), (0.0,)),
    ("maximum tie", lambda x, y: np.maximum(x, y), (1.0, 1.0), (0.5, 0.5)),
    ("minimum tie", lambda x, y: np.minimum(x, y), (1.0, 1.0), (0.5, 0.5)),
    ("builtin max tie", lambda x, y: max(x, y), (1.0, 1.0), (1.0, 0.0)),
    ("max of array", lambda x: np.max(x), (np.array([1.0, 3.0, 3.0]),), ([0.0, 0.5, 0.5],)),
    ("argmax index", lambda x: x[np.argmax(x)], (np.array([1.0, 3.0, 3.0]),), ([0.0, 1.0, 0.0],)),
    ("abs", lambda x: abs(x), (0.0,), (0.0,)),
    ("np.abs", lambda x: np.abs(x), (0.0,), (0.0,)),
    ("floor", lambda x: math.floor(x) * x, (1.5,), (1.0,)),
    ("clip", lambda x: np.clip(x, 0.0, 1.0), (1.0,), (1.0,)),
    ("math.sqrt", square_root, (0.0,), (INF,)),
    ("np.sqrt", lambda x: np.sqrt(x), (0.0,), (INF,)),
    ("x**2", lambda x: x**2, (0.0,), (0.0,)),
    ("x**1", lambda x: x**1, (0.0,), (1.0,)),
    ("x**0", lambda x: x**0, (0.0,), (0.0,)),
    ("x**0.5", lambda x: x**0.5, (0.0,), (INF,)),
    ("x**y at (0, 2)", lambda x, y: x**y, (0.0, 2.0), (0.0, 0.0)),
    ("x**y at (0, 0)", lambda x, y: x**y, (0.0, 0.0), (0.0, 0.0)),
    ("x**y at (-2, 3)", lambda x, y: np.power(x, y), (-2.0, 3.0), (12.0, NAN)),
    (
        "where sqrt",
        lambda x: np.sum(np.where(x > 0, np.sqrt(x), 0.0)),
        (np.zeros(2),),
        ([0.0, 0.0],),
    ),
    ("where log", lambda x: np.where(x > 0, np.log(x), 0.0), (-1.0,), (0.0,)),
    ("where x log x", lambda x: np.where(x > 0, x * np.log(x), 0.0), (0.0,), (0.0,)),
    ("hypot", lambda x, y: np.hypot(x, y), (0.0, 0.0), (0.0, 0.0)),
    ("math.hypot", lambda x, y: math.hypot(x, y), (0.0, 0.0), (0.0, 0.0)),
    ("arctan2", lambda x, y: np.arctan2(x, y), (0.0, 0.0), (0.0, 0.0)),
    ("sinc", lambda x: np.sinc(x), (0.0,), (0.0,)),
    ("logaddexp", lambda x, y: np.logaddexp(x, y), (0.0, -INF), (1.0, 0.0)),
    ("modulo", lambda x, y: x % y, (7.5, 2.0), (1.0, -3.0)),
    ("sigmoid at -800", lambda x: 1.0 / (1.0 + np.exp(-x)), (-800.0,), (0.0,)),
    ("log-sum-exp", lambda x: np.log(np.sum(np.exp(x))), (np.array([1000.0, 0.0]),), ([1.0, 0.0],)),
    ("norm at 0", lambda x: np.linalg.norm(x), (np.zeros(2),), ([0.0, 0.0],)),
    (
        "norms of rows",
        lambda x: np.sum(np.linalg.norm(x, axis=1)),
        (np.zeros((1, 2)),),
        ([[0, 0]],),
    ),
    ("norm inf tie", lambda x: np.linalg.norm(x, np.inf), (np.array([2.0, -2.0]),), ([0.5, -0.5],)),
    ("std constant", lambda x: np.std(x), (np.ones(2),), ([0.0, 0.0],)),
    ("prod one zero", lambda x: np.prod(x), (np.array([2.0, 0.0, 3.0]),), ([0.0, 6.0, 0.0],)),
    ("prod two zeros", lambda x: np.prod(x), (np.array([0.0, 0.0, 3.0]),), ([0.0, 0.0, 0.0],)),
    ("cumprod", lambda x: np.cumprod(x)[2], (np.array([2.0, 0.0, 3.0]),), ([0.0, 6.0, 0.0],)),
    ("sort tie", lambda x: np.sort(x)[1], (np.array([3.0, 1.0, 1.0]),), ([0.0, 0.0, 1.0],)),
    ("median even", lambda x: np.median(x), (np.array([3.0, 1.0, 2.0, 9.0]),), ([0.5, 0, 0.5, 0],)),
    ("det", lambda x: np.linalg.det(x), (np.diag([0.0, 2.0]),), ([[2.0, 0.0], [0.0, 0.0]],)),
    ("ptp tie", lambda x: np.ptp(x), (np.array([1.0, 3.0, 3.0]),), ([-1.0, 0.5, 0.5],)),
    ("abs of 0j", lambda z: abs(z), (0j,), (0j,)),
    ("abs(z)**2 at 0j", lambda z: abs(z) ** 2, (0j,), (0j,)),
    ("angle of 0j", lambda z: np.angle(z), (0j,), (0j,)),
    ("norm of complex zeros", lambda z: np.linalg.norm(z), (np.zeros(2, complex),), ([0j, 0j],)),
    ("std of complex constants", lambda z: np.std(z), (1j * np.ones(2),), ([0j, 0j],)),
    ("square of 0j", lambda z: (z**2).real, (0j,), (0j,)),
    ("the parts of 0j", lambda z: z.real + 2.0 * z.imag, (0j,), (1 - 2j,)),
    ("softplus at 800", lambda x: np.log(1.0 + np.exp(x)), (800.0,), (1.0,)),
]


@pytest.mark.parametrize(("name", "f", "args", "want"), ROWS, ids=[r[0] for r in ROWS])
def test_row(name, f, args, want):
    with np.errstate(all="ignore"):
        found = grad(f, argnums=tuple(range(len(args))))(*args)
    for g, w in zip(found, want, strict=True):
        np.testing.assert_array_equal(np.asarray(g), np.asarray(w))
