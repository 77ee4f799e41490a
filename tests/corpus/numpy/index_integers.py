"""Single entries and rows, counted from both ends."""

import numpy as np


def f(x, M):
    a = x[0] * x[-1] + x[1] ** 2
    b = M[0, 1] * M[-1, -2] + M[1][2]
    return a * b + np.sum(M[0] * M[-1]) + np.sum(M[:, 0] * M[:, -1])


ARGS = (
    np.array([0.5, 1.5, -0.7]),
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
)
