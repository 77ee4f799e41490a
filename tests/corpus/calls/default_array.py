"""A default value that is an array of the module."""

import numpy as np

WEIGHTS = np.array([1.0, -2.0, 0.5])


def f(x, w=WEIGHTS):
    return np.sum(w * x * x)


ARGS = (np.array([0.5, 1.1, -0.7]),)
EXTRA = [(np.array([0.5, 1.1, -0.7]), np.array([0.2, 0.3, 0.4]))]
