"""Tuple unpacking, nested, and a swap."""


def f(x, y):
    a, (b, c) = x, (y, x * y)
    a, b = b, a + c
    b, c = c, b
    return a * b + c / a


ARGS = (1.3, 0.7)
