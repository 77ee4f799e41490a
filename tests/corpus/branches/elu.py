"""The exponential linear unit, as an expression."""

import math


def f(x, alpha):
    return x if x > 0.0 else alpha * (math.exp(x) - 1.0)


ARGS = (1.3, 0.7)
EXTRA = [(-1.3, 0.7)]
