"""Two loops in a row, the second using what the first made."""

import numpy as np


def f(x):
    mean = 0.0
    for v in x:
        mean = mean + v
    mean = mean / len(x)
    var = 0.0
    for v in x:
        var = var + (v - mean) ** 2
    return np.sqrt(var / len(x)) * mean


ARGS = (np.array([0.5, 1.5, -0.7, 0.9]),)
