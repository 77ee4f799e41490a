"""A polynomial by Horner's rule."""

import numpy as np


def f(x, coefficients):
    y = 0.0
    for c in coefficients:
        y = y * x + c
    return y


ARGS = (1.3, np.array([0.5, 1.5, -0.7]))
EXTRA = [(1.3, [1.0, 2.0, 3.0]), (1.3, np.zeros(0)), (0.4, [2.0])]
