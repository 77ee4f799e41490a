"""Sparse Jacobians and Hessians: patterns that miss nothing, few colours, the same numbers."""

from __future__ import annotations

import copy
import math
import sys
from dataclasses import dataclass

import numpy as np
import oracle
import pytest
import scipy.sparse
from programs_loader import PROGRAMS, some

import adcompiler
from adcompiler import CompileError, grad, hessian, hvp, jacobian, linearize
from adcompiler.analysis.pattern import rows as pattern_rows
from adcompiler.checking import leaves
from adcompiler.sparse import SparseHessian, SparseJacobian, programs
from adcompiler.sparse.colouring import ORDERINGS, Matrix, column_colours, count, star_colours
from adcompiler.sparse.matrices import sparsity

RNG = np.random.default_rng(4)
KERNEL = np.array([1.0, -2.0, 1.0])
PLACES = np.array([2, 0, 2, 3])
LIMIT = 0.5


def dense_jacobian(f, *args):
    """Return the Jacobian by the first argument, column by column."""
    x = args[0]
    _, linear = linearize(lambda v: f(v, *args[1:]), x)
    columns = []
    for k in range(np.size(x)):
        unit = np.zeros(np.size(x))
        unit[k] = 1.0
        out = linear(unit.reshape(np.shape(x)) if np.ndim(x) else 1.0)
        columns.append(np.concatenate([np.ravel(v) for _, v in leaves(out)]))
    return np.stack(columns, axis=1)


def dense_hessian(f, *args):
    """Return the Hessian by the first argument, column by column."""
    x = args[0]
    product, columns = hvp(f), []
    for k in range(x.size):
        unit = np.zeros(x.size)
        unit[k] = 1.0
        columns.append(np.ravel(product(*args, unit.reshape(x.shape))))
    return np.stack(columns, axis=1)


# -- programs with arrays as results; their patterns are exact ------------------------------


def stencil(x):
    return x[2:] - 2.0 * x[1:-1] ** 2 + x[:-2]


def lorenz(x):
    return (np.roll(x, -1) - np.roll(x, 2)) * np.roll(x, 1) - x + 8.0


def burgers(u, nu=0.1):
    flux = 0.5 * u**2
    return -(flux[2:] - flux[:-2]) / 2.0 + nu * (u[2:] - 2 * u[1:-1] + u[:-2])


def laplacian(u):
    v = u.reshape(4, 5)
    inner = 4.0 * v[1:-1, 1:-1] - v[2:, 1:-1] - v[:-2, 1:-1] - v[1:-1, 2:] - v[1:-1, :-2]
    return inner.ravel() + np.exp(v[1:-1, 1:-1]).ravel()


def padded(x):
    p = np.pad(x, 1)
    return p[2:] + p[:-2] ** 2 + np.sin(x)


def in_place(x):
    y = np.zeros(len(x))
    y[0] = x[0]
    for i in range(1, len(x)):
        y[i] = x[i] * x[i - 1] + np.sin(x[i])
    return y


def recurrence(x):
    h = 0.0
    out = []
    for v in x:
        h = np.tanh(h + v)
        out.append(h)
    return np.array(out)


def growing(x):
    xs = [x[0]]
    for v in x[1:]:
        xs.append(v * xs[-1])
        if len(xs) > 3:
            xs.pop()
    return np.array(xs)


def helper(a, b):
    return a * b + LIMIT


def through_helpers(x):
    return np.array([helper(x[i], x[(i + 2) % 5]) for i in range(5)])


def convolved(x):
    return np.convolve(x, KERNEL, mode="same")


def convolved_with_itself(x):
    return np.convolve(x[:3], x[3:])


def differences(x):
    return np.diff(x, n=2) * 2.0


def cumulated(x):
    return np.cumsum(np.sin(x))


def multiplied(x):
    return np.cumprod(x)


def rows_times(x):
    a = x.reshape(4, 3)
    return a @ np.ones((3, 2))


def products_of_matrices(x):
    return x[:6].reshape(2, 3) @ x[6:].reshape(3, 2)


def blocks(x):
    a = x.reshape(2, 3, 2)
    return np.einsum("bij,bkj->bik", a, a)


def letters(x):
    return np.einsum("...j,...j->...", x[:8].reshape(2, 2, 2), x[4:].reshape(2, 2, 2))


