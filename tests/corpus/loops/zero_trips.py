"""A loop whose number of rounds is an argument, zero among them."""

import math


def f(x, n):
    y = x
    for i in range(n):
        y = y * math.sin(y) + i
    return y * x


ARGS = (1.3, 3)
EXTRA = [(1.3, 0), (1.3, 1)]
