"""Rules that users register: derived by sympy, tried at once, or taken by differences."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from adcompiler import CompileError, blocked, check_grads, grad, jvp, kinds, numeric_vjp, rule
from adcompiler.gates import find
from adcompiler.gates.remembered import remembered


def test_a_formula_over_the_users_own_names_is_differentiated():
    def decay(amount, rate, time):
        return float(amount * math.exp(-rate * time))

    rule(decay, kinds.local_derivative("amount * exp(-rate * time)"))
    check_grads(lambda a, r, t: decay(a, r, t) ** 2, (2.0, 0.5, 1.5), order=2)
    source = grad(lambda a, r: decay(a, r, 1.5)).source
    assert "decay(" in source or "exp" in source


def test_a_rule_for_arrays_is_tried_on_examples():
    def mixed(x, y):
        return np.asarray(x).dot(y)

    examples = [(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]))]
    rule(mixed, kinds.bilinear(x="g @ y.T", y="x.T @ g"), examples=examples)
    found = grad(lambda x, y: np.sum(mixed(x, y) ** 2))(np.eye(2), np.ones((2, 2)))
    np.testing.assert_allclose(found, [[4.0, 4.0], [4.0, 4.0]])


def wrong(x):
    return x * x


WRONG = [
    (kinds.local_derivative("x ** 2", x="3 * x"), {}, "is not its derivative at wrong("),
    (kinds.local_derivative("x ** 3"), {}, "is not its derivative"),
    (kinds.local_derivative("x ** 2", x="2 * q"), {}, "mentions the unknown name 'q'"),
    (kinds.local_derivative("strange(x)"), {}, "cannot be differentiated: 'strange'"),
    (kinds.local_derivative("x ** 2 +"), {}, "cannot be differentiated"),
    (kinds.local_derivative("t ** 2"), {}, "gives no derivative by 'x'"),
    (kinds.local_derivative("x ** 2"), {"at": (1.0, 1e300)}, "of 'wrong'"),
    (kinds.linear("g"), {"examples": [(2.0,)]}, "is not its derivative"),
    (kinds.linear("g"), {"examples": [("text",)]}, "cannot be tried"),
    (kinds.local_derivative("y * x ** 2"), {"call": "x, y"}, "cannot be tried"),
]


@pytest.mark.parametrize(("kind", "options", "says"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_rule_is_refused_and_not_registered(kind, options, says):
    with pytest.raises(CompileError, match="AD205") as caught:
        rule(wrong, kind, **options)
    assert says in str(caught.value)
    assert find(wrong) is None


def test_one_function_has_one_rule():
    def once(x):
        return x

    rule(once, kinds.linear("g"))
    for register in (
        lambda: rule(once, kinds.linear("g")),
        lambda: blocked(once, "why"),
        lambda: numeric_vjp(once),
        lambda: rule(math.sin, kinds.linear("g")),
        lambda: numeric_vjp(np.tanh),
    ):
        with pytest.raises(CompileError, match="a second rule"):
            register()
    for register in (lambda: rule(3.0, kinds.linear("g")), lambda: numeric_vjp(3.0)):
        with pytest.raises(CompileError, match=r"needs a function, not 3\.0"):
            register()


def test_what_must_be_constant_is_said():
    def power(n, x):
        return x**n

    rule(power, kinds.local_derivative("x ** n", n=None, x="n * x ** (n - 1)"))
    assert grad(lambda x: power(3, x))(2.0) == 12.0
    with pytest.raises(CompileError, match="no derivative of power by its argument 'n'"):
        grad(lambda n: power(n, 2.0))(3.0)


def test_formulas_are_kept_on_disk(tmp_path, monkeypatch):
    """A file that is damaged, of another formula or cannot be written is as good as none."""
    monkeypatch.setenv("ADCOMPILER_CACHE", str(tmp_path / "kept"))
    for content in (None, "", "{", "[]", '{"key": 1, "texts": {"x": "0"}}'):
        remembered.cache_clear()
        if content is not None:
            (found,) = (tmp_path / "kept").iterdir()
            found.write_text(content)
        assert remembered("x * exp(3 * x)") == {"x": "3 * out + exp(3 * x)"}
    (found,) = (tmp_path / "kept").iterdir()
    known = json.loads(found.read_text())
    known["texts"] = {"x": "7"}
    found.write_text(json.dumps(known))
    remembered.cache_clear()
    assert remembered("x * exp(3 * x)") == {"x": "7"}
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ADCOMPILER_CACHE", str(tmp_path / "file"))
    remembered.cache_clear()
    assert remembered("x * exp(3 * x)") != {"x": "7"}
    remembered.cache_clear()


@numeric_vjp
def simulated(x, k):
    """Stand for what has no text: every call goes through a string."""
    return eval("np.sin(x) * k + np.sum(x) ** 2", {"x": x, "k": k, "np": np})


def test_differences_stand_in_the_text_under_their_name(golden):
    def loss(x, k):
        return np.sum(simulated(x, k) ** 2)

    x = np.array([0.3, 0.7])
    compiled = grad(loss, argnums=(0, 1))
    want = grad(lambda x, k: np.sum((np.sin(x) * k + np.sum(x) ** 2) ** 2), argnums=(0, 1))(x, 1.5)
    for have, right in zip(compiled(x, 1.5), want):
        np.testing.assert_allclose(have, right, rtol=1e-8)
    golden("rules/differences.py", compiled.source)
    _, tangent = jvp(loss, (x, 1.5), (np.array([1.0, -2.0]), 0.5))
    np.testing.assert_allclose(tangent, want[0] @ [1.0, -2.0] + 0.5 * want[1], rtol=1e-8)
    assert simulated(x, 1.5).shape == (2,)
    with pytest.raises(CompileError, match="a second derivative of what is differentiated by"):
        grad(lambda x: grad(loss)(x, 1.5)[0])(x)


def test_differences_of_large_small_and_no_numbers():
    assert abs(grad(lambda x: simulated(x, 2.0))(1e6) / (2e6 + 2.0 * np.cos(1e6)) - 1.0) < 1e-6
    _, tangent = jvp(lambda x: simulated(x, 2.0), (0.5,), (0.0,))
    assert tangent == 0.0
    _, tangent = jvp(lambda x: simulated(x, 2.0), (0.5,), (1e9,))
    np.testing.assert_allclose(tangent, 1e9 * (2.0 * np.cos(0.5) + 1.0), rtol=1e-8)
    assert grad(lambda x: np.sum(simulated(x, 1.0)))(np.zeros(0)).shape == (0,)


def test_no_derivative_divides_by_more_than_its_formula_does():
    """Of `x * exp(x)` the result over x would be one gate less, and nan at 0."""

    def grown(x):
        return x * math.exp(x)

    rule(grown, kinds.local_derivative("x * exp(x)"))
    assert grad(lambda x: grown(x))(0.0) == 1.0
