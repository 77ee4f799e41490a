"""The lecture's sigmoid neuron: two inputs, two weights, a bias."""

import math


def f(w0, x0, w1, x1, w2):
    dot = w0 * x0 + w1 * x1 + w2
    out = 1.0 / (1.0 + math.exp(-dot))
    return out


ARGS = (2.0, -1.0, -3.0, -2.0, -3.0)
EXTRA = [(0.1, 0.2, 0.3, 0.4, 0.5)]
