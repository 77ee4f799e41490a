"""Arrays of constants made inside the function."""

import numpy as np


def f(x):
    a = np.ones(3) * x + np.arange(3) + np.zeros_like(x)
    b = np.eye(3) @ a + np.full((3,), 2.0) * a
    c = np.array([1.0, 2.0, 3.0]) * b + np.linspace(0.0, 1.0, 3)
    return np.sum(c * c) + np.sum(np.ones_like(x) * x)


ARGS = (np.array([0.5, 1.5, -0.7]),)
