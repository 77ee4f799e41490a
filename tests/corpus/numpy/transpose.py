"""Transposes of matrices and stacks, with and without an order of axes."""

import numpy as np


def f(x, y):
    a = np.sum(x.T * np.transpose(x) ** 2)
    b = np.sum(np.transpose(y, (2, 0, 1)) * y.transpose(2, 0, 1))
    return a + b + np.sum(y.T[0] @ y.T[1].T)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.linspace(-1.0, 1.0, 12).reshape(2, 3, 2),
)
