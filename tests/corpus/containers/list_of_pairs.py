"""A list of pairs of an array and a number."""

import numpy as np


def f(pairs):
    s = 0.0
    for w, b in pairs:
        s = s + np.sum(w * w) * b
    return s


ARGS = ([(np.array([0.5, 1.5]), 2.0), (np.array([1.0, 3.0]), 0.5)],)
EXTRA = [([(np.array([0.5]), 2.0), (np.array([1.0, 3.0]), 0.5), (np.array([0.1]), 0.3)],)]
