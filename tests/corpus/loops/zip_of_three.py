"""Three arrays walked in step, one of them a matrix."""

import numpy as np


def f(x, rows, t):
    y = 0.0
    for a, row, c in zip(x, rows, t):
        y = y + a * np.sum(row * row) * np.sin(c)
    return y


ARGS = (
    np.array([0.5, 1.5]),
    np.array([[0.3, -0.4, 0.1], [1.2, 0.6, -0.8]]),
    np.array([0.7, -0.2]),
)
