"""An array is the carried variable; the matrix does not change."""

import numpy as np


def f(W, x):
    h = x
    for _ in range(4):
        h = np.tanh(W @ h)
    return np.sum(h * h)


ARGS = (
    np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4], [0.2, 0.1, -0.6]]),
    np.array([0.5, 1.5, -0.7]),
)
