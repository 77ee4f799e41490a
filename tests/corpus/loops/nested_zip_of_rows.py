"""Two matrices walked row by row and entry by entry."""

import numpy as np


def f(A, B):
    s = 0.0
    for i, (row, other) in enumerate(zip(A, B)):
        for a, b in zip(row, other):
            s = s + (a - b) ** 2 * (i + 1.0)
    return s


ARGS = (
    np.array([[0.1, 0.5], [-0.3, 0.8]]),
    np.array([[0.4, -0.5], [0.9, 0.2]]),
)
