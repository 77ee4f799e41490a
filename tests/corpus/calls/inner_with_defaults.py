"""A function defined inside whose default is a variable of the outer one."""

import numpy as np


def f(x, y):
    def weighted(a, b=x, *, scale=2.0):
        return np.sum(a * b) * scale

    return weighted(y) + weighted(x, y, scale=weighted(x))


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
