"""The parameter itself is overwritten, again and again."""

import math


def f(x):
    x = x * x
    x = math.sin(x) * x
    x = x / (1.0 + x * x)
    return x


ARGS = (1.3,)
EXTRA = [(-0.8,)]