def tensors(x):
    return np.tensordot(x[:8].reshape(2, 2, 2), x[8:12].reshape(2, 2), axes=([1], [0]))


def dotted(x):
    return np.dot(x[:8].reshape(2, 2, 2), x[8:].reshape(2, 2)) + np.inner(x[:2], x[2:4])


def outer(x):
    return np.outer(x[:2], x[2:])


def joined(x):
    return np.concatenate([x[3:], np.ones(2), x[:2] ** 2, np.stack([x[0], x[1]])])


def selected(x):
    return np.where(PLACES > 1, x[:4], 2.0 * x[1:5])[[0, 3]]


def taken(x):
    return np.take(x, PLACES) * x[PLACES]


def added_at(x):
    y = x[:4] * 0.5
    np.add.at(y, PLACES, x[4:8])
    return y


def means(x):
    a = x.reshape(3, 4)
    return a.mean(axis=1), a.max(axis=0, keepdims=True)


def norms(x):
    return np.linalg.norm(x.reshape(4, 3), axis=1)


def softmaxes(x):
    e = np.exp(x.reshape(4, 3))
    return e / np.sum(e, axis=1, keepdims=True)


def inverses(x):
    return np.linalg.inv(x.reshape(3, 2, 2) + 5.0 * np.eye(2))


def crossed(x):
    return np.cross(x[:6].reshape(2, 3), x[6:].reshape(2, 3))


def triangle(x):
    return np.triu(x.reshape(4, 3)) + np.tril(x.reshape(4, 3), -1) * 2.0


def moved(x):
    a = np.moveaxis(x.reshape(2, 3, 2), 0, 2)
    return np.swapaxes(a, 0, 1)[::-1], np.tile(x[:2], 2), np.repeat(x[2:4], 2), np.flip(x)


def traced(x):
    a = x[:9].reshape(3, 3)
    return np.trace(a) + np.diag(a)


def in_a_dict(x):
    return {"sum": x[0] + x[1], "rest": [x[2:] * 2.0, np.exp(x[3])]}


def runge_kutta(x):
    h = 0.01

    def f(y):
        return np.roll(y, -1) - y

    k1 = f(x)
    k2 = f(x + h / 2 * k1)
    return x + h * k2


def blocked(x):
    return x * np.floor(x) + np.sign(x[0])


def unused(x):
    y = np.sum(x)  # noqa: F841
    return x[:3] ** 2


def repeated_powers(x, n=3):
    y = x
    for _ in range(n):
        y = y * np.roll(x, 1)
    return y


