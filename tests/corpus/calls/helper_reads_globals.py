"""A helper that reads the module's numbers and arrays."""

import numpy as np

WEIGHTS = np.array([1.0, -2.0, 0.5])
BIAS = 0.3


def score(x):
    return np.sum(WEIGHTS * x) + BIAS


def f(x):
    return score(x) ** 2 + score(np.sin(x)) * BIAS


ARGS = (np.array([0.5, 1.1, -0.7]),)
