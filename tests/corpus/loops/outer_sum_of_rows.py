"""Rows scaled and added to a fresh array, which is then a vector of its own."""

import numpy as np


def f(W, x):
    out = np.zeros(3)
    for row in W:
        out += row * x
    return out @ out


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]), np.array([0.5, 1.5, -0.7]))
EXTRA = [(np.zeros((0, 3)), np.array([0.5, 1.5, -0.7]))]
