"""Norms of vectors, rows and matrices."""

import numpy as np


def f(x, m):
    a = np.linalg.norm(x) * np.linalg.norm(x, 1) + np.linalg.norm(x, ord=np.inf) ** 2
    rows = np.linalg.norm(m, axis=1)
    unit = m / np.linalg.norm(m, axis=0, keepdims=True)
    return a + np.sum(rows**3) + np.linalg.norm(m) * np.sum(unit[0]) + np.linalg.norm(x, 3)


ARGS = (np.array([0.6, -1.5, 0.2]), np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]))
