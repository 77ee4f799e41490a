"""Shapes, lengths, sizes and ranks in arithmetic."""

import numpy as np


def f(x):
    n, m = x.shape
    a = np.sum(x) / n + np.sum(x**2) / (m * x.ndim)
    b = len(x) * np.sum(np.sin(x)) / x.size
    return a * b + np.sum(x) ** 2 / x.shape[-1]


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
EXTRA = [(np.array([[0.6], [1.5]]),)]
