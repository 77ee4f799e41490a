"""Numbers and arrays of the module, read where they are needed."""

import numpy as np

RATE = 0.3
OFFSETS = np.array([1.0, 2.0, 3.0])


def f(x):
    scaled = x * RATE
    return np.sum(scaled * OFFSETS) + RATE**2 * np.sum(x * x)


ARGS = (np.array([0.5, 1.5, -0.7]),)
