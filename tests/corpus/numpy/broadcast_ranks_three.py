"""A stack of matrices with a vector, a column and a matrix."""

import numpy as np


def f(x, row, column, plane):
    return np.sum(np.tanh(x * row + column - plane))


ARGS = (
    np.linspace(-1.0, 1.0, 12).reshape(2, 3, 2),
    np.array([0.5, -0.4]),
    np.array([[0.3], [0.1], [-0.2]]),
    np.array([[[0.1, 0.2]], [[0.3, -0.5]]]),
)
