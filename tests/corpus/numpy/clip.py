"""Clipping between bounds, away from the bounds."""

import numpy as np


def f(x):
    return np.sum(np.clip(x, -0.5, 1.0) ** 2 * x) + np.sum(np.clip(x, 0.0, None))


ARGS = (np.array([0.3, 1.5, -0.7, 0.8]),)
