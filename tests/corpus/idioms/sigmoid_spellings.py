"""The sigmoid in its usual spellings."""

import numpy as np


def f(x):
    a = 1.0 / (1.0 + np.exp(-x))
    b = np.exp(x) / (1.0 + np.exp(x))
    c = 1 / (np.exp(-x) + 1)
    d = 0.5 * (1.0 + np.tanh(0.5 * x))
    return np.sum(a * b + c**2 * d) + np.sum(1.0 / (1.0 + np.exp(2.0 * x)))


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(1.3,)]
