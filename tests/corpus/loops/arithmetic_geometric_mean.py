"""Two carried variables, each step needing both old values."""

import math


def f(a, b):
    for _ in range(4):
        mean = 0.5 * (a + b)
        b = math.sqrt(a * b)
        a = mean
    return a


ARGS = (1.3, 0.4)
