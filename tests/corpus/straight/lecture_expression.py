"""The staged expression of the lecture: (x + sigmoid(y)) / (sigmoid(x) + (x + y)**2)."""

import math


def f(x, y):
    sigy = 1.0 / (1.0 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1.0 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    return num * invden


ARGS = (3.0, -4.0)
EXTRA = [(0.3, 0.2)]
