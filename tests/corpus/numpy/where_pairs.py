"""A choice between a row and a column, which spreads both."""

import numpy as np


def f(x):
    larger = np.where(x[:, None] > x[None, :], x, x[:, None] ** 2)
    return np.sum(larger * larger)


ARGS = (np.array([0.5, 1.5, -0.7]),)
