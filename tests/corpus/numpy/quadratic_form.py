"""x' A x with a vector, and the same for the rows of a matrix."""

import numpy as np


def f(A, x, X):
    one = x @ A @ x
    many = np.sum((X @ A) * X, axis=1)
    return one * np.sum(many) + np.sum(many**2)


ARGS = (
    np.array([[0.6, 0.5], [0.3, -0.8]]),
    np.array([0.5, -0.7]),
    np.array([[0.2, -0.4], [0.9, 0.1], [0.3, 0.8]]),
)
