"""A helper of whose results only one is used."""

import math


def statistics(x, y):
    mean = 0.5 * (x + y)
    spread = math.sqrt((x - mean) ** 2 + (y - mean) ** 2)
    return mean, spread


def f(x, y):
    mean, _ = statistics(x, y)
    return mean * x


ARGS = (1.3, 0.7)
