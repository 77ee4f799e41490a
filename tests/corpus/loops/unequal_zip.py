"""Sequences of unequal length: the shorter one ends the loop."""

import numpy as np


def f(x, y):
    s = 1.0
    for a, b in zip(x, y):
        s = s * (a + b * b)
    return s


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([1.0, 2.0]))
EXTRA = [(np.array([0.5]), np.array([1.0, 2.0, 0.3])), ([0.5, 1.5], [1.0, 2.0, 0.4])]
