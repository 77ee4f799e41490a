"""Loops in both branches of a question."""


def f(x, n):
    if x > 0.0:
        y = x
        for k in range(n):
            y = y * x + k
    else:
        y = 1.0
        for k in range(2):
            y = y * x
    return y


ARGS = (1.3, 3)
EXTRA = [(1.3, 0), (-1.3, 3)]
