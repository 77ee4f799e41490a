"""Logistic regression with the binary cross-entropy and a penalty."""

import numpy as np


def f(w, b, X, y):
    p = 1.0 / (1.0 + np.exp(-(X @ w + b)))
    loss = -np.mean(y * np.log(p) + (1.0 - y) * np.log(1.0 - p))
    return loss + 0.05 * np.sum(w * w)


ARGS = (
    np.array([0.3, -0.5]),
    0.1,
    np.array([[1.0, 0.2], [0.4, 1.1], [-0.6, 0.7]]),
    np.array([1.0, 0.0, 1.0]),
)
