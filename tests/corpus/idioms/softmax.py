"""A softmax of a vector, shifted by its maximum."""

import numpy as np


def f(x, w):
    z = np.exp(x - np.max(x))
    p = z / np.sum(z)
    return np.sum(p * w) - np.log(p[1])


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
EXTRA = [(np.array([500.0, 501.5, 499.3]), np.array([0.2, -0.4, 0.9]))]
