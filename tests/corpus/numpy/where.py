"""Choices by a condition on arrays, with numbers and arrays on both sides."""

import numpy as np


def f(x, y):
    a = np.where(x > 0, x * x, -x)
    b = np.where(x > y, x, y)
    c = np.where(y < 0.3, 1.0, y) * np.where(x > 0.1, x, 0.0)
    return np.sum(a * b + c)


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
EXTRA = [(np.array([[0.5], [-1.5]]), np.array([0.2, -0.4])), (0.5, np.array([0.2, -0.4]))]
