"""A stack read by integers, slices and index arrays in one subscript."""

import numpy as np


def f(x):
    a = np.sum(x[:, 1, [0, 0, 3]] ** 2)
    b = np.sum(x[1, :, ::2][..., None] ** 2)
    c = np.sum(x[[0, 1], :, [2, 3]] ** 3)
    return a * b + c


ARGS = (np.linspace(0.1, 2.4, 24).reshape(2, 3, 4),)
