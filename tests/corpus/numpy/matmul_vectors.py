"""The matrix product of two vectors is a number."""

import numpy as np


def f(x, y):
    return (x @ y) * (x @ x) + y @ y


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
EXTRA = [(np.array([0.5]), np.array([0.2]))]
