"""A constant function: all gradients are zero."""


def f(x, y):
    return 3.0


ARGS = (1.3, 0.7)
