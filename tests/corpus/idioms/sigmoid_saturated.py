"""The sigmoid far outside: value and gradient are finite."""

import numpy as np


def f(x):
    return np.sum(1.0 / (1.0 + np.exp(-x)))


ARGS = (np.array([-30.0, 0.3, 25.0]),)
EXTRA = [(np.array([-800.0, 0.3, 800.0]),)]
