"""The exponentials, logarithms and roots of math."""

import math


def f(x, y):
    a = math.exp(x) + math.expm1(y) * math.exp2(x)
    b = math.log(x) * math.log2(y) + math.log10(x) + math.log1p(y)
    c = math.sqrt(x) + math.cbrt(y) + math.pow(x, y)
    return a * c - b


ARGS = (0.4, 0.6)
EXTRA = [(2.5, 1.7)]
