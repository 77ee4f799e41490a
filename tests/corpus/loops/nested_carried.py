"""Inner and outer loop both carry, and overwrite, one variable."""

import math


def f(x, y):
    s = x
    for i in range(3):
        t = s
        for j in range(2):
            s = math.sin(s) * y + t
            t = t * s
        s = s + t * i
    return s


ARGS = (0.4, 0.7)
