"""Containers of one element."""

import numpy as np


def f(p, q, d):
    (x,) = p
    return np.sum(x * q[0]) + d["only"] ** 2


ARGS = ((np.array([0.5, 1.5]),), [0.4], {"only": 1.1})
