"""The reverse pass needs values that exist only inside a branch."""

import math


def f(x):
    if x > 0.0:
        e = math.exp(x)
        y = e * e * math.sin(e)
    else:
        y = x
    return y * x


ARGS = (0.6,)
EXTRA = [(-1.3,)]
