"""Mean squared error with L1 and L2 penalties."""

import numpy as np


def f(w, X, y, l1, l2):
    err = np.mean(np.square(X.dot(w) - y))
    return err + l1 * np.sum(np.abs(w)) + l2 * np.sum(w**2)


ARGS = (
    np.array([0.3, -0.5]),
    np.array([[1.0, 0.2], [0.4, 1.1], [-0.6, 0.7]]),
    np.array([0.5, -0.2, 0.9]),
    0.1,
    0.2,
)
