"""The largest entry, found by comparing."""

import numpy as np


def f(x):
    best = x[0]
    second = best * 0.5
    for v in x:
        if v > best:
            second = best
            best = v
    return best * best + second


ARGS = (np.array([0.5, 0.9, 1.5, -0.7]),)
EXTRA = [(np.array([1.5, 0.9, -0.7]),)]
