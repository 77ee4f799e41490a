"""Arrays joined and stacked from pieces."""

import numpy as np


def f(x, y):
    a = np.concatenate([x, y, x * 2.0])
    b = np.stack([x, x * x])
    return np.sum(a * a * a) + np.sum(np.sin(b @ x))


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4]))
