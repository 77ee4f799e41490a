"""A few steps of gradient descent, written out: the loss afterwards."""

import numpy as np


def f(rate, w, X, y):
    for _ in range(3):
        residual = X @ w - y
        w = w - rate * (X.T @ residual) / len(y)
    return np.mean((X @ w - y) ** 2)


ARGS = (
    0.2,
    np.array([0.3, -0.5]),
    np.array([[1.0, 0.2], [0.4, 1.1], [-0.6, 0.7]]),
    np.array([0.5, -0.2, 0.9]),
)
