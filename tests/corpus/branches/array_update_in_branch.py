"""A fresh array is updated only sometimes."""

import numpy as np


def f(x, k):
    y = np.exp(x)
    if k > 1.0:
        y += x * k
        y *= x
    return np.sum(y * y)


ARGS = (np.array([0.5, 1.5, -0.7]), 1.4)
EXTRA = [(np.array([0.5, 1.5, -0.7]), 0.4)]
