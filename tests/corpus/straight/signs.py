"""Unary plus and minus, double negation, absolute values."""


def f(x, y):
    a = -(-x) + +y
    b = -x * -y
    return abs(a) * abs(x) - b


ARGS = (1.3, -0.4)
EXTRA = [(-1.3, -0.4), (-1.3, 0.4)]
