"""The Rosenbrock function in n dimensions."""

import numpy as np


def f(x):
    s = 0.0
    for i in range(len(x) - 1):
        s += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return s


ARGS = (np.array([0.5, 1.1, -0.7, 0.2]),)
EXTRA = [([0.5, 1.1, -0.7],)]
