"""Products of all entries and along axes, with zeros among them."""

import numpy as np


def f(x):
    rows = np.prod(x, axis=1)
    columns = x.prod(axis=0, keepdims=True)
    return np.prod(x) + np.sum(rows**2) + np.sum(x * columns)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
EXTRA = [
    (np.array([[0.6, 0.0, 0.2], [0.3, -0.8, 0.4]]),),
    (np.array([[0.6, 0.0, 0.2], [0.0, 0.0, 0.4]]),),
]
