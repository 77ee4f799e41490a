"""Heat in a bar: neighbours by slices, time by a loop."""

import numpy as np


def f(u, kappa):
    total = 0.0
    for _ in range(3):
        middle = u[1:-1] + kappa * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        total = total + np.sum(u[1:-1] * middle)
        u = u * 0.9
    return total


ARGS = (np.array([0.0, 0.4, 1.0, 0.3, 0.1]), 0.2)
