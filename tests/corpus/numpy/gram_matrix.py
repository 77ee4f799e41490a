"""A matrix against itself, used three times."""

import numpy as np


def f(X):
    K = X @ X.T
    return np.sum(K * K) - np.sum(X * (K @ X))


ARGS = (np.array([[0.2, -0.4], [0.9, 0.1], [0.3, 0.8]]),)
