"""What is adopted at kinks and in numerical corners: one test per row of the table."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adcompiler import CompileError, grad, jacfwd, jacrev

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
    ("clip above", lambda x: np.clip(x, None, 1.0), (1.0,), (1.0,)),
    ("clip below", lambda x: np.clip(x, 0.0, None), (0.0,), (1.0,)),
    ("bounds crossed", lambda x, y, z: np.clip(x, y, z), (0.5, 2.0, 1.0), (0.0, 0.0, 1.0)),
    ("heaviside", lambda x, y: np.heaviside(x, y), (0.0, 0.3), (0.0, 1.0)),
    ("sign", lambda x: np.sign(x) * np.floor(x) * np.ceil(x) * np.round(x), (0.0,), (0.0,)),
    ("max of columns", lambda x: np.sum(np.max(x, axis=0)), (np.ones((2, 1)),), ([[0.5], [0.5]],)),
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


CORNERS = [
    (
        "eigenvalues that are equal",
        lambda x: np.sum(np.linalg.eigvalsh(x) ** 2),
        (np.eye(3),),
        (2 * np.eye(3),),
    ),
    (
        "values of eigh that are equal",
        lambda x: np.sum(np.linalg.eigh(x)[0]),
        (np.eye(2),),
        (np.eye(2),),
    ),
    (
        "singular values that are equal",
        lambda x: np.linalg.norm(x, "nuc"),
        (np.eye(2),),
        (np.eye(2),),
    ),
    (
        "largest of equal singular values",
        lambda x: np.linalg.norm(x, 2),
        (np.eye(2),),
        (np.eye(2) / 2,),
    ),
    (
        "running maximum tie",
        lambda x: np.sum(np.maximum.accumulate(x)),
        (np.array([1.0, 3.0, 3.0]),),
        ([1.0, 2.0, 0.0],),
    ),
    (
        "nanmax tie",
        lambda x: np.nanmax(x),
        (np.array([NAN, 3.0, 3.0]),),
        ([0.0, 0.5, 0.5],),
    ),
    (
        "nanstd of constants",
        lambda x: np.nanstd(x),
        (np.array([2.0, NAN, 2.0]),),
        ([0.0, 0.0, 0.0],),
    ),
    (
        "nanmean of nan",
        lambda x: np.nanmean(x),
        (np.array([1.0, NAN, 3.0]),),
        ([0.5, 0.0, 0.5],),
    ),
    (
        "nanprod with a zero",
        lambda x: np.nanprod(x),
        (np.array([0.0, NAN, 3.0]),),
        ([3.0, 0.0, 0.0],),
    ),
    (
        "two quantiles at a tie",
        lambda x: np.sum(np.quantile(x, [0.0, 1.0])),
        (np.array([3.0, 1.0, 1.0]),),
        ([1.0, 1.0, 0.0],),
    ),
    (
        "partition tie",
        lambda x: np.partition(x, 1)[0],
        (np.array([3.0, 1.0, 1.0]),),
        ([0.0, 1.0, 0.0],),
    ),
    (
        "unique takes the first",
        lambda x: np.unique(x)[0],
        (np.array([1.0, 1.0, 3.0]),),
        ([1.0, 0.0, 0.0],),
    ),
    (
        "the largest of some",
        lambda x: np.max(x, initial=2.0),
        (np.array([2.0, 1.0]),),
        ([0.5, 0.0],),
    ),
    (
        "no element counts",
        lambda x: np.sum(x, where=x > 9.0),
        (np.ones(2),),
        ([0.0, 0.0],),
    ),
    (
        "hypot of zeros",
        lambda x: np.hypot.reduce(x),
        (np.zeros(2),),
        ([0.0, 0.0],),
    ),
    (
        "norm of order 0",
        lambda x: np.linalg.norm(x, 0),
        (np.ones(2),),
        ([0.0, 0.0],),
    ),
    (
        "select at its bound",
        lambda x: np.sum(np.select([x > 0.0], [np.sqrt(x)], 0.0)),
        (np.zeros(2),),
        ([0.0, 0.0],),
    ),
    (
        "i0 at 0",
        lambda x: np.i0(x),
        (0.0,),
        (0.0,),
    ),
    (
        "modf of a whole number",
        lambda x: np.modf(x)[0],
        (2.0,),
        (1.0,),
    ),
    (
        "cumulative product of zeros",
        lambda x: np.multiply.accumulate(x)[2],
        (np.array([0.0, 0.0, 3.0]),),
        ([0.0, 0.0, 0.0],),
    ),
]


@pytest.mark.parametrize(("name", "f", "args", "want"), CORNERS, ids=[r[0] for r in CORNERS])
def test_corner(name, f, args, want):
    """Ties, zeros and nan of functions that the table above does not name."""
    with np.errstate(all="ignore"):
        found = grad(f, argnums=tuple(range(len(args))))(*args)
    for g, w in zip(found, want, strict=True):
        np.testing.assert_allclose(np.asarray(g), np.asarray(w), atol=1e-12)


def test_vectors_of_equal_values_have_no_derivative():
    """They could be any: nan says so, and no number is made up."""
    with np.errstate(all="ignore"):
        found = grad(lambda x: np.linalg.eigh(x)[1][0, 0])(np.eye(2))
    assert np.isnan(found).any()
    with np.errstate(all="ignore"):
        found = grad(lambda x: np.linalg.svd(x, full_matrices=False)[0][0, 0])(np.eye(2))
    assert np.isnan(found).any()


SHAPELESS = [
    lambda x: np.sum(np.sort(x)),
    lambda x: np.sum(np.cumsum(x)),
    lambda x: np.sum(np.einsum("...->...", x)),
    lambda x: np.sum(np.unique(x)),
    lambda x: np.sum(np.ravel(x)),
    lambda x: np.sum(np.nan_to_num(x)) + np.nansum(x),
    lambda x: np.sum(x, initial=2.0),
    lambda x: np.linalg.norm(x),
    lambda x: np.sum(np.add.outer(x, x)),
]


@pytest.mark.parametrize("f", SHAPELESS, ids=range(len(SHAPELESS)))
def test_empty_read_only_and_strided_arguments(f):
    """Of nothing the gradient is nothing; views and read-only arrays are arguments like others."""
    assert grad(f)(np.zeros((0,))).shape == (0,)
    x = np.array([0.3, 1.7, 0.9, 2.1])
    want = grad(f)(x)
    fixed = x.copy()
    fixed.flags.writeable = False
    np.testing.assert_array_equal(grad(f)(fixed), want)
    np.testing.assert_allclose(grad(f)(np.repeat(x, 2)[::2]), want, rtol=1e-14)
    for dtype in (np.float16, np.float32):
        assert grad(f)(x.astype(dtype)).dtype == dtype


READING = [
    (lambda x: np.linalg.svd(x[:2])[0], lambda x: np.linalg.svd(x[:2])[1], "full factors"),
    (lambda x: np.linalg.svd(x[:2])[2], lambda x: np.linalg.svd(x[:2])[1], "full factors"),
    (lambda x: np.linalg.eig(x)[1].real, lambda x: np.linalg.eig(x)[0].real, "eigenvectors"),
]


@pytest.mark.parametrize(("f", "other", "says"), READING, ids=range(len(READING)))
def test_tangents_that_are_not_known_are_refused_where_they_are_read(f, other, says):
    """Both modes say so in the same words; the other parts of the result have theirs."""
    x = np.array([[2.0, 0.3, 0.1], [0.4, 1.0, 0.2], [0.1, 0.5, 3.0]])
    for derivative in (jacfwd, jacrev):
        with pytest.raises(CompileError, match=says):
            derivative(f)(x)
    forward, back = jacfwd(other), jacrev(other)
    np.testing.assert_allclose(forward(x), back(x), rtol=1e-9, atol=1e-12)
    assert "nan" not in forward.source
