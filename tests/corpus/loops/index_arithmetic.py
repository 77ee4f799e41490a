"""Indices computed from the loop variable: windows and wrap-around."""

import numpy as np


def f(x):
    n = len(x)
    s = 0.0
    for i in range(n):
        left = x[i - 1]
        right = x[(i + 1) % n]
        s = s + x[i] * (left + 2.0 * right)
    return s


ARGS = (np.array([0.5, 1.5, -0.7, 0.9]),)
