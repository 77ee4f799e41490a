"""The softplus of a float, with a temperature."""

import math


def f(x, t):
    return t * math.log(1.0 + math.exp(x / t))


ARGS = (1.3, 0.7)
EXTRA = [(-4.0, 0.7)]
