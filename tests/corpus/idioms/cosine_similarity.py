"""The cosine of the angle between two vectors."""

import numpy as np


def f(x, y):
    return x @ y / (np.sqrt(x @ x) * np.sqrt(np.sum(y**2)))


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
