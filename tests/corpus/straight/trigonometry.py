"""The trigonometric functions of math and their inverses."""

import math


def f(x, y):
    a = math.sin(x) * math.cos(y) + math.tan(x)
    b = math.asin(x) + math.acos(y) * math.atan(x)
    return a * b + math.atan2(y, x) + math.hypot(x, y)


ARGS = (0.4, 0.6)
EXTRA = [(-0.3, 0.2)]
