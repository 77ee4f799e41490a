"""Each gradient is the other argument, or the same seed: nothing may be shared."""

import numpy as np


def f(x, y, a, b):
    return x @ y + np.sum(a) + np.sum(a + b)


ARGS = (
    np.array([0.5, 1.5, -0.7]),
    np.array([0.2, -0.4, 0.9]),
    np.array([0.3, 0.1]),
    np.array([0.8, -0.6]),
)
