"""A list of arrays of different shapes as one parameter."""

import numpy as np


def f(ws, x):
    h = ws[0] @ x + ws[1]
    return np.sum(h * h) * ws[2] + np.sum(ws[-2])


ARGS = (
    [np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4]), 1.5],
    np.array([0.5, -0.7]),
)
