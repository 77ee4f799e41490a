"""Sums in which variables drop out."""


def f(x, y):
    s = x + y
    d = s - y
    return d * d - x * x + y * (s - x)


ARGS = (1.3, 0.7)
