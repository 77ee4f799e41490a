"""Nested targets: an index and a pair."""

import numpy as np


def f(x, w):
    y = 0.0
    for i, (a, b) in enumerate(zip(x, w)):
        y = y + a * b * (i + 1)
    return y


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([1.0, 2.0, 3.0]))
EXTRA = [([0.5, 1.5], [1.0, 2.0])]
