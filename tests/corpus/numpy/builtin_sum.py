"""The builtin sum over arrays, lists and matrices."""

import numpy as np


def f(x, M):
    a = sum(x * x) + sum([x[0], x[1] * 2.0])
    b = sum(M) * x
    return a * np.sum(b) + sum(x, 3.0)


ARGS = (
    np.array([0.5, 1.5, -0.7]),
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
)
