"""`jvp`, `vjp`, `linearize`, `hvp`: values, structures, seeds that do not fit, lifetimes."""

from __future__ import annotations

import copy
import gc
import math
import pickle
import weakref
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest

from adcompiler import ArgumentError, grad, hvp, jvp, linearize, vjp


def loop(x, y, n=3):
    s = 0.0
    for _ in range(n):
        s = s + math.sin(x) * y
        x = x * s
    return s, {"a": x, "n": n}


def layer(W, b, x):
    return np.tanh(W @ x + b)


W = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
B = np.array([0.1, -0.2])
X = np.array([0.3, 0.7, -0.4])


def test_jvp_is_the_derivative_along_a_direction():
    (s, rest), (s_dot, rest_dot) = jvp(loop, (1.0, 2.0), (1.0, 0.5))
    h = 1e-6
    (up, u), (down, d) = loop(1.0 + h, 2.0 + h / 2), loop(1.0 - h, 2.0 - h / 2)
    assert (s, rest) == loop(1.0, 2.0)
    assert s_dot == pytest.approx((up - down) / (2 * h), rel=1e-7)
    assert rest_dot["a"] == pytest.approx((u["a"] - d["a"]) / (2 * h), rel=1e-7)


def test_vjp_and_linearize_are_transposes_of_one_another():
    rng = np.random.default_rng(0)
    out, pullback = vjp(layer, W, B, X)
    same, linear = linearize(layer, W, B, X)
    assert np.array_equal(out, layer(W, B, X))
    assert np.array_equal(same, out)
    for _ in range(3):
        u = rng.standard_normal(2)
        v = [rng.standard_normal(np.shape(a)) for a in (W, B, X)]
        pulled, pushed = pullback(u), linear(*v)
        assert [np.shape(p) for p in pulled] == [np.shape(a) for a in (W, B, X)]
        along = sum(np.sum(p * d) for p, d in zip(pulled, v, strict=True))
        assert along == pytest.approx(u @ pushed, rel=1e-12)
        assert np.allclose(pushed, jvp(layer, (W, B, X), v)[1], rtol=1e-13)


def test_a_pullback_survives_changes_of_arguments_results_and_globals():
    w, b, x = W.copy(), B.copy(), X.copy()
    out, pullback = vjp(lambda w, b, x: np.exp(w @ x + b) * SCALE, w, b, x)
    before = pullback(np.ones(2))
    for a in (w, b, x, out, SCALE):
        a[...] = 7.0
    for one, other in zip(before, pullback(np.ones(2)), strict=True):
        assert np.array_equal(one, other)


SCALE = np.array([2.0, 3.0])


def test_gradients_of_a_pullback_are_fresh():
    seed = np.ones(3)
    _, pullback = vjp(lambda x, y: x + y, np.ones(3), np.ones(3))
    dx, dy = pullback(seed)
    dx[:] = 5.0
    assert dy.tolist() == seed.tolist() == [1.0] * 3
    assert pullback(seed)[0].tolist() == [1.0] * 3


class Pair(NamedTuple):
    a: float
    b: np.ndarray


@dataclass
class State:
    x: float
    v: np.ndarray
    name: str = "s"


def test_containers_in_and_out():
    def f(p, s):
        return Pair(p["w"] * s.x, p["b"] * s.v), [s.x**2, "text"]

    p, s = {"w": 2.0, "b": np.array([1.0, 2.0])}, State(3.0, np.array([4.0, 5.0]))
    out, dot = jvp(f, (p, s), ({"w": 1.0, "b": np.zeros(2)}, State(0.0, np.ones(2))))
    assert isinstance(dot[0], Pair)
    assert (dot[0].a, dot[0].b.tolist(), dot[1]) == (3.0, [1.0, 2.0], [0.0, "text"])
    assert out[1] == [9.0, "text"]
    _, pullback = vjp(f, p, s)
    dp, ds = pullback((Pair(1.0, np.array([0.0, 1.0])), [2.0, "text"]))
    assert dp == {"w": 3.0, "b": pytest.approx(np.array([0.0, 5.0]))}
    assert type(ds) is State
    assert (ds.x, ds.v.tolist()) == (2.0 + 12.0, [0.0, 2.0])


def test_has_aux():
    def f(x):
        return x * x, {"seen": x}

    assert jvp(f, (3.0,), (1.0,), has_aux=True) == (9.0, 6.0, {"seen": 3.0})
    value, pullback, aux = vjp(f, 3.0, has_aux=True)
    assert (value, pullback(1.0), aux) == (9.0, (6.0,), {"seen": 3.0})
    value, linear, aux = linearize(f, 3.0, has_aux=True)
    assert (value, linear(2.0), aux) == (9.0, 12.0, {"seen": 3.0})


