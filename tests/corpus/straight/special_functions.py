"""The error function and the gamma function of math."""

import math


def f(x, y):
    normal = 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))
    rest = math.erfc(y)
    return normal * rest + math.gamma(x) + math.lgamma(y)


ARGS = (1.4, 2.6)
