"""A variable overwritten in one branch, its old value needed in reverse."""

import math


def f(x, y):
    z = x * x
    w = math.sin(z)
    if y > 0.0:
        z = z * y
        w = w * z
    return w * z


ARGS = (1.3, 0.7)
EXTRA = [(1.3, -0.7)]
