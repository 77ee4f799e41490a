"""Thirty operations in a row, each on the last result."""

import math


def f(x):
    a = math.sin(x) + 0.1
    b = a * a + x
    c = math.exp(-b) * a
    d = c / (1.0 + b)
    e = math.tanh(d) - c * b
    g = math.sqrt(e * e + 1.0)
    h = g * math.cos(e) + d
    i = h * h * h - g
    j = math.log(1.0 + i * i)
    k = j * x + a
    return k * j + math.atan(k)


ARGS = (0.7,)
EXTRA = [(-1.9,)]
