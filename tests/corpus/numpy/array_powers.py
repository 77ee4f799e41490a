"""Powers of arrays: constant, integer, array and number exponents."""

import numpy as np


def f(x, p):
    return np.sum(x**3 - x**0.5 + x**-1) + np.sum(x**p) * np.sum(2.0**x) + np.sum(p**2)


ARGS = (np.array([0.3, 0.5, 1.4]), 1.7)
EXTRA = [(np.array([0.3, 0.5, 1.4]), np.array([2.0, 0.5, 1.1])), (0.7, np.array([2.0, 0.5]))]
