"""Conditional expressions one inside the other."""

import math


def f(x):
    return x * x if x > 1.0 else math.sqrt(x) if x > 0.5 else 3.0 * x


ARGS = (1.3,)
EXTRA = [(0.7,), (0.2,)]
