"""Arrays of indices, with repetitions, and lists of indices."""

import numpy as np

ORDER = np.array([2, 0, 0, 1, 2])


def f(x, M):
    a = np.sum(x[ORDER] ** 2 * np.arange(5))
    b = np.sum(M[np.array([0, 1, 1])] * M[:, np.array([2, 2])][0, 0])
    return a * b + np.sum(x[[1, 1]])


ARGS = (
    np.array([0.5, 1.5, -0.7]),
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
)
