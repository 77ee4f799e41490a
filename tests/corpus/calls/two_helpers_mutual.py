"""Two helpers that share a third, and a helper passed its own result."""

import math


def gate(x):
    return 1.0 / (1.0 + math.exp(-x))


def update(h, x):
    return gate(h + x) * h


def reset(h, x):
    return gate(h - x) * x


def f(h, x):
    h = update(h, x)
    h = update(update(h, x), reset(h, x))
    return h * h + reset(x, h)


ARGS = (0.6, 0.7)
