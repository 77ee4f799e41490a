"""A parameter that the value does not depend on: its gradient is zero."""


def f(x, unused, y):
    return x * y + x


ARGS = (1.3, 2.0, 0.7)
