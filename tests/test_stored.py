"""`gradient.stored(*args)`: what is kept, how large it is, who needs it, and why."""

from __future__ import annotations

import re

import numpy as np
import pytest

from adcompiler import CompileError, checkpointed, grad, value_and_grad

X = np.linspace(0.1, 1.0, 100)


def rollout(w, xs):
    h = 0.0
    cost = 0.0
    for x in xs:
        h = np.tanh(w * h + x)
        cost = cost + h**2
    return cost


def layer(w, b, x, y):
    h = np.maximum(x @ w + b, 0.0)
    err = h - y
    return np.sum(err**2)


def smoothed(a, n):
    for _ in range(n):
        a[1:-1] = 0.5 * (a[:-2] + a[2:])
    return np.sum(a)


def elimination(a):
    n = a.shape[0]
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k:] -= a[i, k] / a[k, k] * a[k, k:]
    return np.sum(np.diag(a))


def marched(x, n):
    for _ in checkpointed(range(n), states=4):
        x = x + 0.1 * np.sin(x)
    return np.sum(x)


def powers(x, n):
    if n == 0:
        return 1.0
    return np.sum(x) * powers(x, n - 1)


def test_a_loop_keeps_what_each_round_overwrites():
    h, last = grad(rollout, argnums=(0, 1)).stored(0.5, X)
    assert h.name == "h_at"
    assert h.bytes >= 100 * 8
    assert "h_prev" in h.line
    assert h.statement == "h = np.tanh(w * h + x)"
    assert h.why == "each round overwrites it"
    assert (last.name, last.why) == ("h", "it is still at hand")


def test_bytes_are_those_of_the_arguments():
    gradient = grad(layer, argnums=(0, 1))
    rng = np.random.default_rng(0)
    for n in (10, 1000):
        args = [rng.normal(size=s) for s in ((3, 2), (2,), (n, 3), (n, 2))]
        found = gradient.stored(*args)
        assert {one.name: one.bytes for one in found} == {"h": 16 * n, "err": 16 * n}
        assert found.bytes == 32 * n


def test_what_is_linear_keeps_nothing():
    assert grad(smoothed).stored(X, 7) == ()
    assert str(grad(smoothed).stored(X, 7)) == "0 bytes in 0 values"


def test_the_values_of_a_checkpointed_loop_do_not_grow():
    gradient = grad(marched)
    few, many = (gradient.stored(X, n).bytes for n in (100, 10_000))
    assert few == many <= 6 * X.nbytes


def test_what_a_call_keeps():
    (kept,) = grad(powers).stored(X, 3)
    assert kept.name == "powers_kept"
    assert kept.why == "a call of powers keeps it"


def test_arguments_are_not_written_to():
    a = np.eye(3) + np.outer(X[:3], X[:3])
    before = a.copy()
    found = value_and_grad(elimination).stored(a=a)
    assert found.bytes > 0
    np.testing.assert_array_equal(a, before)
    with pytest.raises(TypeError):
        grad(elimination).stored()
    with pytest.raises(CompileError):
        grad(elimination).stored("text")


def test_it_reads_like_a_table(golden):
    text = str(grad(rollout, argnums=(0, 1)).stored(0.5, X[:50]))
    # The bytes of lists and numbers are Python's own, which versions may change.
    golden("stored.txt", re.sub(r"[\d,]+ bytes", "... bytes", text) + "\n")
