"""Linear systems for vectors, matrices and stacks; ridge regression."""

import numpy as np


def f(X, y, s):
    gram = X.T @ X + 0.5 * np.eye(2)
    w = np.linalg.solve(gram, X.T @ y)
    inverse = np.linalg.solve(gram, X.T)
    residual = X @ w - y
    stack = np.linalg.solve(s, s * s)
    return residual @ residual + np.sum(inverse**2) + np.sum(stack**2)


ARGS = (
    np.array([[0.2, -0.4], [0.9, 0.1], [0.3, 0.8]]),
    np.array([0.4, -0.6, 1.1]),
    np.array([[[2.0, 0.3], [-0.2, 1.5]], [[1.2, -0.4], [0.6, -1.7]]]),
)
