"""Roots, fixed points and minima; steps of differential equations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import optimize

from adcompiler import (
    CompileError,
    check_grads,
    custom_root,
    grad,
    hessian,
    jacobian,
    jvp,
    rk4,
    stop_gradient,
    value_and_grad,
)


def cubic(x, a, b):
    return x**3 + a * x - b


def bracketed(guess, a, b):
    return optimize.brentq(cubic, -10.0, 10.0, args=(a, b), xtol=1e-14)


cubic_root = custom_root(bracketed, cubic)


def balance(x, A, b):
    return A @ x + 0.1 * x**3 - b


def balanced(guess, A, b):
    return optimize.root(balance, guess, args=(A, b), tol=1e-13).x


balance_root = custom_root(balanced, balance)
A = np.array([[2.0, 0.3], [0.1, 1.5]])
B = np.array([1.0, 2.0])


def test_a_root_is_what_the_solver_finds():
    x = cubic_root(0.0, 1.0, 2.0)
    assert x == bracketed(0.0, 1.0, 2.0)
    value, slope = value_and_grad(lambda a: cubic_root(0.0, a, 2.0))(1.0)
    assert value == x
    np.testing.assert_allclose(slope, -x / (3.0 * x * x + 1.0), rtol=1e-12)


def test_a_root_of_one_number(golden):
    def loss(a, b):
        return cubic_root(0.0, a, b) ** 2 + a

    compiled = grad(loss, argnums=(0, 1))
    np.testing.assert_allclose(compiled(1.0, 2.0), (0.5, 0.5), rtol=1e-12)
    golden("rules/root.py", compiled.source)
    check_grads(loss, (1.0, 2.0), order=2)


def test_roots_of_many_numbers(golden):
    def loss(A, b):
        return np.sum(balance_root(np.zeros(2), A, b) ** 2)

    compiled = grad(loss, argnums=(0, 1))
    compiled(A, B)
    golden("rules/roots.py", compiled.source)
    check_grads(loss, (A, B), order=2)
    J = jacobian(lambda b: balance_root(np.zeros(2), A, b))(B)
    x = balance_root(np.zeros(2), A, B)
    np.testing.assert_allclose(J, np.linalg.inv(A + np.diag(0.3 * x**2)), rtol=1e-9)
    _, moved = jvp(lambda b: balance_root(np.zeros(2), A, b), (B,), (np.array([1.0, -1.0]),))
    np.testing.assert_allclose(moved, J @ [1.0, -1.0], rtol=1e-9)


def test_a_fixed_point_of_matrices():
    def step(x, c):
        return 0.3 * np.tanh(x) @ c + c

    def iterated(x, c):
        for _ in range(200):
            x = step(x, c)
        return x

    fixed = custom_root(iterated, lambda x, c: x - step(x, c))
    loss = lambda c: np.sum(fixed(np.zeros((2, 2)), c) ** 3)
    check_grads(loss, (0.5 * A,), order=2)
    through = grad(lambda c: np.sum(iterated(np.zeros((2, 2)), c) ** 3))(0.5 * A)
    np.testing.assert_allclose(grad(loss)(0.5 * A), through, rtol=1e-9)


def test_a_minimum_moves_with_its_objective():
    """Ridge regression inside cross validation: the residual is the gradient of the objective."""
    X = np.array([[1.0, 0.2], [0.3, 1.1], [-0.5, 0.4]])
    y = np.array([1.0, -0.5, 0.3])

    def objective(w, weight):
        return np.sum((X @ w - y) ** 2) + np.exp(weight) * np.sum(w**4)

    def minimised(guess, weight):
        return optimize.minimize(
            objective, guess, args=(weight,), jac=grad(objective), method="BFGS",
            options={"gtol": 1e-12},
        ).x  # fmt: skip

    best = custom_root(minimised, lambda w, weight: grad(objective)(w, weight))
    held_out = lambda weight: (np.array([0.7, -0.2]) @ best(np.ones(2), weight) - 0.1) ** 2
    slope = grad(held_out)(0.5)
    h = 1e-4
    near = (held_out(0.5 + h) - held_out(0.5 - h)) / (2.0 * h)
    np.testing.assert_allclose(slope, near, rtol=1e-5)
    assert hessian(held_out)(0.5) != 0.0


def test_roots_in_loops_and_branches():
    def walk(a):
        total = 0.0
        for k in range(3):
            x = cubic_root(0.0, a + k, 2.0)
            total = total + (x * a if x > 0.5 else x)
        return total

    check_grads(walk, (1.0,))


def test_no_derivative_flows_through_the_guess():
    fixed = grad(lambda g: cubic_root(stop_gradient(g), 1.0, 2.0) * g)(3.0)
    np.testing.assert_allclose(fixed, 1.0, rtol=1e-12)
    with pytest.raises(CompileError, match="wrap the argument in stop_gradient"):
        grad(lambda g: cubic_root(g, 1.0, 2.0))(3.0)
    with pytest.raises(TypeError, match="needs a function for its residual"):
        custom_root(bracketed, 3.0)
    with pytest.raises(CompileError):
        custom_root(3.0, cubic)


def decay(t, y, rate):
    return -rate * y + np.sin(t)


def test_steps_are_those_of_the_method():
    times = [0.0, 0.5, 1.0]
    found = rk4(lambda t, y: -2.0 * y, 1.0, times, steps=50)
    np.testing.assert_allclose(found, np.exp(-2.0 * np.array(times)), rtol=1e-7)
    back = rk4(lambda t, y: -2.0 * y, found[-1], times[::-1], steps=50)
    np.testing.assert_allclose(back[-1], 1.0, rtol=1e-6)
    errors = [abs(rk4(lambda t, y: y, 1.0, [0.0, 1.0], steps=n)[-1] - math.e) for n in (4, 8, 16)]
    assert 13.0 < errors[0] / errors[1] < 17.0
    assert 14.0 < errors[1] / errors[2] < 17.0
    assert rk4(decay, np.ones((2, 3)), times, 1.0).shape == (3, 2, 3)


def test_the_gradient_is_that_of_the_steps(golden):
    def loss(rate, y0):
        return np.sum(rk4(decay, y0, np.linspace(0.0, 1.0, 4), rate, steps=2)[-1] ** 2)

    compiled = grad(loss, argnums=(0, 1))
    compiled(2.0, B)
    check_grads(loss, (2.0, B), order=2)
    check_grads(lambda rate, y0: rk4(decay, y0, [0.0, 0.3, 0.5], rate), (1.3, 0.7), order=2)
    golden("rules/steps.py", compiled.source)
    check_grads(lambda t: rk4(decay, 1.0, [0.0, t], 1.5, steps=3)[-1], (0.8,))


def test_a_pendulum_is_fitted():
    def pendulum(t, y, length):
        return np.array([y[1], -9.81 / length * np.sin(y[0])])

    times = np.linspace(0.0, 1.0, 11)
    seen = rk4(pendulum, np.array([0.4, 0.0]), times, 1.3, steps=4)[:, 0]

    def misfit(length):
        states = rk4(pendulum, np.array([0.4, 0.0]), times, length, steps=4)
        return np.sum((states[:, 0] - seen) ** 2)

    length = 1.0
    for _ in range(8):
        length = length - grad(misfit)(length) / hessian(misfit)(length)
    np.testing.assert_allclose(length, 1.3, rtol=1e-8)
