"""Gradients for each example of a batch: equal to the loop over the examples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adcompiler import ArgumentError, grad, value_and_grad

RNG = np.random.default_rng(1)
X, Y = RNG.standard_normal((5, 3)), RNG.standard_normal(5)
P = {"W": RNG.standard_normal((2, 3)), "b": np.zeros(2), "v": RNG.standard_normal(2)}


def linear(w, x, y):
    return (w @ x - y) ** 2


def net(p, x, y):
    h = np.tanh(p["W"] @ x + p["b"])
    return (p["v"] @ h - y) ** 2


def scalars(w, x, y):
    s = 0.0
    for k in range(3):
        s = s + math.sin(w[k] * x[k]) * y
    return s


def branching(w, x, y):
    if y > 0.0:
        return np.sum(w * x) * y
    return np.sum(w**2) - y


def table(g):
    return {k: np.asarray(v) for k, v in g.items()} if isinstance(g, dict) else {"": np.asarray(g)}


@pytest.mark.parametrize(
    ("f", "p"), [(linear, P["W"][0]), (net, P), (scalars, P["W"][1]), (branching, P["W"][0])]
)
def test_the_loop_over_examples(f, p):
    values, found = value_and_grad(f, per_example=0)(p, X, Y)
    singly = [value_and_grad(f)(p, x, y) for x, y in zip(X, Y, strict=True)]
    assert np.allclose(values, [v for v, _ in singly], rtol=1e-13)
    for key, leaf in table(found).items():
        assert np.allclose(leaf, np.stack([table(g)[key] for _, g in singly]), rtol=1e-12)


def test_other_axes_and_shared_arguments():
    found = grad(linear, per_example=(None, 1, 0))(P["W"][0], X.T.copy(), Y)
    assert np.allclose(found, grad(linear, per_example=0)(P["W"][0], X, Y), rtol=1e-13)
    shared = grad(linear, per_example=(None, 0, None))(P["W"][0], X, 0.5)
    assert np.allclose(shared[2], grad(linear)(P["W"][0], X[2], 0.5), rtol=1e-13)


def test_examples_of_what_is_differentiated():
    found = grad(linear, argnums=1, per_example=(None, 0, 0))(P["W"][0], X, Y)
    assert np.allclose(found[3], grad(linear, argnums=1)(P["W"][0], X[3], Y[3]), rtol=1e-13)


def test_auxiliary_values_are_per_example_too():
    def f(w, x):
        s = w @ x
        return s * s, s

    g, aux = grad(f, has_aux=True, per_example=0)(P["W"][0], X)
    assert np.allclose(aux, X @ P["W"][0])
    assert g.shape == (5, 3)


def test_batches_of_one_and_of_none():
    assert grad(linear, per_example=0)(P["W"][0], X[:1], Y[:1]).shape == (1, 3)
    assert grad(linear, per_example=0)(P["W"][0], X[:0], Y[:0]).shape == (0, 3)


def test_no_examples_are_refused():
    with pytest.raises(ArgumentError, match="no argument holds examples"):
        grad(linear, per_example=0)(P["W"][0], [1.0, 2.0, 3.0], 0.5)
    with pytest.raises(ArgumentError, match="has no axis 3"):
        grad(linear, per_example=(None, 3, None))(P["W"][0], X, 0.5)


def test_golden(golden):
    g = grad(net, per_example=0)
    g(P, X, Y)
    golden("batching/net_per_example.py", g.source)
