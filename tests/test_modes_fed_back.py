"""The text of every mode is a program: run by itself it gives the same, and has derivatives."""

from __future__ import annotations

import functools
import linecache
import math

import numpy as np
import pytest

from adcompiler import check_grads, hessian, jacfwd, jacrev, jvp, linearize, runtime, vjp
from adcompiler.derived import derived
from adcompiler.transforms.forward import Tangent


def loop(x, y, n=3):
    s = 0.0
    for _ in range(n):
        s = s + math.sin(x) * y
        x = x * s
    return s


def layer(x):
    return np.tanh(W @ x) * x[0]


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


W = np.array([[0.5, -1.0, 2.0], [1.5, 0.25, -0.75]])
X = np.array([0.3, 0.7, -0.4])


def alone(source, name):
    """Return a function of the text alone, as if it had been saved and imported."""
    around = {
        **vars(runtime), "np": np, "math": math, "partial": functools.partial, "W": W,
        "__name__": "saved",
    }  # fmt: skip
    filename = f"<saved {name} {len(linecache.cache)}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), around)
    return around[name]


def test_forward_mode():
    state = derived(loop, Tangent((0, 1)))
    value, dot = jvp(loop, (0.4, 0.3), (1.0, 2.0))
    saved = alone(state.gradient.source, "loop_jvp")
    assert saved(0.4, 0.3, x_dot=1.0, y_dot=2.0) == (value, dot)
    check_grads(lambda x, y: saved(x, y, x_dot=y, y_dot=2.0)[1], (0.4, 0.3), order=2)


@pytest.mark.parametrize("make", [jacfwd, jacrev])
def test_jacobians(make):
    jac = make(layer)
    want = jac(X)
    saved = alone(jac.source, jac.source.split("def ")[-1].split("(")[0])
    assert np.array_equal(saved(X), want)
    check_grads(lambda x: np.sum(saved(x) ** 2), (X,), order=2)


def test_hessians():
    made = hessian(rosenbrock)
    want = made(X)
    saved = alone(made.source, made.source.split("def ")[-1].split("(")[0])
    assert np.array_equal(saved(X), want)
    check_grads(lambda x: np.sum(np.sin(saved(x))), (X,))


def test_pullbacks_and_linear_maps():
    _, pullback = vjp(layer, X)
    saved = alone(pullback.source, "layer_vjp")
    value, pulled = saved(X)
    assert np.array_equal(value, layer(X))
    assert np.array_equal(pulled(np.ones(2))[0], pullback(np.ones(2))[0])
    check_grads(lambda x: np.sum(saved(x)[1](np.ones(2))[0] * x), (X,), order=2)
    _, linear = linearize(layer, X)
    saved_linear = alone(linear.source, "layer_linearize")
    assert np.array_equal(saved_linear(X)[1](X), linear(X))
    check_grads(lambda x: np.sum(saved_linear(x)[1](x)), (X,), order=2)
