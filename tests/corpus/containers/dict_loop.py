"""A dict walked by keys, by values and by items."""

import numpy as np


def f(p):
    s = 0.0
    for key in p:
        s = s + np.sum(p[key] ** 2)
    for value in p.values():
        s = s * 0.5 + np.sum(np.sin(value))
    for name, value in p.items():
        s = s + np.sum(value) * len(name)
    return s


ARGS = ({"gain": np.array([0.5, 1.5, -0.7]), "a": 2.0},)
EXTRA = [({"a": 2.0, "gain": np.array([0.5, 1.5, -0.7])},)]
