"""The softplus in its usual spellings."""

import numpy as np


def f(x):
    a = np.log(1.0 + np.exp(x))
    b = np.log1p(np.exp(x))
    c = np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))
    return np.sum(a * b) + np.sum(c * c)


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(1.3,), (np.array([[20.0, -20.0]]),)]
