"""Guard clauses that return at once."""

import math


def f(x):
    if x > 2.0:
        return x * x
    y = math.sin(x)
    if y < 0.0:
        return y * x
    return y


ARGS = (3.0,)
EXTRA = [(1.0,), (-1.0,)]
