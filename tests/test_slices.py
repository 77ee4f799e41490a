"""Slices as arguments: known by their kind, so that each batch takes the same compiled code."""

from __future__ import annotations

import numpy as np
import oracle
import pytest

from adcompiler import grad, jacobian, value_and_grad

X = np.array([0.7, 1.3, 0.4, 2.1])
WITH_LISTS = np.s_[[0, 1], 1:3]


def read(x, s):
    return np.sum(x[s] ** 2)


def written(x, s):
    y = x.copy()
    y[s] *= x[0]
    y[s] += 1
    np.add.at(y, s, x[0])
    return np.sum(y**2)


def of_a_matrix(x, s):
    a = np.outer(x, x)
    return np.sum(a[s, 0]) + np.sum(a[s, s]) + np.sum(a[WITH_LISTS])


def a_view(x, s):
    y = x.copy()
    v = y[s]
    v *= 2
    v[0] = x[3]
    y[s][0] += 5 * x[1]
    return np.sum(y * x)


def read_and_overwritten(x, s):
    y = x.copy()
    v = y[s]
    y[s] = 0.0
    return np.sum(v * x[s]) + np.sum(y)


def of_lists(x, s):
    xs = [v * v for v in x]
    total = sum(xs[s])
    xs[s] = [x[0]]
    return total + sum(xs) * len(xs)


def by_its_ends(x, s):
    u = slice(s.start, None) if s.step is None else s
    return x[s.start] * x[s.stop - 1] + np.sum(x[u]) * np.sum(x[[s, slice(0, 1)][1]])


def pairs_in_a_list(x, s):
    made = []
    for i in range(2):
        made.append((slice(i, i + 2), i))
    a, total = np.outer(x, x), 0.0
    for pair in made:
        total += np.sum(x[pair[0]]) * pair[1] + np.sum(a[pair]) + np.sum(a[s][pair])
    return total


@pytest.mark.parametrize(
    "function",
    [
        read, written, of_a_matrix, a_view, read_and_overwritten, of_lists, by_its_ends,
        pairs_in_a_list,
    ],
)  # fmt: skip
@pytest.mark.parametrize("s", [slice(1, 3), slice(0, np.int64(2))])
def test_a_slice_as_an_argument(function, s):
    value, gradient = value_and_grad(function)(X, s)
    assert value == function(X.copy(), s)
    (differences,) = oracle.differences(function, (X, s), (0,))
    for have, want in zip(oracle.leaves(gradient), differences, strict=True):
        np.testing.assert_allclose(have, want.value, rtol=1e-6, atol=1e-7)


def test_slices_in_a_tuple_a_dict_and_a_step_backwards():
    def loss(x, places, named):
        return np.sum(np.outer(x, x)[places]) * np.sum(x[named["back"]])

    places, named = np.s_[1:, ::2], {"back": slice(None, 1, -1)}
    (want,) = oracle.differences(loss, (X, places, named), (0,))
    np.testing.assert_allclose(grad(loss)(X, places, named), want[0].value, rtol=1e-6)
    np.testing.assert_array_equal(
        jacobian(lambda x, s: x[s] ** 2)(X, slice(1, 3)), np.diag(2.0 * X)[1:3]
    )


def test_batches_of_one_kind_are_compiled_once():
    built = []

    def loss(x, s):
        return np.sum(x[s] ** 2)

    gradient = grad(loss)
    for k in range(3):
        gradient(X, slice(k, k + 1))
        built.append(gradient.__code__)
    assert built[0] is built[1] is built[2]
    gradient(X, slice(None, 1))
    assert gradient.__code__ is not built[0]