def recursive(x):
    def tree(lo, hi):
        return x[lo] if hi - lo == 1 else tree(lo, (lo + hi) // 2) * tree((lo + hi) // 2, hi)

    return np.array([tree(0, 2), tree(2, 4), tree(4, 8)])


def power(x, n):
    return x if n == 0 else x * power(x, n - 1)


def by_recursion(x):
    return power(x[:3], 2)


def tried(x):
    try:
        return np.array([math.sqrt(x[0]) * x[1], math.sqrt(x[1] - 100.0)])
    except ValueError:
        return x[1:3] * x[2]


def newton(x):
    y = np.ones(len(x))
    while np.max(np.abs(y * y - x)) > 1e-10:
        y = 0.5 * (y + x / y)
    return y


def smallest_first(x):
    order = np.argsort(x)
    return x[order] * x


def polynomial(x):
    return np.polyval(x[:3], x[3:])


def table(x):
    return np.interp(np.array([0.5, 1.5]), np.arange(4.0), x[:4])


EXACT = [
    stencil, lorenz, burgers, laplacian, padded, in_place, recurrence, growing, through_helpers,
    convolved, convolved_with_itself, differences, cumulated, multiplied, rows_times,
    products_of_matrices, blocks, letters, tensors, dotted, outer, joined, taken, added_at, means,
    norms, softmaxes, inverses, triangle, moved, traced, in_a_dict, runge_kutta, blocked,
    unused, repeated_powers, recursive, by_recursion, tried, newton, polynomial, smallest_first,
]  # fmt: skip
WIDER = [selected, table, crossed]
SIZES = {laplacian: 20, in_place: 8}


def points(f, n=4):
    size = SIZES.get(f, 12)
    return [RNG.uniform(0.3, 2.0, size) for _ in range(n)]


@pytest.mark.parametrize("f", EXACT + WIDER, ids=lambda f: f.__name__)
def test_jacobians_are_the_dense_ones(f):
    jacobian = SparseJacobian(f)
    for x in points(f):
        before = x.copy()
        found = jacobian(x).toarray()
        np.testing.assert_allclose(found, dense_jacobian(f, x), rtol=1e-12, atol=1e-12)
        assert np.array_equal(x, before)


def depends(f, at):
    """Return which numbers of the result change with each input, seen from several points."""
    return np.any([dense_jacobian(f, x) != 0 for x in at], axis=0)


@pytest.mark.parametrize("f", EXACT, ids=lambda f: f.__name__)
def test_patterns_hold_nothing_too_much(f):
    order = np.arange(12.0) + 0.5
    at = [order[: SIZES.get(f, 12)]] if f in (smallest_first, means) else points(f)
    if f is means:  # each entry of a maximum counts, wherever the largest is now
        at = [RNG.permutation(12) + 0.5 for _ in range(40)]
    expected = depends(f, at)
    if f is blocked:
        expected |= np.eye(12, dtype=bool)
    assert np.array_equal(sparsity(f, at[0]).toarray(), expected)


@pytest.mark.parametrize("f", WIDER, ids=lambda f: f.__name__)
def test_patterns_miss_nothing(f):
    found = sparsity(f, points(f)[0]).toarray()
    assert not np.any(depends(f, points(f)) & ~found)


# -- Hessians -------------------------------------------------------------------------------


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def chained(x):
    total = 0.0
    for i in range(len(x) - 1):
        total += np.exp(x[i] * x[i + 1])
    return total


def arrow(x):
    return np.sum(x[0] * x[1:] ** 2)


def separable(x):
    return np.sum(np.sin(x) * np.exp(x))


def products(x):
    return np.prod(x[:3]) + np.var(x[3:6]) + np.linalg.norm(x[6:9]) + x[9] / x[10] + x[11]


def quadratic(x):
    return x @ np.roll(x, 1) + np.dot(x[:2], x[2:4])


def piecewise(x):
    return np.sum(np.maximum(x[:6], x[6:]) * x[:6]) + np.sum(np.abs(x)) + np.max(x)


def likelihood(x):
    z = x[:6].reshape(3, 2)
    return np.sum(np.log(np.sum(np.exp(z), axis=1))) + x[6:] @ x[6:]


def minimal_surface(x):
    u = x.reshape(3, 4)
    a = u[1:, 1:] - u[:-1, :-1]
    b = u[1:, :-1] - u[:-1, 1:]
    return np.sum(np.sqrt(1.0 + 0.5 * (a**2 + b**2)))


def with_einsum(x):
    a = x.reshape(3, 4)
    return np.einsum("ij,ij,i->", a, np.roll(a, 1, axis=1), a[:, 0])


def in_tries(x):
    try:
        return math.log(x[0]) * x[1] + x[2] ** 2
    except ValueError:
        return x[0] * x[3]


def branching(x):
    if x[0] > 1.0:
        return x[0] * x[1] * x[2]
    return x[3] ** 2 * x[4]


SCALAR = [
    rosenbrock, chained, arrow, separable, products, quadratic, piecewise, likelihood,
    minimal_surface, with_einsum, in_tries, branching,
]  # fmt: skip
TIGHT = [
    rosenbrock, chained, arrow, separable, products, quadratic, likelihood, minimal_surface,
]  # fmt: skip


@pytest.mark.parametrize("f", SCALAR, ids=lambda f: f.__name__)
def test_hessians_are_the_dense_ones(f):
    hessian = SparseHessian(f)
    for _ in range(4):
        x = RNG.uniform(0.3, 2.0, 12)
        found = hessian(x).toarray()
        np.testing.assert_allclose(found, dense_hessian(f, x), rtol=1e-12, atol=1e-12)
        assert np.array_equal(found, found.T)


@pytest.mark.parametrize("f", TIGHT, ids=lambda f: f.__name__)
def test_hessians_hold_nothing_but_the_diagonal_too_much(f):
    x = RNG.uniform(0.3, 2.0, 12)
    found = SparseHessian(f)(x)
    found.data[:] = 1.0
    expected = (np.abs(dense_hessian(f, x)) > 1e-13) | np.eye(12, dtype=bool)
    assert np.array_equal(found.toarray() != 0, expected)


def test_blocks_of_several_arguments():
    def f(x, scale, y):
        return np.sum(x**2 * y) * scale + np.sum(y**3)

    x, y = RNG.uniform(1, 2, 3), RNG.uniform(1, 2, 3)
    (xx, xy), (yx, yy) = SparseHessian(f, argnums=(0, 2))(x, 2.0, y)
    np.testing.assert_allclose(xx.toarray(), np.diag(4 * y))
    np.testing.assert_allclose(xy.toarray(), np.diag(4 * x))
    assert np.array_equal(yx.toarray(), xy.toarray().T)
    np.testing.assert_allclose(yy.toarray(), np.diag(6 * y))
    by_x, by_scale = SparseJacobian(lambda x, s: x**2 * s, argnums=(0, 1))(x, 2.0)
    np.testing.assert_allclose(by_x.toarray(), np.diag(4 * x))
    np.testing.assert_allclose(by_scale.toarray(), (x**2)[:, None])
    by_scale, by_x = SparseJacobian(lambda x, s: x**2 * s, argnums=(1, 0))(x, 2.0)
    np.testing.assert_allclose(by_x.toarray(), np.diag(4 * x))
    np.testing.assert_allclose(by_scale.toarray(), (x**2)[:, None])
    (ss, sx), (xs, xx) = SparseHessian(lambda x, s: np.sum(x**2) * s**2, argnums=(1, 0))(x, 2.0)
    np.testing.assert_allclose(ss.toarray(), 2 * np.sum(x**2))
    np.testing.assert_allclose(sx.toarray(), 8 * x[None])
    np.testing.assert_allclose(xs.toarray(), 8 * x[:, None])
    np.testing.assert_allclose(xx.toarray(), 8 * np.eye(3))


def test_containers_and_single_precision():
    def f(p):
        return {"r": p["a"] * p["b"][0], "s": np.sum(p["b"][1])}

    p = {"a": np.ones(2, np.float32), "b": (3.0, np.array([1.0, 2.0]))}
    found = SparseJacobian(f)(p).toarray()
    assert np.array_equal(found, [[3, 0, 1, 0, 0], [0, 3, 1, 0, 0], [0, 0, 0, 1, 1]])


def test_the_jacobian_of_a_gradient_is_a_hessian():
    x = RNG.uniform(0.3, 2.0, 6)
    found = SparseJacobian(grad(rosenbrock))(x).toarray()
    np.testing.assert_allclose(found, dense_hessian(rosenbrock, x), rtol=1e-12, atol=1e-12)


def test_aux():
    jacobian, aux = SparseJacobian(lambda x: (x**2, np.sum(x)), has_aux=True)(np.ones(2))
    assert np.array_equal(jacobian.toarray(), 2 * np.eye(2))
    assert aux == 2.0
    matrix_, aux = hessian(lambda x: (np.sum(x**2), np.sum(x)), has_aux=True, sparse=True)(
        np.ones(2)
    )
    assert np.array_equal(matrix_.toarray(), 2 * np.eye(2))
    assert aux == 2.0


def test_the_public_names():
    x = RNG.uniform(0.3, 2.0, 6)
    np.testing.assert_allclose(jacobian(lorenz, sparse=True)(x).toarray(), jacobian(lorenz)(x))
    found = hessian(rosenbrock, sparse=True)(x)
    assert isinstance(found, scipy.sparse.csr_array)
    np.testing.assert_allclose(found.toarray(), hessian(rosenbrock)(x), rtol=1e-12, atol=1e-12)
    assert adcompiler.sparsity(rosenbrock, x).nnz == 6


def by_number(xs):
    squares = {x: x * x for x in xs}
    squares[xs[1]] *= xs[2]
    return [squares[xs[1]], squares.pop(xs[0]), squares[xs[2]], sum(squares.values())]


def test_numbers_as_keys():
    found = adcompiler.sparsity(by_number, [0.4, 1.2, 0.7]).toarray()
    assert found.astype(int).tolist() == [[0, 1, 1], [1, 0, 0], [0, 0, 1], [0, 1, 1]]


# -- the whole corpus -----------------------------------------------------------------------


def floats(args):
    return tuple(
        k
        for k, a in enumerate(args)
        if [*leaves(a)] and all(oracle.is_leaf(v) and type(v) is not int for _, v in leaves(a))
    )


SOME = some([p for p in PROGRAMS if p[2]], 3)


@pytest.mark.parametrize(
    ("function", "args"),
    [(f, examples[0]) for _, f, examples in SOME],
    ids=[name for name, _, _ in SOME],
)
def test_gradients_of_the_corpus_are_covered(function, args):
    argnums = function.__globals__.get("ARGNUMS") or floats(args)
    with np.errstate(all="ignore"):
        try:
            found = grad(function, argnums=argnums)(*copy.deepcopy(args))
        except Exception:
            pytest.skip("raises")
        try:
            pattern = sparsity(function, *copy.deepcopy(args), argnums=argnums)
        except CompileError as error:
            assert "a sparsity pattern of a function that" in str(error)  # noqa: PT017
            return
    for g, p in zip(found, pattern, strict=True):
        values = np.concatenate([np.zeros(0), *(np.ravel(v) for _, v in leaves(g))])
        assert not np.any((values != 0) & ~p.toarray()[0])


# -- colourings -----------------------------------------------------------------------------


def matrix(dense):
    dense = np.asarray(dense, dtype=bool)
    starts = np.concatenate([[0], np.cumsum(dense.sum(axis=1))])
    return Matrix(starts, np.nonzero(dense)[1], dense.shape[1])


def banded(n, width):
    return np.abs(np.subtract.outer(np.arange(n), np.arange(n))) <= width


@pytest.mark.parametrize("width", [0, 1, 2, 4])
def test_bands_take_as_many_colours_as_they_are_wide(width):
    assert count(column_colours(matrix(banded(40, width)))) == 2 * width + 1


@pytest.mark.parametrize(("n", "colours"), [(40, 4), (200, 4)])
def test_lorenz_takes_four_products(n, colours):
    jacobian, x = SparseJacobian(lorenz), RNG.uniform(size=n)
    jacobian(x)
    assert jacobian.plan([x]).products == colours


def test_hessians_of_stencils_and_arrows():
    assert count(star_colours(matrix(banded(40, 1)))) == 3
    star = np.eye(40, dtype=bool)
    star[0] = star[:, 0] = True
    assert count(star_colours(matrix(star))) == 2
    assert count(star_colours(matrix(star[::-1, ::-1]))) == 2
    assert count(star_colours(matrix(np.eye(40)))) == 1
    assert count(star_colours(matrix(np.ones((7, 7))))) == 7


def test_bundle_adjustment_takes_a_product_for_each_entry_of_a_row():
    cameras, seen = RNG.permuted(np.tile(np.arange(30), 4)), np.arange(120) // 3
    dense = np.zeros((240, 30 * 11 + 40 * 3), dtype=bool)
    for k in range(120):
        for row in (2 * k, 2 * k + 1):
            dense[row, 11 * cameras[k] : 11 * cameras[k] + 11] = True
            dense[row, 330 + 3 * seen[k] : 330 + 3 * seen[k] + 3] = True
    assert count(column_colours(matrix(dense))) == 14


def test_a_sum_is_pulled_back_once():
    jacobian = SparseJacobian(lambda x: np.array([np.sum(x**2), x[0]]))
    x = np.arange(1.0, 9.0)
    found = jacobian(x).toarray()
    assert np.array_equal(found[0], 2 * x)
    plan = jacobian.plan([x])
    assert (plan.by_rows, plan.products) == (True, 2)


@pytest.mark.parametrize("ordering", ORDERINGS, ids=lambda o: o.__name__)
def test_orderings_name_every_column_once(ordering):
    m = matrix(RNG.uniform(size=(20, 15)) < 0.2)
    assert sorted(ordering(m.lists(), m.transposed.lists())) == list(range(15))


@pytest.mark.parametrize("seed", range(30))
def test_colourings_of_random_patterns_recover_every_entry(seed):
    rng = np.random.default_rng(seed)
    n, density = int(rng.integers(1, 25)), rng.uniform(0.02, 0.5)
    a = rng.normal(size=(n, n)) * (rng.uniform(size=(n, n)) < density)
    colours = column_colours(matrix(a != 0))
    for row in a != 0:
        assert len({*colours[row]}) == row.sum()
    s = a + a.T
    pattern = programs_pattern(s)
    colours = star_colours(pattern)
    for i, j in zip(*np.nonzero(s)):
        mine = [k for k in np.flatnonzero(s[i]) if colours[k] == colours[j]]
        yours = [k for k in np.flatnonzero(s[j]) if colours[k] == colours[i]]
        assert mine == [j] or yours == [i]


def programs_pattern(s):
    return matrix((s != 0) | np.eye(len(s), dtype=bool))


def test_unions_of_rows_are_unions():
    rows = pattern_rows.Rows(9)
    x = rows.inputs(0, (3, 3))
    assert [list(rows.members(np.array([k]))[0]) for k in rows.over(x, 0)] == [
        [0, 3, 6], [1, 4, 7], [2, 5, 8],
    ]  # fmt: skip
    everything = rows.over(x, None)
    assert rows.joined(everything, 1) == everything == rows.full
    assert rows.pair(1, 2) == rows.pair(2, 1)
    assert list(rows.members(np.array([rows.pair(1, 2)]))[0]) == [0, 1]
    assert list(rows.members(rows.joined(np.array([1]), np.array([2])))[0]) == [0, 1]


# -- found again where it may be another ----------------------------------------------------


@pytest.fixture
def walks(monkeypatch):
    """Count the walks."""
    made = []
    known = programs.pattern_of
    monkeypatch.setattr(
        programs, "pattern_of", lambda *args: made.append(1) or known(*args)
    )  # fmt: skip
    return made


@pytest.mark.parametrize("f", [stencil, in_place, cumulated, newton])
def test_one_walk_for_all_calls_of_one_shape(f, walks):
    jacobian = SparseJacobian(f)
    for _ in range(3):
        jacobian(RNG.uniform(0.5, 0.6, 12))
    assert len(walks) == (3 if f is newton else 1)
    jacobian(RNG.uniform(0.5, 0.6, 24))
    assert len(walks) == (4 if f is newton else 2)


def test_what_decides_is_looked_at_again():
    def by_value(x):
        if x[0] > 1.0:
            return x[0] * x
        return x[1] * x

    def by_place(x, k):
        return x[k] * x

    def by_order(x):
        return x[np.argmax(x)] * x

    def by_mask(x):
        return x[x > 1.0] ** 2

    def clipped(x):
        y = max(x[0], 0)
        return np.array([y, x[1]])

    for f, points in [
        (by_value, [([0.5, 2.0, 3.0],), ([2.0, 2.0, 3.0],)]),
        (by_place, [([1.0, 2.0, 3.0], 0), ([1.0, 2.0, 3.0], 2)]),
        (by_place, [([1.0, 2.0, 3.0], k) for k in (np.array([0, 1, 2]), np.array([2, 1, 0]))]),
        (by_order, [([1.0, 2.0, 3.0],), ([4.0, 2.0, 3.0],)]),
        (by_mask, [([2.0, 0.5, 3.0],), ([0.5, 2.0, 3.0],)]),
        (clipped, [([-2.0, 0.5],), ([0.5, 2.0],)]),
    ]:
        jacobian = SparseJacobian(f)
        for x, *rest in points:
            x = np.array(x)
            found = jacobian(x, *rest).toarray()
            np.testing.assert_allclose(found, dense_jacobian(f, x, *rest), err_msg=f.__name__)


def test_what_is_outside_is_read_again():
    shift, holder = 1, {"keep": np.array([0, 1, 2])}

    def turn(k):
        nonlocal shift
        shift = k

    def f(x):
        return np.roll(x, shift)[holder["keep"]] * x[:3]

    jacobian, x = SparseJacobian(f), RNG.uniform(1, 2, 5)
    for k in (1, 2, 0):
        turn(k)
        np.testing.assert_allclose(jacobian(x).toarray(), dense_jacobian(f, x))
    holder["keep"] = np.array([4, 4, 0])
    np.testing.assert_allclose(jacobian(x).toarray(), dense_jacobian(f, x))


def twice(x):
    return x * 2.0


def test_a_redefined_helper_counts(monkeypatch):
    def f(x):
        return twice(x)

    jacobian, x = SparseJacobian(f), np.ones(3)
    assert np.array_equal(jacobian(x).toarray(), 2 * np.eye(3))
    monkeypatch.setitem(globals(), "twice", lambda x: np.sum(x) * x)
    assert np.array_equal(jacobian(x).toarray(), 3 * np.eye(3) + 1)


# -- refused --------------------------------------------------------------------------------


def test_what_is_no_pattern_is_refused():
    rng = np.random.default_rng(0)

    def draws(x):
        return x * rng.normal(0.0, 1.0, 3)

    with pytest.raises(CompileError, match="draws random numbers"):
        SparseJacobian(draws)(np.ones(3))
    with pytest.raises(CompileError, match="argument is complex"):
        SparseJacobian(lambda x: x * 2)(np.ones(3, complex))
    with pytest.raises(CompileError, match="result is complex"):
        SparseJacobian(lambda x: x * 2j)(np.ones(3))


def test_without_scipy_it_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)
    with pytest.raises(ImportError, match="install scipy"):
        sparsity(stencil, np.ones(4))


