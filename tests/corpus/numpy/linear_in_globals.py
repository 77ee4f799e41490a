"""The gradient is an array of the module: what comes back must be a copy."""

import numpy as np

WEIGHTS = np.array([1.0, 2.0, 3.0])


def f(x, y):
    return WEIGHTS @ x + np.sum(WEIGHTS * y)


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
