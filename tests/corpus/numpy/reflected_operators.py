"""Numbers on the left of arrays, for every operator."""

import numpy as np


def f(x):
    a = 2.0 - x + 3 * x
    b = 1 / x + 2.0**x
    return np.sum(a * b) + np.sum(-x + 1) * np.sum(5.5 // (x + 3.2)) + np.sum(7.0 % (x + 3.2))


ARGS = (np.array([0.5, 1.4, -0.7]),)
SMOOTH = False
