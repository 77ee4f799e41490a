"""What may be None raises as in Python; functions in tables outside are read anew."""

from __future__ import annotations

import numpy as np
import pytest

from adcompiler import grad

X = np.array([0.5, 1.5, -0.7])


def item_before_it_is_there(xs):
    best = None
    for i, v in enumerate(xs):
        if i == 1 or v < best[0]:
            best = (v, i)
    return best[0] ** 2


def item_on_one_path(xs):
    best = None
    total = 0.0
    for i, v in enumerate(xs):
        total += best[0] if i != 1 else 0.0
        best = (v, i)
    return total


def item_never_there(xs):
    best = None
    for v in xs[:0]:
        best = (v, 1)
    return best[0] * xs[0]


def unpacked_never_there(xs):
    best = None
    for v in xs:
        if v > 9.0:
            best = (v, v)
    a, b = best
    return a * b


def written_never_there(xs):
    best = None
    for v in xs:
        if v > 9.0:
            best = {"a": v}
    best["a"] = 2.0
    return best["a"] * xs[0]


@pytest.mark.parametrize(
    "f",
    [
        item_before_it_is_there,
        item_on_one_path,
        item_never_there,
        unpacked_never_there,
        written_never_there,
    ],
    ids=lambda f: f.__name__,
)
def test_none_raises_as_in_python(f):
    with pytest.raises(TypeError) as plain:
        f(X)
    with pytest.raises(TypeError) as derived:
        grad(f)(X)
    assert str(derived.value) == str(plain.value)


TABLE = {"sine": np.sin, "cosine": np.cos}


def test_functions_in_a_table_outside_are_read_anew():
    def f(x, name):
        return TABLE[name](x)

    df = grad(f)
    assert df(0.0, "sine") == 1.0
    with pytest.raises(KeyError, match="tangent"):
        df(0.0, "tangent")
    TABLE["tangent"] = np.tan
    try:
        assert df(0.0, "tangent") == 1.0
        TABLE["sine"] = np.cos
        assert df(0.0, "sine") == 0.0
    finally:
        del TABLE["tangent"]
        TABLE["sine"] = np.sin
    assert df(0.0, "sine") == 1.0
    with pytest.raises(KeyError, match="tangent"):
        df(0.0, "tangent")
