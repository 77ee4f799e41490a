"""One helper for numbers and for arrays in the same function."""

import numpy as np


def soft(x):
    return np.log(1.0 + np.exp(x))


def f(x, b):
    return np.sum(soft(x)) * soft(b)


ARGS = (np.array([0.5, 1.1, -0.7]), 0.4)
EXTRA = [(0.5, np.array(0.4))]
