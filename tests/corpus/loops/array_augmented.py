"""A fresh array that every round adds to."""

import numpy as np


def f(x, w):
    acc = np.zeros(3)
    for k in range(3):
        acc += np.sin(x * k) * w
        acc *= 0.5 + x
    return np.sum(acc * acc)


ARGS = (np.array([0.5, 1.5, -0.7]), 1.2)
