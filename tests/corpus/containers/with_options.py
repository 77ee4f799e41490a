"""A dict of parameters beside a tuple of plain settings."""

import numpy as np


def f(p, data, settings):
    steps, power = settings
    y = p["w"] * data
    for _ in range(steps):
        y = np.sin(y) + p["b"]
    return np.sum(y**power)


ARGS = ({"w": 0.7, "b": 0.2}, np.array([0.5, 1.5, -0.7]), (2, 2))
EXTRA = [({"w": np.array([0.7, 0.1, 0.3]), "b": 0.2}, np.array([0.5, 1.5, -0.7]), (0, 3))]
