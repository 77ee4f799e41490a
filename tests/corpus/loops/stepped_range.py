"""A range with a step, its items used as numbers."""

import math


def f(x):
    s = 0.0
    for i in range(1, 8, 3):
        s = s + math.sin(x * i)
    return s


ARGS = (0.4,)
