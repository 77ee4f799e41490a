"""Ufuncs of two arguments, broadcast."""

import numpy as np


def f(x, y):
    a = np.hypot(x, y) * np.arctan2(x, y)
    b = np.logaddexp(x, y) + np.power(x, y)
    c = np.add(x, y) * np.subtract(x, y) / np.multiply(x, y)
    return np.sum(a * b + np.divide(c, x))


ARGS = (np.array([0.3, 0.5, 1.4]), np.array([0.7, 1.2, 0.4]))
EXTRA = [(np.array([[0.3], [0.5]]), np.array([0.7, 1.2])), (np.array([0.3, 0.5]), 1.3), (0.3, 0.7)]
