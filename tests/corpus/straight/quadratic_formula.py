"""The larger root of a quadratic, by its coefficients."""

import math


def f(a, b, c):
    disc = b * b - 4.0 * a * c
    root = math.sqrt(disc)
    return (-b + root) / (2.0 * a)


ARGS = (1.2, 3.4, -0.7)
