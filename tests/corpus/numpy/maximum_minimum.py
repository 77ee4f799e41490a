"""Elementwise maxima and minima of arrays and numbers."""

import numpy as np


def f(x, y):
    a = np.maximum(x, y) * np.minimum(x, 0.3)
    b = np.maximum(0.0, x - y)
    return np.sum(a) + np.sum(b**2) + np.sum(np.minimum(x * y, y))


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
EXTRA = [
    (np.array([[0.5], [-1.5]]), np.array([0.2, -0.4])),
    (0.5, np.array([0.2, -0.4])),
    (0.5, 0.2),
]
