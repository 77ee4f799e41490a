"""Sums of a stack over tuples of axes."""

import numpy as np


def f(x, w):
    rows = np.sum(x, axis=(0, 2))
    stack = np.sum(x, axis=(1, 2), keepdims=True)
    plane = x.sum(axis=1)
    return np.sum(rows * w) + np.sum(stack * x * x) + np.sum(plane**2)


ARGS = (np.linspace(-1.0, 1.0, 12).reshape(2, 3, 2), np.array([0.3, -0.4, 0.5]))
