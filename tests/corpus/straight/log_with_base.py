"""The logarithm of math with a base of its own."""

import math


def f(x, base):
    return math.log(x, base) * x


ARGS = (2.5, 1.7)
