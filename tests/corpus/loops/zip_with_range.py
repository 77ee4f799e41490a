"""An array, a range and an enumeration in one zip."""

import numpy as np


def f(x, y):
    s = 0.0
    for a, k, (i, b) in zip(x, range(2, 20, 3), enumerate(y)):
        s += a * k + b * b * i
    return s


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([1.0, 2.0, 3.0]))
