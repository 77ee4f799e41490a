"""Every branch ends in a return."""

import math


def f(x, y):
    if x > y:
        return math.exp(x - y)
    elif x < -y:
        return x * y
    else:
        z = x + y
        return z * z


ARGS = (1.3, 0.7)
EXTRA = [(-1.3, 0.7), (0.1, 0.7)]