def test_own_exceptions_pass_through():
    def f(x):
        if x[0] < 0:
            raise KeyError("negative")
        return x

    with pytest.raises(KeyError, match="negative"):
        sparsity(f, -np.ones(3))


def test_ten_thousand_inputs():
    x = RNG.uniform(size=10_000)
    jacobian, hessian = SparseJacobian(burgers)(x), SparseHessian(rosenbrock)(x)
    assert jacobian.nnz == 3 * 9998
    assert hessian.nnz == 3 * 10_000 - 2
    v = RNG.normal(size=10_000)
    np.testing.assert_allclose(hessian @ v, hvp(rosenbrock)(x, v), rtol=1e-9, atol=1e-9)


# -- rules of the user's own ----------------------------------------------------------------


@adcompiler.custom_jvp
def spread_out(x):
    return x * 2.0


@spread_out.defjvp
def _(primals, tangents):
    return spread_out(primals[0]), np.sum(tangents[0]) * primals[0]


@adcompiler.custom_vjp
def clipped_back(x):
    return x * x


clipped_back.defvjp(lambda x: (clipped_back(x), x), lambda x, g: (np.clip(2.0 * x * g, -3.0, 3.0),))


def test_rules_of_the_users_own():
    x = np.array([1.0, 2.0, 3.0])
    found = jacobian(lambda x: spread_out(x) + x, sparse=True)(x).toarray()
    assert np.array_equal(found, np.eye(3) + x[:, None])
    found = jacobian(lambda x: 1.0 * clipped_back(x), sparse=True)(x).toarray()
    assert np.array_equal(found, np.diag([2.0, 3.0, 3.0]))
    with pytest.raises(CompileError, match="with a rule of its own"):
        hessian(lambda x: np.sum(spread_out(x) ** 2), sparse=True)(x)


