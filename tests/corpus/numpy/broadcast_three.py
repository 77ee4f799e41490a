"""Three arguments, each of another rank, combined in one expression."""

import numpy as np


def f(x, scale, shift):
    y = x * scale + shift
    return np.sum(y * y) + np.sum(shift * scale)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, 0.8, 0.4]]),
    np.array([0.5, -1.5, 0.7]),
    0.3,
)
EXTRA = [
    (np.array([[0.6, 1.5], [0.3, 0.8]]), 0.4, np.array([[0.2], [0.9]])),
    (np.array([0.6, 1.5]), np.array([[0.4], [0.1], [0.3]]), np.array([0.2, 0.9])),
    (0.7, 0.4, np.array([0.2, 0.9])),
]
