"""The sample of the design: a recurrent cell over scalars."""

import numpy as np


def f(w, xs):
    h = 0.0
    cost = 0.0
    for x in xs:
        h = np.tanh(w * h + x)
        cost = cost + h**2
    return cost


ARGS = (0.5, np.array([0.5, 1.5, -0.7]))
EXTRA = [(0.5, np.zeros(0)), (0.7, np.array([1.0])), (0.5, [0.2, 0.3])]
