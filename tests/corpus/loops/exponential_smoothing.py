"""The forecasting error of exponential smoothing."""

import numpy as np


def f(alpha, x):
    level = x[0]
    error = 0.0
    for v in x[1:]:
        error += (v - level) ** 2
        level = alpha * v + (1.0 - alpha) * level
    return error


ARGS = (0.3, np.array([1.0, 1.4, 0.9, 1.8, 1.1]))
EXTRA = [(0.3, np.array([1.0]))]
