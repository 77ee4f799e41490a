"""Tuples assigned in both branches."""


def f(x, y):
    if x > y:
        big, small = x, y
    else:
        big, small = y, x
    return big * big - small * x


ARGS = (1.3, 0.7)
EXTRA = [(0.7, 1.3)]
