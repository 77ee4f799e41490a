"""The unselected side would be infinite or undefined."""

import numpy as np


def f(x):
    a = np.where(x > 0, np.log(np.where(x > 0, x, 1.0)), 0.0)
    b = np.where(x > 0, np.sqrt(np.abs(x)), x * x)
    return np.sum(a * b) + np.sum(b)


ARGS = (np.array([0.5, 1.5, -0.7]),)
