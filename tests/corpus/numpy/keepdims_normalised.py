"""Rows divided by their sums."""

import numpy as np


def f(x):
    p = x / x.sum(axis=1, keepdims=True)
    return np.sum(p * p) + np.sum(np.log(p) * p)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, 0.8, 0.4]]),)
EXTRA = [(np.array([[0.6, 1.5, 0.2]]),), (np.array([[0.6], [1.5]]),)]
