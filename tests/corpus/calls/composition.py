"""Calls nested in calls, five deep, in one expression."""

import math


def bump(x):
    return math.exp(-x * x)


def tilt(x, y):
    return x * y + x


def f(x, y):
    return tilt(bump(tilt(x, bump(y))), bump(bump(x)))


ARGS = (0.6, 0.7)
