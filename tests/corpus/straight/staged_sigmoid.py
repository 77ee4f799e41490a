"""The sigmoid, one operation a line."""

import math


def f(x):
    minus = -x
    e = math.exp(minus)
    below = 1.0 + e
    out = 1.0 / below
    return out


ARGS = (0.7,)
EXTRA = [(-3.0,), (2,)]
ARGNUMS = (0,)
