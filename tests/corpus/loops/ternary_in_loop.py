"""A conditional expression over a carried variable."""

import numpy as np


def f(x, leak):
    s = 0.1
    for v in x:
        s = s * v if v > 0.0 else leak * s - v
        s = s + (v * v if s > 0.2 else v)
    return s


ARGS = (np.array([0.5, 1.5, -0.7, 0.9]), 0.3)
