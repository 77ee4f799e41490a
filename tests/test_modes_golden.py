"""Second derivatives, tangents, Hessian products and pullbacks, read as a lecturer would."""

from __future__ import annotations

import math

import numpy as np

from adcompiler import grad, hessian, hvp, jvp, linearize, vjp
from adcompiler.modes import HessianProduct
from adcompiler.modes import _state as state_of
from adcompiler.transforms.forward import Tangent

RNG = np.random.default_rng(0)


def sigmoid_neuron(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    f = 1.0 / (1.0 + math.exp(-dot))
    return f


def neuron(w, x):
    dot = w @ x
    f = 1.0 / (1.0 + np.exp(-dot))
    return f


def logistic_map(r, x0):
    x = x0
    for _ in range(100):
        x = r * x * (1.0 - x)
    return x


def pendulum(k, x, v, h=0.1):
    """Steps of the midpoint rule for a damped pendulum."""
    for _ in range(50):
        a = -math.sin(x) - k * v
        x_half, v_half = x + 0.5 * h * v, v + 0.5 * h * a
        a = -math.sin(x_half) - k * v_half
        x = x + h * v_half
        v = v + h * a
    return x, v


def logistic_regression(w, b, X, y):
    p = 1.0 / (1.0 + np.exp(-(X @ w + b)))
    loss = -np.sum(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    return loss + 0.5 * np.sum(w**2)


def two_layers(W1, b1, W2, b2, x):
    h = np.tanh(W1 @ x + b1)
    y = W2 @ h + b2
    return y


def tangent_of(f, primals, tangents):
    """Return the text of the function that `jvp` has run."""
    jvp(f, primals, tangents)
    return state_of(f, Tangent, len(primals), False).gradient.__dict__["source"]


LAYERS = tuple(RNG.standard_normal(s) for s in ((4, 3), 4, (2, 4), 2, 3))
EXAMPLES = RNG.standard_normal((7, 3)), (RNG.standard_normal(7) > 0.0) * 1.0


def test_second_derivative_of_the_neuron(golden):
    twice = grad(grad(sigmoid_neuron))
    twice(2.0, -1.0, -3.0, -2.0, -3.0)
    golden("modes/sigmoid_neuron_second.py", twice.source)


def test_hessian_of_the_neuron(golden):
    matrix = hessian(neuron)
    matrix(LAYERS[4], LAYERS[0][0])
    golden("modes/neuron_hessian.py", matrix.source)


def test_forward_mode_of_loops(golden):
    golden("modes/logistic_map_jvp.py", tangent_of(logistic_map, (3.2, 0.3), (1.0, 0.0)))
    golden("modes/pendulum_jvp.py", tangent_of(pendulum, (0.2, 0.3, 0.4), (1.0, 0.0, 0.0)))


def test_hessian_product_of_logistic_regression(golden):
    product: HessianProduct = hvp(logistic_regression, argnums=(0, 1))
    product(LAYERS[4], 0.1, *EXAMPLES, (LAYERS[0][0], 1.0))
    golden("modes/logistic_regression_hvp.py", product.source)


def test_pullback_of_two_layers(golden):
    golden("modes/two_layers_vjp.py", vjp(two_layers, *LAYERS)[1].source)


def test_linear_map_of_two_layers(golden):
    golden("modes/two_layers_linearize.py", linearize(two_layers, *LAYERS)[1].source)
