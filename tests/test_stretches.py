"""`checkpointed`: few states are kept, and the rounds between them run again as theory says."""

from __future__ import annotations

import math
import tracemalloc
from functools import cache

import numpy as np
import pytest

from adcompiler import CompileError, check_grads, checkpointed, grad, hvp, vjp
from adcompiler.runtime import emptied, stretches

X = np.array([0.5, 1.5, -0.7, 0.3])


def marched(x, n, states):
    u = x
    for k in checkpointed(range(n), states):
        u = u + 0.01 * np.sin(u) * (k % 3)
    return np.sum(u * u)


def kept_whole(x, n):
    u = x
    for k in range(n):
        u = u + 0.01 * np.sin(u) * (k % 3)
    return np.sum(u * u)


@cache
def advances(n, states):
    """Count the rounds that run before each is reversed, as the generated code runs them."""
    parts = stretches(n, states) if n > 1 else []
    ahead = parts[-1][0] if parts else 0
    return ahead + sum(advances(last - first, left) for first, last, left in parts)


@pytest.mark.parametrize(("n", "states"), [(1, 1), (2, 3), (10, 3), (57, 4), (1000, 10), (5000, 2)])
def test_as_few_advances_as_theory_allows(n, states):
    t = 0
    while math.comb(states + t, states) < n:
        t += 1
    assert advances(n, states) == t * n - (math.comb(states + t, t - 1) if t else 0)


def test_called_plainly_it_is_what_it_walks():
    numbers = [1.0, 2.0]
    assert checkpointed(numbers, states=1) is numbers
    assert marched(X, 20, 3) == kept_whole(X, 20)
    with pytest.raises(ValueError, match="at least one state"):
        marched(X, 20, 0)
    with pytest.raises(ValueError, match="at least one state"):
        grad(marched)(X, 20, 0)
    with pytest.raises(ValueError, match="more states than 1"):
        grad(marched)(X, 2000, 1)


@pytest.mark.parametrize(("n", "states"), [(0, 1), (1, 1), (2, 1), (20, 1), (20, 3), (20, 50)])
def test_the_gradient_is_that_of_the_loop(n, states):
    np.testing.assert_allclose(grad(marched)(X, n, states), grad(kept_whole)(X, n), rtol=1e-13)


def test_second_order_and_forward_mode():
    check_grads(lambda x: marched(x, 7, 2), (X,), order=2, modes=("fwd", "rev"))
    found = hvp(marched)(X, 9, 2, np.ones(4))
    np.testing.assert_allclose(found, hvp(kept_whole)(X, 9, np.ones(4)), rtol=1e-12)


def test_the_rounds_that_run_are_counted():
    gradient = grad(marched)
    gradient(X, 3, 2)
    counts = {"n": 0}

    class Counted(np.ndarray):
        def __array_ufunc__(self, ufunc, method, *inputs, **options):
            counts["n"] += ufunc is np.sin
            plain = [np.asarray(i) if isinstance(i, Counted) else i for i in inputs]
            return np.asarray(getattr(ufunc, method)(*plain, **options)).view(Counted)

    namespace = {"np": np, "stretches": stretches, "emptied": emptied}
    exec(gradient.source, namespace)
    namespace["marched_grad"](X.view(Counted), 400, 5)
    # The forward sweep runs to the end, whence the last stretch.
    last = stretches(400, 5)[-1]
    assert counts["n"] == advances(400, 5) + last[1] - last[0]


def test_memory_is_that_of_the_states():
    x = np.linspace(0.1, 1.0, 1000)
    gradient = grad(marched)
    gradient(x, 10, 3)
    peaks = []
    for n in (1000, 4000):
        tracemalloc.start()
        gradient(x, n, 20)
        peaks.append(tracemalloc.get_traced_memory()[1] / x.nbytes)
        tracemalloc.stop()
    assert max(peaks) < 40
    tracemalloc.start()
    grad(kept_whole)(x, 1000)
    whole = tracemalloc.get_traced_memory()[1] / x.nbytes
    tracemalloc.stop()
    assert whole > 1000


def test_a_golden_loop(golden):
    gradient = grad(marched)
    gradient(X, 10, 3)
    golden("checkpoint/marched.py", gradient.source)


def leaves_early(x):
    for _ in checkpointed(range(9), states=2):
        x = x * 1.1
        if x > 3.0:
            break
    return x


def collects(x):
    found = []
    for _ in checkpointed(range(9), states=2):
        x = x * 1.1
        found.append(x)
    return x * found[3]


def prints(x):
    for _ in checkpointed(range(9), states=2):
        x = x * 1.1
        print(x)
    return x


def backwards(x):
    for k in reversed(checkpointed(range(9), states=2)):
        x = x * k
    return x


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (leaves_early, "may end early"),
        (collects, "makes a list longer"),
        (prints, "draws, prints or writes"),
        (backwards, "reversed sequence"),
    ],
)
def test_what_cannot_be_run_again_is_refused(function, words):
    with pytest.raises(CompileError, match="a checkpointed loop") as caught:
        grad(function)(0.5)
    assert words in str(caught.value)


def test_a_pullback_can_be_called_again():
    value, pullback = vjp(lambda x: marched(x, 20, 3), X)
    assert value == kept_whole(X, 20)
    first, second = pullback(1.0), pullback(1.0)
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first[0], grad(kept_whole)(X, 20), rtol=1e-13)
