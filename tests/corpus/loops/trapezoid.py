"""An integral by the trapezoid rule."""

import math


def f(a, b, n):
    h = (b - a) / n
    total = 0.5 * (math.exp(-a * a) + math.exp(-b * b))
    for i in range(1, n):
        t = a + i * h
        total += math.exp(-t * t)
    return total * h


ARGS = (0.2, 1.4, 8)
EXTRA = [(0.2, 1.4, 1)]