def test_starred_arguments_and_defaults():
    def f(x, *rest, k=2.0):
        return x * k + sum(rest)

    assert jvp(f, (1.0, 2.0, 3.0), (1.0, 10.0, 100.0)) == (7.0, 112.0)
    assert vjp(f, 1.0, 2.0, 3.0)[1](1.0) == (2.0, 1.0, 1.0)
    assert linearize(f, 1.0, 2.0, 3.0)[1](1.0, 1.0, 1.0) == 4.0
    with pytest.raises(TypeError, match="takes 1 positional"):
        vjp(lambda x: x, 1.0, 2.0)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_kinds_stay(kind):
    x = np.array([1.0, 2.0], kind)
    _, dot = jvp(lambda x: x * x, (x,), ([1, 0],))
    assert dot.dtype == kind
    _, pullback = vjp(lambda x: x * x, x)
    assert pullback([1.0, 1.0])[0].dtype == kind
    assert type(jvp(lambda x: x * x, (2,), (1,))[1]) is float
    assert type(vjp(lambda x: x * x, 2)[1](1)[0]) is float


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: jvp(layer, (W, B, X), (W, B, X[:2])), r"tangent is an array of the shape \(2,\)"),
        (lambda: jvp(lambda x: x, (1.0,), (1j,)), "must be real"),
        (lambda: jvp(lambda p: p["a"], ({"a": 1.0},), ({"b": 1.0},)), "with the keys 'a'"),
        (lambda: vjp(lambda x: (x, x), 1.0)[1](1.0), "cotangent is float; it must be a tuple of 2"),
        (lambda: vjp(lambda x: (x, [x]), 1.0)[1]((1.0, [1.0, 2.0])), r"at \[1\] is a list of 2"),
        (lambda: vjp(lambda x: x, X)[1](np.ones((3, 1))), r"of the shape \(3, 1\)"),
        (lambda: hvp(lambda x: np.sum(x**2))(X, np.ones(2)), r"of the shape \(3,\)"),
    ],
)
def test_seeds_that_do_not_fit_are_refused(call, words):
    with pytest.raises(ArgumentError, match=words):
        call()


def test_wrong_numbers_of_tangents():
    with pytest.raises(TypeError, match="2 arguments, but 1 tangents"):
        jvp(lambda x, y: x * y, (1.0, 2.0), (1.0,))
    with pytest.raises(TypeError, match="in a tuple"):
        jvp(lambda x: x, 1.0, 1.0)


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def test_hvp():
    x, v = np.array([0.5, -1.0, 2.0, 0.1]), np.array([1.0, 2.0, -1.0, 0.5])
    h = 1e-5
    g = grad(rosenbrock)
    assert hvp(rosenbrock)(x, v) == pytest.approx((g(x + h * v) - g(x - h * v)) / (2 * h), rel=1e-6)
    product = hvp(lambda x, y, k=1.0: k * x * x * y, argnums=(0, 1))
    assert product(2.0, 3.0, (1.0, 0.0)) == (6.0, 4.0)
    assert product(2.0, 3.0, (0.0, 1.0), k=2.0) == (8.0, 0.0)
    product = hvp(rosenbrock)
    product(x, v)
    assert "def rosenbrock_grad_jvp(x, *, x_dot):" in product.source


def test_modes_over_modes():
    def f(x):
        return math.sin(x) * x

    def slope(x):
        return jvp(f, (x,), (1.0,))[1]

    def second(x):
        return 2.0 * math.cos(x) - x * math.sin(x)

    assert jvp(grad(f), (0.7,), (1.0,))[1] == pytest.approx(second(0.7), rel=1e-14)
    assert vjp(grad(f), 0.7)[1](1.0)[0] == pytest.approx(second(0.7), rel=1e-14)
    assert linearize(grad(f), 0.7)[1](1.0) == pytest.approx(second(0.7), rel=1e-14)
    assert slope(0.7) == pytest.approx(math.sin(0.7) + 0.7 * math.cos(0.7), rel=1e-14)


@pytest.mark.parametrize("x", [0.4, 1.5])
def test_the_linear_map_of_a_gradient_that_kept_lists_in_one_branch_only(x):
    def f(x, y):
        s = x
        for _ in range(3):
            a = math.sin(s)
            if a > 0.9:
                s = s + a
            else:
                for _ in range(2):
                    d = math.sin(s * y)
                    s = s * d + a * math.exp(d)
        return math.sin(s)

    slopes = grad(f, argnums=(0, 1))
    want = jvp(slopes, (x, 0.2), (1.0, 0.5))
    found = linearize(slopes, x, 0.2)
    assert found[0] == want[0]
    assert found[1](1.0, 0.5) == pytest.approx(want[1], rel=1e-13)


class Model:
    def __init__(self, w):
        self.w = w

    def loss(self, x):
        return self.w * x * x

    def __call__(self, x):
        return self.loss(x) + 1.0


def test_methods_and_objects_with_call_compile_once():
    m = Model(3.0)
    assert jvp(m.loss, (2.0,), (1.0,)) == (12.0, 12.0)
    assert vjp(m, 2.0)[1](1.0) == (12.0,)
    m.w = 4.0
    assert jvp(m.loss, (2.0,), (1.0,)) == (16.0, 16.0)
    assert jvp(Model(5.0).loss, (2.0,), (1.0,)) == (20.0, 20.0)


def test_states_go_with_their_functions():
    big = np.ones(10)

    def make():
        data = big.copy()
        return lambda x: np.sum(data * x)

    f = make()
    g = grad(f)
    for _ in range(2):
        g(np.ones(10))
        vjp(f, np.ones(10))
    seen = weakref.ref(f)
    del f, g
    gc.collect()
    assert seen() is None


def test_functions_that_were_differentiated_can_be_copied_and_pickled():
    vjp(layer, W, B, X)
    assert pickle.loads(pickle.dumps(layer)) is layer
    assert copy.deepcopy(layer) is layer


def test_one_compilation_serves_many_calls():
    def f(x):
        return x * x

    first = vjp(f, 1.0)[1].state
    assert vjp(f, 2.0)[1].state is first


@pytest.mark.parametrize("function", [np.max, np.std, np.median, np.prod, np.linalg.norm])
def test_tangents_have_the_precision_of_their_values(function):
    x = np.array([0.5, 1.5, -2.0], dtype="float32")
    value, tangent = jvp(lambda x: function(x), (x,), (np.ones_like(x),))
    assert value.dtype == tangent.dtype == np.float32
    exact = jvp(lambda x: function(x), (x.astype(float),), (np.ones(3),))[1]
    assert tangent == pytest.approx(exact, rel=1e-5)
