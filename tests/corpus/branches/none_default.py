"""A parameter that may be None."""

import numpy as np


def f(x, bias=None):
    if bias is None:
        y = np.sum(x)
    else:
        y = np.sum(x * bias)
    return y * y


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([0.5, 1.5, -0.7]), np.array([1.0, -0.2, 0.4])), (1.2, 0.7)]
