"""A question about a number computed from an array, arrays in both branches."""

import numpy as np


def f(x, w):
    s = np.sum(x)
    if s > 0.0:
        y = x * w
    else:
        y = np.sin(x) / w
    return np.sum(y * y) + s


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([1.1, 0.4, -0.9]))
EXTRA = [(np.array([-0.5, -1.5, 0.7]), np.array([1.1, 0.4, -0.9]))]
