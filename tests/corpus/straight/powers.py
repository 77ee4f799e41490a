"""Constant, variable, negative and fractional exponents."""


def f(x, y):
    a = x**3 + x**0.5 + x**-2
    b = x**y + 2.0**x
    c = x**1 + y**0
    return a * b + c


ARGS = (1.3, 0.7)
EXTRA = [(0.4, 2.5)]
