"""A chain of questions with a different formula each."""

import math


def f(s):
    if s > 5.0:
        y = s * s
    elif s > 1.0:
        y = s * s * s
    elif s > 0.0:
        y = math.exp(s)
    else:
        y = s
    return y * s


ARGS = (6.0,)
EXTRA = [(2.0,), (0.5,), (-1.0,)]
