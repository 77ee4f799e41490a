"""Outer and inner products."""

import numpy as np


def f(x, y):
    M = np.outer(x, y)
    return np.sum(np.sin(M)) + np.inner(x, x) * np.inner(y, y)


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4]))
