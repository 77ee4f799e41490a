"""Containers of which only some leaves are used: the others get zeros."""

import numpy as np


def f(p, q, r):
    return p["a"] * q[0]


X = np.array([0.5, 1.5, -0.7])
ARGS = ({"a": 2.0, "b": X}, (3.0, 4.0), [X, 1.0])
