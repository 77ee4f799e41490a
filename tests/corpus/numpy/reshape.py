"""Reshaping by function and method, with an open length."""

import numpy as np


def f(x):
    a = np.reshape(x, (3, 2))
    b = x.reshape(-1, 2)
    c = x.reshape((6,)) * x.ravel()
    return np.sum(a * b * a) + np.sum(np.sin(c)) + np.sum(x.flatten() ** 3)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
EXTRA = [(np.array([0.6, 1.5, 0.2, 0.3, -0.8, 0.4]),)]
