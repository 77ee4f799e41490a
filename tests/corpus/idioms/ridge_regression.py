"""Least squares with an L2 penalty."""

import numpy as np


def f(w, X, y, strength):
    residual = X @ w - y
    return residual @ residual + strength * (w @ w)


ARGS = (
    np.array([0.3, -0.5]),
    np.array([[1.0, 0.2], [0.4, 1.1], [-0.6, 0.7]]),
    np.array([0.5, -0.2, 0.9]),
    0.1,
)
