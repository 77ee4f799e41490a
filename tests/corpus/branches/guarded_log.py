"""The untaken side would raise an error."""

import math


def f(x):
    safe = math.log(x) if x > 0.0 else 0.0
    if x > 0.0:
        root = math.sqrt(x)
    else:
        root = -x
    return safe + root * root * x


ARGS = (1.3,)
EXTRA = [(-1.3,)]
