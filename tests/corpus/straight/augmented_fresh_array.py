"""Augmented assignment on an array made here: the argument stays as it was."""

import numpy as np


def f(x, w):
    y = x * w
    y += x
    y *= y
    y -= 0.5
    y /= 1.0 + w * w
    return np.sum(y)


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([1.0, -2.0, 0.3]))
EXTRA = [(np.array([[0.5, 1.5], [0.2, -0.7]]), 1.2)]
