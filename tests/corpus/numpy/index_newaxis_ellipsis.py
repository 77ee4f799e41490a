"""New axes and ellipses."""

import numpy as np


def f(x, T):
    a = x[:, None] * x[None, :]
    b = x[:, np.newaxis] - x
    c = T[..., 0] * T[0, ..., 1][None, :]
    return np.sum(np.sin(a)) + np.sum(b**4) + np.sum(c * T[..., -1])


ARGS = (np.array([0.5, 1.5, -0.7]), np.linspace(-1.0, 1.0, 12).reshape(2, 3, 2))
