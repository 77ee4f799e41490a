"""A loop over the rows of a matrix."""

import numpy as np


def f(W, x):
    s = 0.0
    for row in W:
        s = s + np.sin(row @ x)
    return s


ARGS = (np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4]]), np.array([0.5, 1.5, -0.7]))
EXTRA = [(np.zeros((0, 3)), np.array([0.5, 1.5, -0.7]))]
