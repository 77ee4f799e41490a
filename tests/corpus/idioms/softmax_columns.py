"""A softmax of every column with array methods, weighted."""

import numpy as np


def f(x):
    e = np.exp(x - x.max(axis=0))
    p = e / e.sum(axis=0)
    return np.sum(p * np.arange(6).reshape(2, 3))


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
