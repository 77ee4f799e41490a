"""A helper that takes the whole dict of parameters."""

import numpy as np


def layer(p, x):
    return np.tanh(x @ p["W"] + p["b"])


def f(p, x):
    return np.sum(layer(p, x) ** 2)


ARGS = (
    {"W": np.array([[0.1, 0.5], [-0.3, 0.8], [0.2, 0.4]]), "b": np.array([0.1, -0.2])},
    np.array([0.5, 1.1, -0.7]),
)
