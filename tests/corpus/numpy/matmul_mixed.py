"""Matrix times vector, and vector times matrix."""

import numpy as np


def f(A, x, y):
    return x @ A @ y + np.sum(np.sin(A @ y)) + np.sum((x @ A) ** 2)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.array([0.5, -0.7]),
    np.array([0.2, -0.4, 0.9]),
)
