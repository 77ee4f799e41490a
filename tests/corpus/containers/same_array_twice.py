"""One array in two places of the containers: each place has a gradient of its own."""

import numpy as np


def f(p, x):
    return np.sum(p[0] * x) + np.sum(p[1] * p[1])


SHARED = np.array([0.5, 1.5, -0.7])
ARGS = ([SHARED, SHARED], SHARED)
