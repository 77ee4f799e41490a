"""A number as its own question, and the values of and and or."""


def f(x, y):
    z = x or y
    if y:
        z = z * (y and x)
    return z


ARGS = (1.4, 0.3)
EXTRA = [(1.4, -0.3)]
