"""The example of the lecture: the squared length of W x."""

import numpy as np


def f(W, x):
    q = W @ x
    return np.sum(q * q)


ARGS = (np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4]))
EXTRA = [(np.array([[0.1, 0.5], [-0.3, 0.8], [0.4, 0.2]]), np.array([0.2, 0.4]))]
