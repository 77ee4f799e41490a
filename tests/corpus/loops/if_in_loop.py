"""A branch inside a loop, taken in some of the rounds."""

import math

import numpy as np


def f(x):
    t = 0.0
    for v in x:
        if v > 0:
            t = t + math.exp(v) * v
        else:
            t = t - v**3
    return t


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([-0.5, -1.5, 0.7]),), (np.zeros(0),)]
