"""Jacobians and Hessians: shapes and structures, both modes, against differences and each other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adcompiler import CompileError, grad, hessian, hvp, jacfwd, jacobian, jacrev
from adcompiler.ir.walk import count_ops

W = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
X = np.array([0.3, 0.7, -0.4])
M = np.arange(6.0).reshape(2, 3) / 5.0 + 0.1


def layer(x):
    return np.tanh(W @ x) * x[0]


def gram(a):
    return a @ a.T


def looped(x, n=3):
    s = x * 1.0
    for i in range(n):
        s = np.sin(s) * x[i] + s
    return s


def branched(x):
    if x[0] > 0.0:
        return x**2
    return np.exp(x)


def stepped(x):
    out = np.zeros(len(x))
    for k in range(1, len(x)):
        out[k] = out[k - 1] * x[k] + math.sin(x[k - 1])
    return out


def scalar(x):
    return np.sum(x**3) * x[1]


def listed(x):
    return np.array([a * x[0] for a in x])


def same(x):
    return x


def constant(x):
    return np.ones(4) * len(x)


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def cube(x):
    return np.array([x, x**2, math.sin(x)])


def early(x):
    for k in range(5):
        if x[k % len(x)] > 0.5:
            return x * k
    return x


FUNCTIONS = [
    (layer, X), (gram, M), (looped, X), (branched, X), (branched, -X), (stepped, X), (scalar, X),
    (listed, X), (same, X), (constant, X), (softmax, X), (cube, 0.7), (early, X),
]  # fmt: skip


def differences(f, x, h=1e-6):
    """Return the Jacobian by central differences, value first."""
    x = np.asarray(x, dtype=float)
    columns = []
    for index in np.ndindex(x.shape):
        d = np.zeros_like(x)
        d[index] = h
        pair = [f(v if x.shape else float(v)) for v in (x + d, x - d)]
        columns.append((np.asarray(pair[0]) - np.asarray(pair[1])) / (2 * h))
    found = np.stack(columns, axis=-1)
    return found.reshape(found.shape[:-1] + x.shape)


@pytest.mark.parametrize("make", [jacfwd, jacrev, jacobian])
@pytest.mark.parametrize(("f", "x"), FUNCTIONS, ids=lambda p: getattr(p, "__name__", ""))
def test_against_differences(make, f, x):
    found = make(f)(x)
    want = differences(f, x)
    assert np.shape(found) == want.shape
    assert np.allclose(found, want, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize(("f", "x"), FUNCTIONS, ids=lambda p: getattr(p, "__name__", ""))
def test_the_modes_agree(f, x):
    assert np.allclose(jacfwd(f)(x), jacrev(f)(x), rtol=1e-13, atol=1e-15)


def both(p, q):
    return {"a": p["v"][0] * q + p["s"], "b": [q * 2.0, p["s"] ** 2]}


@pytest.mark.parametrize("make", [jacfwd, jacrev, jacobian])
def test_containers(make):
    p, q = {"v": np.array([2.0, 3.0]), "s": 4.0}, np.array([1.0, 5.0, 6.0])
    found = make(both, argnums=(0, 1))(p, q)
    (by_p, by_q), ((c_p, c_q), (d_p, d_q)) = found["a"], found["b"]
    assert np.array_equal(by_p["v"], np.outer(q, [1.0, 0.0]))
    assert by_p["s"].tolist() == [1.0] * 3
    assert np.array_equal(by_q, 2.0 * np.eye(3))
    assert np.array_equal(c_q, 2.0 * np.eye(3))
    assert c_p["v"].shape == (3, 2)
    assert not c_p["v"].any()
    assert (d_p["s"], d_p["v"].tolist(), d_q.tolist()) == (8.0, [0.0, 0.0], [0.0] * 3)


@pytest.mark.parametrize("make", [jacfwd, jacrev, jacobian])
def test_several_parameters_and_aux(make):
    def f(x, k, y):
        return x[:2] * y**k, {"seen": y}

    jac, aux = make(f, argnums=(0, 2), has_aux=True)(X, 3, 2.0)
    assert np.array_equal(jac[0], 8.0 * np.eye(2, 3))
    assert np.allclose(jac[1], 12.0 * X[:2])
    assert aux == {"seen": 2.0}


@pytest.mark.parametrize("make", [jacfwd, jacrev, jacobian, hessian])
def test_parameters_by_name(make):
    def f(x, y, *, z=1.0):
        return x * y**2 * z**3

    by_y, by_z, by_both = (make(f, argnames=names) for names in ("y", "z", ("z", "y")))
    first = make is not hessian
    assert by_y(2.0, 3.0) == (12.0 if first else 4.0)
    assert by_z(2.0, 3.0, z=3.0) == (486.0 if first else 324.0)
    assert by_both(2.0, 3.0) == ((54.0, 12.0) if first else ((108.0, 36.0), (36.0, 4.0)))


def test_sparse_derivatives_and_products_by_name():
    def f(x, y, *, z):
        return np.sum(x**2 * y) * z

    given = {"x": np.ones(2), "y": np.array([1.0, 2.0]), "z": 3.0}
    assert np.array_equal(jacobian(f, argnames="y", sparse=True)(**given).toarray(), [[3.0, 3.0]])
    blocks = hessian(f, argnames=("x",), sparse=True)(**given)
    assert np.array_equal(blocks[0][0].toarray(), np.diag([6.0, 12.0]))
    product = hvp(f, argnames=("x", "z"))
    along = (np.array([1.0, 0.0]), 0.0)
    found = product(given["x"], given["y"], along, z=3.0)
    assert np.array_equal(found[0], [6.0, 0.0])
    assert found[1] == 2.0


@pytest.mark.parametrize("make", [jacfwd, jacrev])
def test_single_precision_stays(make):
    assert make(lambda x: x * x)(np.ones(2, np.float32)).dtype == np.float32


@pytest.mark.parametrize("make", [jacfwd, jacrev, jacobian, hessian])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_arrays_without_axes_stay_arrays(make, dtype):
    found = make(lambda x: x * x * x)(np.array(0.5, dtype))
    assert isinstance(found, np.ndarray)
    assert found.dtype == dtype
    assert found == (3.0 if make is hessian else 0.75)


@pytest.mark.parametrize("make", [jacfwd, jacrev])
def test_empty_arrays(make):
    assert make(lambda x: x * 2.0)(np.zeros(0)).shape == (0, 0)


def test_lists_of_numbers():
    jac = jacfwd(lambda xs: [xs[0] * xs[1], xs[1]])([2.0, 3.0])
    assert jac == [[3.0, 2.0], [0.0, 1.0]]
    assert jacrev(lambda xs: [xs[0] * xs[1], xs[1]])([2.0, 3.0]) == jac


def test_complex_numbers_are_refused():
    with pytest.raises(CompileError, match="complex"):
        jacfwd(lambda x: x * 1j)(X)


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def net(p, x, y):
    h = np.tanh(p["W"] @ x + p["b"])
    return np.sum((p["v"] @ h - y) ** 2)


def test_hessian_of_rosenbrock():
    x = np.array([0.5, -1.0, 2.0, 0.3])
    found = hessian(rosenbrock)(x)
    assert np.allclose(found, differences(grad(rosenbrock), x), rtol=1e-7, atol=1e-6)
    assert np.array_equal(found, found.T) or np.allclose(found, found.T, rtol=1e-14)


def test_hessian_of_containers_is_nested():
    rng = np.random.default_rng(0)
    p = {"W": rng.standard_normal((2, 3)), "b": np.zeros(2), "v": rng.standard_normal(2)}
    found = hessian(net)(p, X, 0.5)
    assert found["W"]["v"].shape == (2, 3, 2)
    assert np.allclose(found["W"]["v"], np.moveaxis(found["v"]["W"], 0, -1), rtol=1e-12)


def pendulum(x):
    angle, speed = x[0], x[1]
    for _ in range(10):
        speed = speed - 0.1 * math.sin(angle)
        angle = angle + 0.1 * speed
    return angle**2 + speed**2


def mixture(x):
    centres, spread = x[:2], x[2]
    data = np.array([0.1, 0.5, 1.7])
    total = 0.0
    for d in data:
        total = total - np.log(np.sum(np.exp(-((d - centres) ** 2) / (2.0 * spread**2))))
    return total + 3.0 * np.log(spread)


def two_layers(x):
    h = np.tanh(x[:6].reshape(2, 3) @ X)
    return (x[6:8] @ h - 1.0) ** 2


@pytest.mark.parametrize(
    ("f", "x"),
    [
        (rosenbrock, np.array([0.5, -1.0, 2.0])),
        (pendulum, np.array([0.4, 0.2])),
        (mixture, np.array([0.2, 1.5, 0.8])),
        (two_layers, np.linspace(-1.0, 1.0, 8)),
    ],
)
def test_all_four_nestings_agree(f, x):
    first = jacfwd(jacrev(f))(x)
    for nested in (jacrev(jacrev(f)), jacrev(jacfwd(f)), jacfwd(jacfwd(f)), hessian(f)):
        assert np.allclose(nested(x), first, rtol=1e-9, atol=1e-9)


def test_third_derivatives():
    found = jacfwd(hessian(rosenbrock))(np.array([0.5, -1.0]))
    assert found[0, 0, 0] == pytest.approx(2400.0 * 0.5)
    assert found[0, 0, 1] == pytest.approx(-400.0)


def test_the_mode_follows_the_shape():
    tall = jacobian(lambda x: np.outer(x, x).ravel())
    x = np.linspace(0.0, 1.0, 20)
    first = tall(x)
    assert tall.last is tall.reverse
    assert np.allclose(tall(x), first)
    assert tall.last is tall.forward
    wide = jacobian(lambda x: x[:2])
    wide(x)
    wide(x)
    assert wide.last is wide.reverse
    assert "np.eye" in wide.source


def test_golden(golden):
    for name, make, f, x in (
        ("layer_forward", jacfwd, layer, X),
        ("loop_reverse", jacrev, looped, X),
        ("rosenbrock_hessian", hessian, rosenbrock, X),
    ):
        made = make(f)
        made(x)
        golden(f"jacobians/{name}.py", made.source)


def test_batched_and_not_one_pull_for_each_row():
    state = jacrev(layer).__dict__["__adcompiler__"]
    fn = state.derive(state.build({"x": _type(X)}).function, state.options)
    assert count_ops(fn) < 30


def test_the_loop_over_directions_says_why():
    made = jacfwd(lambda x: np.convolve(x, x[:2]))
    found = made(X)
    assert np.allclose(found, differences(lambda x: np.convolve(x, x[:2]), X))
    assert "# one after the other: NumPy has no way to do this for all at once" in made.source


@pytest.mark.parametrize(
    ("f", "x"), [(rosenbrock, X), (pendulum, X[:2]), (mixture, X), (two_layers, np.arange(8.0))]
)
def test_a_hessian_product_costs_at_most_six_functions(f, x):
    from test_higher_order import counted

    plain, product = counted(f, (x,))
    assert product <= 6 * plain


def _type(x):
    from adcompiler.signature import type_of_value

    return type_of_value(x, "x")


def turned(angles, point):
    """A few numbers returned: a branch, a loop and containers on the way."""
    a, b = angles
    x, y = point["x"], point["y"]
    if a > 0.0:
        x, y = x * math.cos(a) - y * math.sin(a), x * math.sin(a) + y * math.cos(a)
    for _ in range(3):
        x = x + b * math.sin(y)
        y = y - b * x
    return x, {"y": y}


def test_a_few_numbers_have_a_sweep_each():
    made = jacrev(turned, argnums=(0, 1))
    for angles in ((0.3, 0.1), (-0.3, 0.1)):
        point = {"x": 1.0, "y": 2.0}
        found, want = made(angles, point), jacfwd(turned, argnums=(0, 1))(angles, point)
        rows = [(row[0], *row[1].values()) for row in (found[0], found[1]["y"])]
        others = [(row[0], *row[1].values()) for row in (want[0], want[1]["y"])]
        for row, other in zip(rows, others, strict=True):
            assert np.allclose(row[0], other[0], rtol=1e-12)
            assert np.allclose(row[1:], other[1:], rtol=1e-12)
    assert "basis" not in made.source


def test_the_sweeps_walk_the_same_lists():
    def f(x, v):
        for _ in range(3):
            v = v - 0.1 * math.sin(x)
            x = x + 0.1 * v
        return x, v

    made = jacrev(f, argnums=(0, 1))
    made(0.1, 0.2)
    assert made.source.count("= []") == 1


def test_rows_share_no_memory():
    def f(x, k):
        return x[0] * k, x[1] * k, 3.0

    (a, _), (b, _), (c, dk) = jacrev(f, argnums=(0, 1))(X, 2.0)
    a[:] = 7.0
    assert (b.tolist(), c.tolist(), dk) == ([0.0, 2.0, 0.0], [0.0] * 3, 0.0)


def test_rows_and_aux():
    def f(x):
        return (x[0] * x[1], x[2] ** 2), {"seen": x[0]}

    (a, b), aux = jacrev(f, has_aux=True)(X)
    assert (a.tolist(), b.tolist(), aux) == ([0.7, 0.3, 0.0], [0.0, 0.0, -0.8], {"seen": 0.3})


def test_jacobians_of_rows_again():
    def f(x):
        return x[0] ** 2 * x[1], math.sin(x[2]) * x[0]

    first, second = jacfwd(jacrev(f))(X)
    assert np.allclose(first, hessian(lambda x: x[0] ** 2 * x[1])(X), rtol=1e-12)
    assert np.allclose(second, jacrev(grad(lambda x: math.sin(x[2]) * x[0]))(X), rtol=1e-12)
    first, second = jacrev(jacrev(f))(X)
    assert np.allclose(first, hessian(lambda x: x[0] ** 2 * x[1])(X), rtol=1e-12)
