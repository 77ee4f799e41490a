"""A helper with guard clauses, called in a loop."""

import math

import numpy as np


def activation(v):
    if v > 0.5:
        return v * v
    return math.sin(v)


def f(x):
    s = 0.0
    for v in x:
        s = s + activation(v)
    return s * activation(s)


ARGS = (np.array([0.7, 1.5, -0.7]),)
