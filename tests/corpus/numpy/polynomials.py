"""A polynomial through its coefficients, at numbers and at arrays."""

import numpy as np


def f(p, x, t):
    values = np.polyval(p, x)
    return np.sum(values**2) + np.polyval(p, t) * np.polyval(np.flip(p), t * t)


ARGS = (np.array([0.6, -1.5, 0.2]), np.array([0.4, -0.9, 1.3, 0.2]), 0.7)
