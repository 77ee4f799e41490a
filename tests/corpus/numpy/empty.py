"""Arrays without elements: zeros of their shape."""

import numpy as np


def f(x, y):
    return np.sum(x * x) + np.sum(y) ** 2


ARGS = (np.zeros((0, 3)), np.array([0.4, 0.3]))
EXTRA = [(np.zeros(0), np.array([0.4])), (np.array([0.5, 0.2]), np.zeros((2, 0)))]
