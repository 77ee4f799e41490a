"""One operand: sums over letters, transposes, and rows weighted by letters."""

import numpy as np


def f(x, v):
    rows = np.einsum("ij->i", x)
    turned = np.einsum("ij->ji", x)
    weighted = np.einsum("i,ij,j->j", rows, x, v)
    return np.sum(weighted**2) + np.sum(turned[0] ** 2 * rows) + np.einsum("i,i", v, v)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]), np.array([0.5, -0.1, 0.3]))
EXTRA = [(np.array([[0.6], [0.3]]), np.array([0.5]))]
