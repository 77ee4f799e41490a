"""A continued fraction evaluated from the inside."""

import numpy as np


def f(x, a):
    value = x
    for c in a[::-1]:
        value = c + x / value
    return value


ARGS = (1.3, np.array([1.0, 2.0, 1.5]))
