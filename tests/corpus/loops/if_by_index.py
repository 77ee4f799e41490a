"""A branch on the parity of the loop index."""

import math

import numpy as np


def f(x, w):
    s = w
    for i in range(len(x)):
        if i % 2 == 0:
            s = s * x[i]
        elif i == 3:
            s = s + math.cos(x[i])
        else:
            s = s - x[i] * x[i]
    return s * w


ARGS = (np.array([0.5, 1.5, -0.7, 1.1, 0.9]), 0.8)
