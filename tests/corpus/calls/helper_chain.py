"""Helpers that call helpers."""

import numpy as np


def square(y):
    return y * y


def twice(y):
    t = square(y)
    return t + square(t)


def total(y):
    return np.sum(twice(y))


def f(x):
    return total(x) * total(x * 0.5)


ARGS = (np.array([0.5, 1.1, -0.7]),)
EXTRA = [(1.3,)]
