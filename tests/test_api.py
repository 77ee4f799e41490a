"""The calls that users make, and what stays fresh between them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import adcompiler
from adcompiler import CompileError, blocked, check_grads, grad, kinds, rule, value_and_grad
from adcompiler.checking import examine

SCALE = 2.0


def f(x, y=3.0, *, k=2.0):
    return x * y * k


@grad
def bare(x):
    return x * x


@grad(argnums=(0, 1))
def both(x, y):
    return x * y


def test_bare_decorator_options_and_call():
    assert bare(3.0) == 6.0
    assert bare.fun(3.0) == 9.0
    assert both(2.0, 5.0) == (5.0, 2.0)
    assert grad(f)(2.0) == 6.0
    assert grad(f)(2.0, 5.0, k=1.0) == 5.0
    assert grad(f)(x=2.0, y=1.0) == 2.0
    assert "def bare_grad(x):" in bare.source


def test_argnums_and_argnames():
    assert grad(f, argnums=1)(2.0) == 4.0
    assert grad(f, argnums=-1)(2.0) == 4.0
    assert grad(f, argnums=(1, 0))(2.0) == (4.0, 6.0)
    assert grad(f, argnums=(1,))(2.0) == (4.0,)
    assert grad(f, argnames="k")(2.0) == 6.0
    assert grad(f, argnames=("y", "x"))(2.0) == (4.0, 6.0)


def test_has_aux():
    def g(x):
        return x * x, (x, "note")

    assert grad(g, has_aux=True)(3.0) == (6.0, (3.0, "note"))
    assert value_and_grad(g, has_aux=True)(3.0) == ((9.0, (3.0, "note")), 6.0)


def test_integers_count_as_floats():
    assert grad(lambda x: x**3)(2) == 12.0
    assert type(grad(lambda x, y: x * y)(2, 3)) is float


def test_nesting():
    assert grad(grad(lambda x: x**3))(2.0) == 12.0
    assert grad(grad(grad(lambda x: x**4)))(2.0) == 48.0
    slope = grad(lambda y: y**3)
    assert grad(lambda x: x * slope(x))(2.0) == 9 * 2.0**2


def scaled(x):
    return x * SCALE


def helper(x):
    return x * x


def uses_helper(x):
    return helper(x) * 2.0


def test_globals_and_helpers_are_read_live(monkeypatch):
    d = grad(scaled)
    assert d(1.0) == 2.0
    monkeypatch.setitem(globals(), "SCALE", 5.0)
    assert d(1.0) == 5.0
    monkeypatch.setitem(globals(), "SCALE", np.float64(7.0))
    assert d(1.0) == 7.0
    e = grad(uses_helper)
    assert e(3.0) == 12.0
    monkeypatch.setitem(globals(), "helper", lambda x: x * x * x)
    assert e(3.0) == 54.0


def test_defaults_cells_and_kinds_change_between_calls():
    def make(k):
        def inner(x):
            return x * k

        def change(value):
            nonlocal k
            k = value

        return inner, change

    inner, change = make(2.0)
    d = grad(inner)
    assert d(1.0) == 2.0
    change(3.0)
    assert d(1.0) == 3.0
    change(np.array([1.0, 2.0]))
    total = grad(lambda x: np.sum(inner(x)))
    assert total(1.0) == 3.0

    def g(x, n=2.0):
        return x * n

    dg = grad(g)
    assert dg(1.0) == 2.0
    g.__defaults__ = (4.0,)
    assert dg(1.0, 4.0) == 4.0


def test_two_lambdas_on_a_line_and_late_binding():
    a, b = grad(lambda x: x * 2.0), grad(lambda x: x * x)
    assert (a(3.0), b(3.0)) == (2.0, 6.0)
    many = [grad(lambda t: t * k) for k in (1.0, 2.0, 3.0)]
    assert [m(1.0) for m in many] == [3.0, 3.0, 3.0]


def test_one_object_many_signatures():
    d = grad(lambda x: np.sum(x * x))
    for value in (
        2.0,
        np.ones(3),
        np.ones((2, 1)),
        np.ones((0, 3)),
        np.float32(2.0),
        3,
        np.array(2.0),
    ):
        g = d(value)
        assert np.shape(g) == np.shape(value)
        assert np.allclose(g, 2 * np.asarray(value))
    assert d(np.ones(3, dtype=np.float32)).dtype == np.float32


def test_second_call_does_no_analysis(monkeypatch):
    d = grad(f)
    d(2.0)
    monkeypatch.setattr(adcompiler.compiled.State, "compile", None)
    monkeypatch.setattr(adcompiler.compiled.State, "find", None)
    assert d(5.0) == 6.0


def test_threads_share_a_gradient():
    d = grad(lambda x, y: np.sum(np.sin(x) * y))
    start = threading.Barrier(8)

    def work(k):
        start.wait()
        return [float(d(float(j), float(k))) for j in range(200)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(8)))
    for k, row in enumerate(found):
        assert row == pytest.approx([np.cos(j) * k for j in range(200)])


def test_rule_and_blocked():
    def cube(x):
        return x**3

    def opaque(x):
        return round(x * 10.0)

    rule(cube, kinds.local_derivative("x ** 3"))
    blocked(opaque, "a count")
    assert grad(lambda t: cube(t) * opaque(t))(2.0) == 12.0 * 20
    with pytest.raises(CompileError, match="a second rule"):
        rule(cube, kinds.local_derivative("x ** 3"))
    with pytest.raises(CompileError, match="unknown name 'q'"):
        rule(lambda x: x, kinds.linear("q * g"))


def test_check_grads_finds_a_wrong_rule():
    def odd(x):
        return x * x

    rule(odd, kinds.local_derivative("x ** 2", x="3 * x"), at=None)
    with pytest.raises(AssertionError, match="differs from differences"):
        check_grads(lambda t: odd(t), (2.0,))


def test_gradient_by_a_complex_number_is_that_of_jax():
    """It is dL/dx - i dL/dy: of a real loss one goes down along its conjugate."""
    found = grad(lambda z: z.real**2 + 3.0 * z.imag)(1.0 + 2.0j)
    assert type(found) is complex
    assert found == 2.0 - 3.0j
    whole = np.array([1 + 1j, 2 - 1j], dtype=np.complex64)
    by_both = grad(lambda x, z: np.sum(np.abs(x * z) ** 2), argnums=(0, 1))
    dx, dz = by_both(np.float32([1.0, 2.0]), whole)
    assert (dx.dtype, dz.dtype) == (np.float32, np.complex64)
    np.testing.assert_allclose(dz, [2 - 2j, 16 + 8j])
    np.testing.assert_allclose(dx, [4.0, 20.0])


def test_check_grads_sees_both_directions_of_a_complex_number():
    def right(z):
        return abs(z * z + 1j)

    check_grads(right, (0.3 + 0.4j,), order=2)
    rows = examine(right, (0.3 + 0.4j,), (0,)).rows
    assert [r.name for r in rows] == ["z", "z.imag"]


def test_public_names():
    names = {n for n in vars(adcompiler) if not n.startswith("_")}
    wanted = {
        "grad", "value_and_grad", "check_grads", "rule", "blocked", "kinds", "CompileError",
        "ArgumentError", "NoRuleError", "NoSourceError", "NonScalarError", "UnsupportedError",
    }  # fmt: skip
    assert wanted <= names


def test_traceback_shows_the_generated_line():
    import traceback

    def g(x, d):
        return x / d

    d = grad(g)
    d(1.0, 2.0)
    try:
        d(1.0, 0.0)
    except ZeroDivisionError as error:
        text = "".join(traceback.format_exception(error))
    assert "<generated adcompiler: g_grad" in text


def starred(x, *rest, scale=1.0, **named):
    total = x * x
    for v in rest:
        total = total + v * x
    return total * scale + sum(v for v in named.values()) * x


def test_starred_parameters():
    gradient = grad(starred)
    assert gradient(3.0) == 6.0
    assert gradient(3.0, 1.0, 2.0) == 9.0
    assert gradient(3.0, 1.0, scale=2.0, shift=5.0) == 19.0
    assert gradient(3.0) == 6.0
    with pytest.raises(CompileError, match="is not one argument"):
        grad(starred, argnames="rest")
    with pytest.raises(CompileError, match="names no parameter"):
        grad(starred, argnums=1)


def by_option(x, kind="square", weights=("a", "b")):
    return {"square": lambda v: v * v, "cube": lambda v: v**3}[kind](x) * len(weights)


def test_a_text_is_an_option():
    gradient = grad(by_option)
    assert [gradient(2.0), gradient(2.0, "cube"), gradient(2.0, "square")] == [8.0, 24.0, 8.0]
    assert gradient(2.0, "cube", ["p"]) == 12.0
