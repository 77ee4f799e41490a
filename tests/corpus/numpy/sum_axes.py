"""Sums over one axis, several, all, with and without kept dimensions."""

import numpy as np


def f(x):
    a = np.sum(x, axis=0) * np.sum(x, axis=0)
    b = np.sum(x, axis=-1, keepdims=True) * x
    c = np.sum(x, axis=(0, 1))
    d = np.sum(x, axis=(0, 1), keepdims=True) * x
    return np.sum(a) + np.sum(b) + c * c + np.sum(d * d)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
EXTRA = [(np.array([[0.6], [0.3]]),), (np.array([[0.6, -0.3]]),)]
