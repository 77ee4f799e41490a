"""Entries as Python floats, and math functions on them."""

import math

import numpy as np


def f(x):
    a = math.sin(x[0]) * math.exp(x[1])
    b = math.sqrt(np.sum(x * x))
    return a * b + math.log(b) + float(x[2]) * abs(x[2])


ARGS = (np.array([0.5, 1.5, -0.7]),)
