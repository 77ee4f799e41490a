"""NumPy numbers in single precision, alone and beside arrays and floats."""

import numpy as np


def f(x, a):
    return np.sum(x * a) * a + np.sum(np.sin(x))


ARGS = (np.float32(1.3), np.float32(0.4))
EXTRA = [
    (np.array([0.5, 1.5], dtype=np.float32), 2.0),
    (np.array([0.5, 1.5]), np.float32(1.5)),
    (np.float32(1.3), 0.4),
]
