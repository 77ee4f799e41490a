"""Derivatives taken inside functions that are differentiated, at any depth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from adcompiler import (
    CompileError,
    check_grads,
    grad,
    hessian,
    hvp,
    jacfwd,
    jacobian,
    jacrev,
    jvp,
    linearize,
    value_and_grad,
    vjp,
)


def f(x):
    return math.sin(x) * x


def rough(x):
    return np.sum(x[1:] * x[:-1] ** 2)


ready = grad(f)
product = hvp(rough)


def confusion(x):
    return x * grad(lambda y: x + y)(1.0)


def confusion_forward(x):
    return x * jvp(lambda y: x * y, (1.0,), (1.0,))[1]


def in_a_loop(x):
    s = 0.0
    for i in range(3):
        s = s + grad(lambda y: math.sin(x * y) * y)(x + i)
    return s


def under_a_branch(x):
    if x > 0.2:
        return value_and_grad(f)(x)[1]
    return grad(lambda y: y * y * x)(x)


def all_modes(x):
    v, pull = vjp(f, x)
    (g,) = pull(2.0)
    w, d = jvp(lambda z: z * z, (x,), (g,))
    _, linear = linearize(f, x)
    return g * v + w * d + linear(1.0)


def thrice(x):
    return grad(grad(grad(f)))(x)


def three_deep(x):
    return grad(lambda a: grad(lambda b: grad(lambda c: a * b * c * c * x)(b))(a))(x)


def a_pullback_called_twice(x):
    _, pull = vjp(lambda a, b: (a * b, a + b), x, x * x)
    p, q = pull((1.0, 2.0))
    r, s = pull((x, 0.0))
    return p * q + r * s


def a_pullback_in_a_loop(x):
    _, pull = vjp(lambda a: a**3, x)
    s = 0.0
    for k in range(4):
        s = s + pull(float(k) * x)[0]
    return s


def several_arguments(x):
    ga, gb = grad(lambda a, b: a * a * b, argnums=(0, 1))(x, 2.0 * x)
    return ga * gb + grad(lambda a, b: a * b * b, 1)(x, x)


def with_aux(x):
    g, aux = grad(lambda a: (a**3, a * x), has_aux=True)(x)
    return g * aux


def of_containers(x):
    d = grad(lambda p: p["a"] * p["b"] ** 2)({"a": x, "b": x * x})
    return d["a"] * d["b"]


def of_arrays(x):
    return np.sum(grad(rough)(x) ** 2)


def a_product_inside(x):
    return np.sum(hvp(rough)(x, x) * x) + value_and_grad(rough)(x)[0]


def a_product_outside(x):
    return np.sum(product(x, x**2))


def a_ready_gradient(x):
    return ready(x) * x


def newton(x):
    for _ in range(4):
        x = x - grad(f)(x) / grad(grad(f))(x)
    return x


def meta_step(x):
    w = 1.0
    for _ in range(3):
        w = w - x * grad(lambda w: (w - 3.0) ** 2)(w)
    return (w - 3.0) ** 2


def jacobian_determinant(x):
    j = jacfwd(lambda p: np.array([p[0] * p[1], p[1] ** 2]))(x[:2])
    return j[0, 0] * j[1, 1] - j[0, 1] * j[1, 0]


def by_rows(x):
    return np.sum(jacrev(lambda p: np.sin(p) * p[0])(x) ** 2)


def laplacian(x):
    return np.trace(hessian(rough)(x)) + np.sum(jacobian(lambda p: p**3)(x))


def newton_step(x):
    h = hessian(quartic)(x)
    return np.sum((x - np.linalg.solve(h, grad(quartic)(x))) ** 2)


def quartic(x):
    return np.sum(x**4) + np.sum(x) ** 2


POINT = 0.7
VECTOR = np.array([0.3, 0.5, 0.7])
PROGRAMS = [
    (confusion, POINT),
    (confusion_forward, POINT),
    (in_a_loop, 0.4),
    (under_a_branch, 0.1),
    (under_a_branch, 0.5),
    (all_modes, POINT),
    (thrice, POINT),
    (three_deep, POINT),
    (a_pullback_called_twice, POINT),
    (a_pullback_in_a_loop, POINT),
    (several_arguments, POINT),
    (with_aux, POINT),
    (of_containers, POINT),
    (of_arrays, VECTOR),
    (a_product_inside, VECTOR),
    (a_product_outside, VECTOR),
    (a_ready_gradient, POINT),
    (newton, 1.9),
    (meta_step, 0.2),
    (jacobian_determinant, VECTOR),
    (by_rows, VECTOR),
    (laplacian, VECTOR),
    (newton_step, VECTOR),
]


@pytest.mark.parametrize(("fun", "x"), PROGRAMS, ids=lambda p: getattr(p, "__name__", ""))
def test_derivatives_inside(fun, x):
    value, _ = value_and_grad(fun)(x)
    plain = fun(x)
    assert value == pytest.approx(plain, rel=1e-13)
    check_grads(fun, (x,), order=2)


def test_perturbations_are_not_confused():
    assert grad(confusion)(3.0) == 1.0
    assert grad(confusion_forward)(3.0) == 6.0


def test_golden(golden):
    gradient = grad(meta_step)
    gradient(0.2)
    golden("nested/meta_step.py", gradient.source)


def test_a_function_that_writes_around_it_is_refused():
    def counts(x):
        seen = [0.0]

        def g(y):
            seen[0] = seen[0] + y
            return y * y

        return grad(g)(x) + seen[0]

    with pytest.raises(CompileError, match="writes to what is around it"):
        grad(counts)(1.0)


def test_what_is_no_number_is_refused():
    with pytest.raises(CompileError, match="not one number"):
        grad(lambda x: grad(lambda y: [y, y])(x))(1.0)
    with pytest.raises(CompileError, match="argnums"):
        grad(lambda x: grad(lambda y: y, argnums=1)(x))(1.0)