def test_adjoints_looked_at_and_changed():
    def watched(x, seen):
        y = x * x
        with adcompiler.adjoint_of(y) as dy:
            print(dy[0])
        return y * x

    def changed(x):
        y = x * x
        with adcompiler.adjoint_of(y) as dy:
            dy = np.clip(dy, -1.0, 1.0)
        return y * x

    x = np.array([1.0, 2.0])
    assert np.array_equal(sparsity(watched, x, None).toarray(), np.eye(2, dtype=bool))
    found = jacobian(changed, sparse=True)(x).toarray()
    assert np.array_equal(found, np.diag([3.0, 8.0]))


def test_constants_and_functions_computed_again():
    def f(x):
        return adcompiler.stop_gradient(x) * np.roll(x, 1) + again(x)

    x = np.array([1.0, 2.0, 3.0, 4.0])
    np.testing.assert_allclose(jacobian(f, sparse=True)(x).toarray(), jacobian(f)(x))
    assert sparsity(f, x).nnz == 8


@adcompiler.checkpoint
def again(x):
    return np.sin(x)


def test_what_a_pullback_keeps_may_be_unbound():
    # math.log raises at the second point, and what the first path keeps has no value there.
    def f(x):
        try:
            y = math.log(x[0]) * x[1]
        except ValueError:
            y = x[1] ** 3
        return y * x[0]

    for x in (np.array([2.0, 3.0]), np.array([-2.0, 3.0])):
        _, linear = linearize(grad(f), x)
        columns = np.stack([linear(e) for e in np.eye(2)], axis=1)
        np.testing.assert_allclose(columns, dense_hessian(f, x))


def test_results_with_options_are_laid_out_as_their_numbers():
    def f(x):
        return Layer(x * 2.0, 3, x[0])

    found = SparseJacobian(f)(np.ones(2)).toarray()
    assert np.array_equal(found, [[2, 0], [0, 2], [1, 0]])


@dataclass
class Layer:
    w: np.ndarray
    size: int
    b: float
