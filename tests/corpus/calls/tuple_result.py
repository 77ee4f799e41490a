"""A helper that returns a tuple, unpacked and indexed."""

import numpy as np


def both(x):
    return x * x, np.sin(x)


def f(x):
    a, b = both(x)
    c = both(a)
    return np.sum(b * c[1]) + np.sum(c[0])


ARGS = (np.array([0.5, 1.1, -0.7]),)
