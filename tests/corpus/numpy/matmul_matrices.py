"""Products of matrices, one of them transposed."""

import numpy as np


def f(A, B):
    C = A @ B
    return np.sum(C * C) + np.sum(np.tanh(C.T @ A))


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.array([[0.5, -0.7], [0.1, 0.9], [-0.4, 0.3]]),
)
EXTRA = [(np.array([[0.6, 1.5]]), np.array([[0.5], [0.1]])), (np.array([[0.6]]), np.array([[0.5]]))]
