"""A helper that is called with plain numbers only."""

import math


def factorial(n):
    out = 1.0
    for k in range(1, n + 1):
        out = out * k
    return out


def f(x):
    total = 0.0
    for n in range(6):
        total = total + x**n / factorial(n)
    return total - math.exp(x) * 0.5


ARGS = (1.3,)
