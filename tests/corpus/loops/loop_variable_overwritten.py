"""The loop overwrites its own variable, and a variable of the same name from before."""

import numpy as np


def f(x, v):
    s = v * v
    for v in x:
        v = v * v + 1.0
        s = s * v
    return s + v


ARGS = (np.array([0.5, 1.5, -0.7]), 0.4)
