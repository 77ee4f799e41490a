"""A loop over a list and a tuple written in the loop's header."""

import numpy as np


def f(x):
    s = 0.0
    for w in [1.0, 2.0, 3.0]:
        s = s + w * np.sum(np.sin(w * x))
    for a, b in ((x, 2.0), (x * x, 3.0)):
        s = s * b + np.sum(a)
    return s


ARGS = (np.array([0.5, 1.5, -0.7]),)
