"""A choice by a string and a flag that are not differentiated."""

import math


def f(x, mode, flip):
    if mode == "sin":
        y = math.sin(x)
    elif mode == "exp":
        y = math.exp(x)
    else:
        y = x * x
    return -y if flip else y


ARGS = (1.3, "sin", True)
EXTRA = [(1.3, "exp", False), (1.3, "square", True)]
