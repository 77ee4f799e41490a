"""A matrix product written as three loops."""

import numpy as np


def f(A, B):
    total = 0.0
    n, m = A.shape
    for i in range(n):
        for j in range(B.shape[1]):
            entry = 0.0
            for k in range(m):
                entry = entry + A[i, k] * B[k, j]
            total = total + entry * entry
    return total


ARGS = (
    np.array([[0.5, 1.5], [-0.7, 0.2]]),
    np.array([[0.3, -0.4, 0.1], [1.2, 0.6, -0.8]]),
)
