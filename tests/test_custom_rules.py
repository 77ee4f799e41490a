"""Rules that users give: `stop_gradient`, `custom_vjp`, `custom_jvp`."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from adcompiler import (
    CompileError,
    check_grads,
    custom_jvp,
    custom_vjp,
    grad,
    jacrev,
    stop_gradient,
    value_and_grad,
)


def refused(program, *args, says, **options):
    """Assert that a gradient is refused, in these words."""
    with pytest.raises(CompileError) as caught:
        grad(program, **options)(*args)
    for words in [says] if isinstance(says, str) else says:
        assert words in str(caught.value)


# -- stop_gradient --------------------------------------------------------------------------


def test_stop_gradient_is_the_identity_when_called():
    x = np.ones(3)
    assert stop_gradient(x) is x
    assert stop_gradient(2.5) == 2.5
    tree = {"a": x, "b": (1.0, "name")}
    found = stop_gradient(tree)
    assert found is not tree
    assert found["a"] is x
    assert found["b"] == (1.0, "name")


def test_stop_gradient_is_a_constant_for_every_derivative():
    def f(x):
        return stop_gradient(x) * x * x

    assert grad(f)(3.0) == 18.0
    first = grad(f)
    assert grad(first)(3.0) == 6.0
    again = grad(lambda x: first(x) * x)
    assert again(3.0) == 18.0 + 3.0 * 6.0


def test_stop_gradient_in_loops_and_containers():
    def f(p, x):
        q = stop_gradient(p)
        s = 0.0
        for k in range(3):
            s = s + np.sum(p["w"] * q["w"]) * stop_gradient(x) * x * k
        return s

    dp, dx = grad(f, argnums=(0, 1))({"w": np.array([1.0, 2.0]), "b": 7.0}, 3.0)
    np.testing.assert_array_equal(dp["w"], [27.0, 54.0])
    assert dp["b"] == 0.0
    assert dx == 45.0


def test_a_write_into_what_stop_gradient_gave_is_a_write_into_the_array():
    def f(x):
        y = x * 1.0
        z = stop_gradient(y)
        z[0] = 5.0
        return np.sum(y * y)

    refused(f, np.ones(2), says="through stop_gradient")


# -- custom_vjp -----------------------------------------------------------------------------


@custom_vjp
def product(x, y):
    return np.sin(x) * y


def product_forward(x, y):
    return product(x, y), (np.cos(x), np.sin(x), y)


def product_backward(kept, g):
    cos, sin, y = kept
    return cos * g * y, sin * g


product.defvjp(product_forward, product_backward)


def products(x, y):
    s = 0.0
    for k in range(3):
        x = product(x, y) + 0.1 * k
        s = s + x * x
    return s


def plain_products(x, y):
    s = 0.0
    for k in range(3):
        x = np.sin(x) * y + 0.1 * k
        s = s + x * x
    return s


def test_custom_vjp_called_plainly_is_the_function():
    assert product(0.3, 2.0) == np.sin(0.3) * 2.0
    assert product(y=2.0, x=0.3) == np.sin(0.3) * 2.0
    assert product.__name__ == "product"
    assert "product" in repr(product)


def test_custom_vjp_in_a_loop(golden):
    compiled = grad(products, argnums=(0, 1))
    want = grad(plain_products, argnums=(0, 1))(0.3, 0.7)
    np.testing.assert_allclose(compiled(0.3, 0.7), want, rtol=1e-14)
    golden("rules/products.py", compiled.source)
    value, _ = value_and_grad(products, argnums=(0, 1))(0.3, 0.7)
    assert value == products(0.3, 0.7)
    x = np.array([0.3, -0.4])
    summed = grad(lambda x: np.sum(products(x, 0.7)))
    np.testing.assert_allclose(summed(x), grad(lambda x: np.sum(plain_products(x, 0.7)))(x))


def test_both_passes_of_a_custom_vjp_are_differentiated_again():
    first = grad(lambda x: product(x, 2.0) ** 2)
    plain = grad(lambda x: (np.sin(x) * 2.0) ** 2)
    np.testing.assert_allclose(grad(first)(0.3), grad(plain)(0.3))
    np.testing.assert_allclose(grad(grad(first))(0.3), grad(grad(plain))(0.3))


@custom_vjp
def straight_through(x):
    return np.floor(x)


straight_through.defvjp(lambda x: (np.floor(x), None), lambda kept, g: (g,))


def test_a_rule_need_not_be_the_derivative():
    assert grad(lambda x: straight_through(x) * x)(2.5) == 2.0 + 2.5
    assert grad(lambda x: straight_through(2.0 * x) if x > 0 else x)(1.2) == 2.0


def test_a_rule_that_one_derivative_passes_by_holds_for_the_next():
    inner = grad(lambda x, y: x * straight_through(y) * x)
    assert grad(lambda y: inner(3.0, y))(2.5) == 6.0
    inner(3.0, 2.5)
    assert "straight_through(y)" in inner.source


@custom_vjp
def clip_gradient(low, high, x):
    return x


clip_gradient.defvjp(
    lambda low, high, x: (x, (low, high)),
    lambda kept, g: (None, None, np.clip(g, kept[0], kept[1])),
)


def test_clip_gradient_of_the_documentation_of_jax():
    x = np.array([0.1, 2.0])
    found = grad(lambda x: np.sum(clip_gradient(-0.5, 0.5, x) ** 3))(x)
    np.testing.assert_allclose(found, [0.03, 0.5])
    assert grad(lambda x: clip_gradient(high=0.5, x=x, low=-0.5) * 3.0)(1.0) == 0.5
    found = grad(lambda x: clip_gradient(-0.5, 0.5, x)[0])(x)
    np.testing.assert_array_equal(found, [0.5, 0.0])


def test_what_a_custom_function_returns_may_be_its_argument():
    def f(x):
        y = clip_gradient(-0.5, 0.5, x)
        y[0] = 3.0
        return np.sum(y * x)

    refused(f, np.ones(2), says="'x' may be one of several arrays")


class Gain:
    """Its attribute is read by a rule."""

    factor = 2.0


GAIN = Gain()


def test_a_gradient_whose_rule_reads_an_attribute_is_taken_inside():
    f = custom_vjp(lambda x: x * x)
    f.defvjp(lambda x: (x * x, x), lambda x, g: (GAIN.factor * x * g,))
    first = grad(lambda x: f(x))
    assert grad(lambda x: first(x) * x)(3.0) == 12.0


def test_one_array_returned_twice_is_one_array():
    def twice(x):
        v = x * 2.0
        return v, v

    f = custom_vjp(twice)
    f.defvjp(lambda x: (twice(x), None), lambda kept, g: ((g[0] + g[1]) * 2.0,))

    def written(x):
        a, b = f(x)
        a[0] = 5.0
        return np.sum(a * b)

    refused(written, np.ones(2), says="'b' may be one of several arrays")
    np.testing.assert_array_equal(grad(lambda x: np.sum(f(x)[0] * f(x)[1]))(np.ones(2)), [8.0, 8.0])


def test_the_backward_pass_may_write_to_its_adjoint():
    f = custom_vjp(lambda x: x * 1.0)

    def backward(kept, g):
        g *= 2.0
        g[0] = 0.0
        return (g,)

    f.defvjp(lambda x: (x * 1.0, None), backward)
    found = grad(lambda x: np.sum(f(x)) + np.sum(x))(np.ones(2))
    np.testing.assert_array_equal(found, [1.0, 3.0])


def test_what_was_kept_is_kept_as_it_was():
    f = custom_vjp(lambda x: x * 1.0)

    def forward(x):
        y = x * 1.0
        return y, y

    f.defvjp(forward, lambda y, g: (g * y,))

    def written(x):
        y = f(x)
        y[0] = 0.0
        return np.sum(y * 3.0)

    np.testing.assert_array_equal(grad(written)(np.array([1.0, 2.0])), [0.0, 6.0])


def test_gradients_are_no_memory_of_others():
    x, w = np.array([1.5, 2.5]), np.array([3.0, 4.0])
    found = grad(lambda x: np.sum(straight_through(x) * w))(x)
    assert not np.shares_memory(found, w)
    dx, dy = grad(lambda x, y: np.sum(straight_through(x) * y), argnums=(0, 1))(x, w)
    np.testing.assert_array_equal(dx, w)
    assert not np.shares_memory(dx, w)
    assert not np.shares_memory(dx, dy)


def test_per_example_and_all_directions_at_once():
    xs, w = np.linspace(0.1, 0.9, 6).reshape(3, 2), np.array([0.4, 0.7])

    def f(w, x):
        return np.sum(product(w * x, x)) * x[0] + np.sum(stop_gradient(w * x) * w)

    one_by_one = np.array([grad(f)(w, x) for x in xs])
    np.testing.assert_allclose(grad(f, per_example=0)(w, xs), one_by_one)
    plain = jacrev(lambda x: np.sin(x) * x * x[0])
    np.testing.assert_allclose(jacrev(lambda x: product(x, x) * x[0])(w), plain(w))


@functools.partial(custom_vjp, nondiff_argnums=(0, 2))
def applied(function, x, power):
    return function(x) ** power


def applied_forward(function, x, power):
    return function(x) ** power, x


def applied_backward(function, power, x, g):
    return (power * function(x) ** (power - 1) * g,)


applied.defvjp(applied_forward, applied_backward)


def test_options_come_first_in_the_backward_pass():
    assert grad(lambda x: applied(np.sin, x, 2))(0.5) == pytest.approx(2 * np.sin(0.5))
    assert grad(lambda x, n: applied(np.sin, x, n))(0.5, 3) == pytest.approx(3 * np.sin(0.5) ** 2)
    refused(
        lambda x, n: applied(np.sin, x, n), 0.5, 2.0, argnums=(0, 1),
        says=("nondiff_argnums excludes", "stop_gradient"),
    )  # fmt: skip
    refused(lambda x: applied(lambda v: v * x, x, 2), 0.5, says="define it outside")


@custom_vjp
def affine(p, x):
    return {"y": p["w"] * x + p["b"], "z": (x,)}


def affine_backward(kept, g):
    p, x = kept
    gy = g["y"]
    return {"w": np.sum(gy * x), "b": np.sum(gy)}, gy * p["w"] + g["z"][0]


affine.defvjp(lambda p, x: (affine(p, x), (p, x)), affine_backward)


def test_containers_go_in_and_out():
    def f(p, x):
        r = affine(p, x)
        return np.sum(r["y"] ** 2) + np.sum(r["z"][0])

    dp, dx = grad(f, argnums=(0, 1))({"w": 2.0, "b": 1.0}, np.ones(2))
    assert dp == {"w": 12.0, "b": 12.0}
    np.testing.assert_array_equal(dx, [13.0, 13.0])


SCALE = 3.0


@custom_vjp
def doubled_slope(x):
    return x * SCALE


doubled_slope.defvjp(lambda x: (x * SCALE, None), lambda kept, g: (g * SCALE * 2.0,))


def thrice(x):
    for _ in range(3):
        x = doubled_slope(x)
    return x


def test_rules_read_globals_live(monkeypatch):
    compiled = grad(thrice)
    assert compiled(1.0) == 216.0
    monkeypatch.setitem(globals(), "SCALE", 1.0)
    assert compiled(1.0) == 8.0


def test_a_new_rule_counts_at_the_next_call():
    f = custom_vjp(lambda x: x * x)
    f.defvjp(lambda x: (x * x, x), lambda x, g: (2.0 * x * g,))
    compiled = grad(lambda x: f(x))
    assert compiled(3.0) == 6.0
    f.defvjp(lambda x: (x * x, x), lambda x, g: (-x * g,))
    assert compiled(3.0) == -3.0


def test_the_backward_pass_may_say_and_demand(capsys):
    f = custom_vjp(lambda x: x * x)

    def backward(x, g):
        print("g", g)
        assert g > 0, "upside down"
        return (2.0 * x * g,)

    f.defvjp(lambda x: (x * x, x), backward)
    assert grad(lambda x: f(x) * 2.0)(3.0) == 12.0
    assert capsys.readouterr().out == "g 2.0\n"
    with pytest.raises(AssertionError, match="upside down"):
        grad(lambda x: f(x) * -2.0)(3.0)


def test_one_rule_may_use_another_and_loops():
    f = custom_vjp(lambda x: product(x, x))

    def forward(x):
        kept = []
        for k in range(3):
            kept.append(x * k)
        return product(x, x), (kept, x)

    def backward(res, g):
        kept, x = res
        s = 0.0
        for v in kept:
            s = s + v
        return (product(x, s) * g,)

    f.defvjp(forward, backward)
    assert grad(lambda x: f(x))(0.5) == pytest.approx(np.sin(0.5) * 1.5)
    second = grad(grad(lambda x: f(x)))(0.5)
    assert second == pytest.approx(3.0 * (np.sin(0.5) + 0.5 * np.cos(0.5)))


@custom_vjp
def weighed(x, y):
    return np.sum(np.sin(x) * y)


def weighed_forward(x, y):
    a, b = np.sin(x), np.cos(x)
    scale = np.exp(-np.sum(a * a)) * 0.0 + np.sqrt(np.sum(b * b)) * 0.0
    shift = np.log(1.0 + np.sum(a * a * b)) * 0.0 + np.tanh(np.sum(b * a)) * 0.0
    return np.sum(a * y), (a, b, y, scale + shift)


def weighed_backward(kept, g):
    a, b, y, none = kept
    for _ in range(2):
        none = none + np.sum(a * b) * 0.0
    damped = np.exp(-none) * g + np.sin(none) * np.cos(none) + none * none * none
    return b * y * damped, a * damped + 0.0 * y


weighed.defvjp(weighed_forward, weighed_backward)


def weighed_twice(x, y):
    return weighed(x, y) ** 2 + weighed(2.0 * x, y) * 3.0


def test_large_rules_called_repeatedly_are_functions(golden):
    def plain(x, y):
        return np.sum(np.sin(x) * y) ** 2 + np.sum(np.sin(2.0 * x) * y) * 3.0

    x, y = np.array([0.1, 0.2, 0.3]), np.array([1.0, 2.0, 3.0])
    compiled = grad(weighed_twice, argnums=(0, 1))
    for have, want in zip(compiled(x, y), grad(plain, argnums=(0, 1))(x, y), strict=True):
        np.testing.assert_allclose(have, want)
    assert compiled.source.count("def weighed_fwd(") == 1
    assert compiled.source.count("def weighed_bwd(") == 1
    golden("rules/weighed_twice.py", compiled.source)
    first, wanted = grad(weighed_twice), grad(plain)
    have, want = (grad(lambda x: np.sum(g(x, y) ** 2))(x) for g in (first, wanted))
    np.testing.assert_allclose(have, want)


def test_forward_mode_of_a_custom_vjp_is_refused():
    with pytest.raises(CompileError, match="of which only the backward pass is given"):
        check_grads(products, (0.3, 0.7), modes=("fwd",))


@pytest.mark.parametrize(
    ("forward", "backward", "says"),
    [
        (lambda x: np.sum(x), lambda x, g: (g,), "fwd of 'f' must return (out, residuals)"),
        (lambda x: (np.sum(x), x), lambda x, g: (g,), "shape () for 'x', which has (n,)"),
        (lambda x: (np.sum(x), x), lambda x, g: g * x, "bwd of 'f' must return a tuple"),
        (lambda x: (np.sum(x), x), lambda x, g: (g * x, g), "returned 2 adjoints for 1 argument"),
        (lambda x: (x, x), lambda x, g: (g * x,), "fwd of 'f' returns float64["),
        (lambda x: (np.sum(x), x), lambda x, g: (np.ones((3, 1)) * g,), "of shape (3, 1) for 'x'"),
    ],
)  # fmt: skip
def test_rules_of_a_wrong_form_are_refused(forward, backward, says):
    f = custom_vjp(lambda x: np.sum(x))
    f.defvjp(forward, backward)
    refused(lambda x: f(x), np.ones(3), says=says)


def test_a_shape_that_only_the_run_knows_is_checked_there():
    f = custom_vjp(lambda x: np.sum(x))
    f.defvjp(lambda x: (np.sum(x), x), lambda x, g: (np.ones(4) * g,))
    compiled = grad(lambda x: f(x))
    np.testing.assert_array_equal(compiled(np.ones(4)), np.ones(4))
    with pytest.raises(ValueError, match=r"bwd of 'f' returned an adjoint of shape \(4,\)"):
        compiled(np.ones(3))


def test_rules_that_are_missing_or_no_rules_are_refused():
    f = custom_vjp(lambda x: x)
    refused(lambda x: f(x), 1.0, says=("'f' has no backward pass", "f.defvjp(fwd, bwd)"))
    h = custom_jvp(lambda x: x)
    refused(lambda x: h(x), 1.0, says="'h' has no jvp")
    for make in (
        lambda: custom_vjp(3.0),
        lambda: f.defvjp(1, 2),
        lambda: h.defjvp(None),
        lambda: custom_vjp(lambda x: x, nondiff_argnums="x"),
    ):
        with pytest.raises(CompileError, match="AD205"):
            make()
    refused(lambda x: custom_vjp(lambda v: v)(x), 1.0, says="make it outside")
    refused(lambda x: f(x * 1j).real, 1.0, says="complex numbers in 'f'")


def test_functions_with_effects_have_no_rules():
    f = custom_vjp(lambda x: x * np.random.normal())
    f.defvjp(lambda x: (x, x), lambda x, g: (g,))
    refused(lambda x: f(x), 1.0, says="draws, prints or writes")

    def writes(x):
        x[0] = 1.0
        return np.sum(x)

    h = custom_vjp(writes)
    h.defvjp(lambda x: (np.sum(x), x), lambda x, g: (g * x,))
    refused(lambda x: h(x * 2.0), np.ones(2), says="writes to its arguments")


# -- custom_jvp -----------------------------------------------------------------------------


@custom_jvp
def log_sum_exp(x):
    return np.log(np.sum(np.exp(x)))


@log_sum_exp.defjvp
def log_sum_exp_jvp(primals, tangents):
    (x,), (t,) = primals, tangents
    m = np.max(x)
    e = np.exp(x - m)
    s = np.sum(e)
    return m + np.log(s), np.sum(e * t) / s


def shifted(x):
    return log_sum_exp(x * x + 1000.0) * 2.0


def test_a_jvp_serves_both_modes(golden):
    compiled = grad(shifted)
    x = np.array([0.1, 0.2, 0.5])
    weights = np.exp(x * x) / np.sum(np.exp(x * x))
    np.testing.assert_allclose(compiled(x), 4.0 * weights * x)
    golden("rules/shifted.py", compiled.source)
    plain = grad(lambda x: 2.0 * np.log(np.sum(np.exp(x * x))))
    check_grads(lambda x: log_sum_exp(x * x), (x,), order=2, modes=("fwd", "rev"))
    inner = grad(lambda x: 2.0 * log_sum_exp(x * x))
    twice, wanted = (grad(lambda x: np.sum(g(x) ** 2))(x) for g in (inner, plain))
    np.testing.assert_allclose(twice, wanted)


def test_a_jvp_with_a_loop_and_several_arguments():
    f = custom_jvp(lambda a, x: np.cos(a * np.cos(a * x)))

    def tangent(primals, tangents):
        a, x = primals
        da, dx = tangents
        for _ in range(2):
            dx = -np.sin(a * x) * (da * x + a * dx)
            x = np.cos(a * x)
        return x, dx

    f.defjvp(tangent)
    have = grad(lambda a, x: f(a, x) * a, argnums=(0, 1))(0.7, 0.3)
    want = grad(lambda a, x: np.cos(a * np.cos(a * x)) * a, argnums=(0, 1))(0.7, 0.3)
    np.testing.assert_allclose(have, want, rtol=1e-14)
    check_grads(lambda a, x: f(a, x) * a, (0.7, 0.3), order=2)


def unread(x):
    return eval("x * x * x")


def test_a_function_that_cannot_be_read_is_called():
    f = custom_jvp(unread)
    f.defjvp(lambda primals, tangents: (f(primals[0]), 3.0 * primals[0] ** 2 * tangents[0]))
    compiled = grad(lambda x: f(x) * 2.0)
    assert compiled(2.0) == 24.0
    assert grad(grad(grad(lambda x: f(x) * x)))(2.0) == pytest.approx(48.0)
    np.testing.assert_array_equal(grad(lambda x: np.sum(f(x)))(np.array([1.0, 2.0])), [3.0, 12.0])
    h = custom_vjp(unread)
    h.defvjp(lambda x: (h(x), x), lambda x, g: (3.0 * x**2 * g,))
    assert grad(lambda x: h(x) * x)(2.0) == 32.0
    np.testing.assert_array_equal(grad(lambda x: np.sum(h(x)))(np.array([1.0, 2.0])), [3.0, 12.0])
    with pytest.raises(CompileError, match="no gate rule"):
        grad(lambda x: unread(x))(2.0)


@pytest.mark.parametrize(
    "tangent",
    [
        lambda x, t: np.sum(2.0 * x * t**2),
        lambda x, t: np.sum(x * np.where(t > 0, t, 0.0)),
        lambda x, t: np.sum(x * t) if np.sum(t) > 0 else 0.0,
        lambda x, t: np.linalg.norm(t),
    ],
)
def test_a_jvp_that_is_not_linear_is_refused(tangent):
    f = custom_jvp(lambda x: np.sum(x * x))
    f.defjvp(lambda primals, tangents: (f(primals[0]), tangent(primals[0], tangents[0])))
    refused(lambda x: f(x), np.ones(2), says="the jvp of 'f' is not linear in its tangents")


def test_a_tangent_of_a_wrong_shape_is_refused():
    f = custom_jvp(lambda x: np.sum(x * x))
    f.defjvp(lambda primals, tangents: (f(primals[0]), 2.0 * primals[0] * tangents[0]))
    refused(lambda x: f(x), np.ones(2), says="a tangent of shape (n,) for the result")
