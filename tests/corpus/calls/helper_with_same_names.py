"""The helper's own variables are named like the caller's."""


def scale(x, y):
    z = x * y
    x = z + 1.0
    return x


def f(x, y):
    z = scale(y, x)
    y = scale(z, y)
    return x * y + z


ARGS = (1.3, 0.7)
