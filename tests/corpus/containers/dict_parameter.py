"""A dict as one parameter; the caller's order of keys is kept."""

import numpy as np


def f(p):
    return np.sum(p["w"] * p["w"] * p["b"])


X = np.array([0.5, 1.5, -0.7])
ARGS = ({"w": X, "b": 2.0},)
EXTRA = [({"b": 2.0, "w": X},), ({"w": 0.3, "unused": X, "b": X},)]
