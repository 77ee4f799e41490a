"""The hyperbolic functions of math and their inverses."""

import math


def f(x, y):
    a = math.sinh(x) * math.cosh(y) + math.tanh(x * y)
    b = math.asinh(x) + math.acosh(1.0 + y * y) + math.atanh(x)
    return a - b


ARGS = (0.4, 0.6)
