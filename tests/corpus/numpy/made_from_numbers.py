"""Arrays made from numbers that vary: full, linspace, arange; an integral over them."""

import numpy as np


def f(a, b):
    t = np.linspace(a, b, 6)
    y = np.full(6, a) * t + np.full_like(t, b) ** 2
    steps = a + np.arange(a, a + 2.2, 0.5)
    return np.sum(y * t) + np.sum(steps**2) + np.sum(np.diff(t) * y[1:])


ARGS = (0.3, 1.7)
