"""A range that counts down."""

import numpy as np


def f(x):
    s = 1.0
    for i in range(len(x) - 1, -1, -1):
        s = s * x[i] + i
    return s


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([0.5]),)]
