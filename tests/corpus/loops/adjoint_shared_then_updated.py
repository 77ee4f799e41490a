"""One adjoint is that of two arrays, and a loop before it adds into one of them."""

import numpy as np


def f(u, w):
    y = 0.0
    for s, _ in zip(u, u):
        y = w[1] * s + 0.5 * y
    v = (w - u)[2]
    return y + v


ARGS = (np.array([0.4, -0.3, 0.9]), np.array([0.7, 0.2, -0.5]))
