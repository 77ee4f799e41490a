"""A variable that exists only where it is needed."""


def f(x, flag):
    if flag > 0.0:
        s = 2.0 * x
    y = x * x
    if flag > 0.0:
        y = y * s
    return y


ARGS = (1.3, 1.0)
EXTRA = [(1.3, -1.0)]
