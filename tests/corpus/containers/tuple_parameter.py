"""A tuple of numbers as one parameter."""


def f(p):
    x, y, z = p
    return x * y + p[2] * z - p[-3]


ARGS = ((1.3, 0.7, -0.4),)
