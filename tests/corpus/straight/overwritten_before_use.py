"""A variable whose first value nobody reads."""

import math


def f(x, y):
    z = math.log(x)
    z = y * y
    x = z * 3.0
    return x * z


ARGS = (1.3, 0.7)
