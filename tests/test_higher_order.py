"""What higher derivatives cost and are: Hessian products, third derivatives, all nestings."""

from __future__ import annotations

import numpy as np
import pytest
from programs_loader import PROGRAMS

from adcompiler import grad, hessian, hvp, jacfwd, jacrev, jvp, linearize, vjp
from adcompiler.checking import is_floating
from adcompiler.frontend.build import build
from adcompiler.gates import core
from adcompiler.ir.nodes import Apply
from adcompiler.ir.types import FLOAT
from adcompiler.ir.walk import all_ops
from adcompiler.pipeline import AFTER, BEFORE, run
from adcompiler.signature import type_of_value
from adcompiler.transforms.forward import Tangent
from adcompiler.transforms.gradient import GradientOptions, gradient

NAMES = (
    "straight/neuron", "straight/staged_sigmoid", "straight/lecture_expression", "straight/powers",
    "branches/leaky", "branches/elif_chain", "loops/rollout", "loops/horner", "loops/logistic_map",
    "loops/smoothing", "loops/rosenbrock", "loops/nested", "arrays/mlp", "arrays/norm_squared",
    "arrays/standardised", "idioms/softmax_rows", "idioms/safe_log_sum_exp", "early_exits/newton",
    "stepping/pendulum", "stepping/van_der_pol", "stepping/recurrent", "calls/helpers",
)  # fmt: skip
CHOSEN = [p for p in PROGRAMS if p[0] in NAMES]
IDS = [p[0].replace("/", "-") for p in CHOSEN]
FREE = (core.named, core.item, core.pack, core.counter, core.load, core.broadcast_like)
# Of few gates a round, some of which a number by hand would share; measured, and kept there.
BOUNDS = {
    "arrays/standardised": 7, "loops/rollout": 6.5, "loops/horner": 8, "loops/logistic_map": 11,
    "stepping/van_der_pol": 6.5, "stepping/recurrent": 7, "stepping/pendulum": 7,
}  # fmt: skip
SMOOTH = ("newton", "mlp", "leaky")  # left out: of no third derivative, or of too many numbers


