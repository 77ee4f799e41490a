"""The largest eigenvalue by power iteration, normalised in each step."""

import numpy as np


def f(A):
    v = np.ones(3)
    for _ in range(10):
        w = A @ v
        v = w / np.sqrt(np.sum(w * w))
    return v @ (A @ v)


ARGS = (np.array([[2.0, 0.3, 0.1], [0.3, 1.0, 0.2], [0.1, 0.2, 0.5]]),)