def counted(function, example):
    """Return how many gates a program has, and how many its Hessian product."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    types = {n: type_of_value(a, n) for n, a in zip(names, example, strict=False)}
    program = run(build(function, types, lambda value, path: FLOAT).function, BEFORE)
    wrt = tuple(k for k, a in enumerate(example) if is_floating(a))
    first = run(gradient(program, GradientOptions(wrt, single=False)), AFTER)
    product = run(Tangent(wrt, value=False).of(run(first, BEFORE)), AFTER)
    return computed(program), computed(product)


def computed(program):
    """Return how many gates compute numbers: views, parts and names are none."""
    count = 0
    for op in all_ops(program.body):
        if isinstance(op, Apply) and not op.gate.view and not op.gate.light:
            count += op.gate.function not in FREE
    return count


def test_all_chosen_programs_are_there():
    assert len(CHOSEN) == len(NAMES)


@pytest.mark.parametrize(("name", "function", "examples"), CHOSEN, ids=IDS)
def test_a_hessian_product_costs_no_more_than_it_did(name, function, examples):
    plain, product = counted(function, examples[0])
    assert product <= BOUNDS.get(name, 6) * plain


def of_the_first(function, example):
    """Return the function of the first argument alone."""
    match example[1:]:
        case ():
            return function
        case (a,):
            return lambda x: function(x, a)
        case (a, b):
            return lambda x: function(x, a, b)
        case (a, b, c):
            return lambda x: function(x, a, b, c)
        case (a, b, c, d):
            return lambda x: function(x, a, b, c, d)
    raise NotImplementedError


THIRD = [
    p for p in CHOSEN
    if p[0].split("/")[1] not in SMOOTH and isinstance(p[2][0][0], float | np.ndarray)
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "function", "examples"), THIRD, ids=[p[0].replace("/", "-") for p in THIRD]
)
def test_third_derivatives_of_the_corpus(name, function, examples):
    x, f = examples[0][0], of_the_first(function, examples[0])
    v = 1.0 if isinstance(x, float) else np.linspace(0.5, 1.0, x.size).reshape(x.shape)
    product = hvp(f)

    def second(y):
        return product(y, v)

    def slope(y):
        return jvp(f, (y,), (v,))[1]

    def curve(y):
        return np.sum(second(y) * v)

    third = jvp(second, (x,), (v,))[1]
    others = {
        "reverse over forward over reverse": grad(curve)(x),
        "linearized": linearize(second, x)[1](v),
        "reverse twice over forward": vjp(grad(slope), x)[1](v)[0],
    }
    for words, other in others.items():
        np.testing.assert_allclose(other, third, rtol=1e-9, atol=1e-9, err_msg=words)
    h = 1e-4
    by_difference = (np.asarray(second(x + h * v)) - second(x - h * v)) / (2.0 * h)
    np.testing.assert_allclose(third, by_difference, rtol=1e-4, atol=1e-5)


RNG = np.random.default_rng(0)
INPUTS, WANTED = RNG.standard_normal((9, 4)), RNG.standard_normal((9, 2))
POINTS = RNG.standard_normal((12, 2))


def two_layer_net(p):
    """Four inputs, five hidden units, two outputs: 37 parameters."""
    W1, b1 = p[:20].reshape(4, 5), p[20:25]
    W2, b2 = p[25:35].reshape(5, 2), p[35:37]
    h = np.tanh(INPUTS @ W1 + b1)
    return np.mean((h @ W2 + b2 - WANTED) ** 2)


def gaussian_mixture(p):
    """Weights, means and Cholesky factors of the precisions of three clusters in the plane."""
    logits, means = p[:3], p[3:9].reshape(3, 2)
    logs, below = p[9:15].reshape(3, 2), p[15:18]
    terms = []
    for k in range(3):
        d = POINTS - means[k]
        u = np.exp(logs[k, 0]) * d[:, 0]
        v = np.exp(logs[k, 1]) * d[:, 1] + below[k] * d[:, 0]
        terms.append(logits[k] + logs[k, 0] + logs[k, 1] - 0.5 * (u**2 + v**2))
    joint = np.array(terms)
    best = np.max(joint, axis=0)
    likely = best + np.log(np.sum(np.exp(joint - best), axis=0))
    return len(POINTS) * np.log(np.sum(np.exp(logits))) - np.sum(likely)


@pytest.mark.parametrize(("f", "size"), [(two_layer_net, 37), (gaussian_mixture, 18)])
def test_hessians_by_all_nestings(f, size):
    x = 0.5 * RNG.standard_normal(size)
    first = hessian(f)(x)
    assert first.shape == (size, size)
    for nested in (
        jacfwd(jacrev(f)), jacrev(jacrev(f)), jacrev(jacfwd(f)), jacfwd(jacfwd(f)),
    ):  # fmt: skip
        np.testing.assert_allclose(nested(x), first, rtol=1e-9, atol=1e-9)
    v = np.linspace(-1.0, 1.0, size)
    np.testing.assert_allclose(hvp(f)(x, v), first @ v, rtol=1e-9, atol=1e-9)
    third = jacfwd(hessian(f))(x) @ v
    g = 1e-4
    by_difference = (hessian(f)(x + g * v) - hessian(f)(x - g * v)) / (2.0 * g)
    np.testing.assert_allclose(third, by_difference, rtol=1e-5, atol=1e-5)


def test_a_derivative_of_a_function_with_an_array_and_a_derivative_in_its_closure():
    v = np.array([1.0, 2.0])
    product = hvp(lambda x: np.sum(x**4))

    def second(y):
        return product(y, v)

    def curve(y):
        return np.sum(second(y) * v)

    x = np.array([0.5, -1.0])
    np.testing.assert_allclose(grad(curve)(x), 24.0 * x * v**2)
    np.testing.assert_allclose(jvp(second, (x,), (v,))[1], 24.0 * x * v**2)
    np.testing.assert_allclose(second(x), 12.0 * x**2 * v)
    np.testing.assert_allclose(grad(lambda y: np.sum(second(y)))(x), 24.0 * x * v)
