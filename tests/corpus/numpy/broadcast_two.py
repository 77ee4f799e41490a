"""Products, quotients and sums of two arguments of any broadcastable shapes."""

import numpy as np


def f(a, b):
    return np.sum(a * b + a / b - np.sin(a + b) * (a - b))


R = np.array([[0.6, 1.5, 0.2], [0.3, 0.8, 0.4]])
ARGS = (R, np.array([[0.5], [0.8]]))
EXTRA = [
    (R, R + 0.3),
    (R, np.array([0.5, 1.5, 0.7])),
    (np.array([0.5, 1.5, 0.7]), R),
    (R, 1.5),
    (1.5, R),
    (R, np.array([[0.4, 0.9, 1.3]])),
    (np.array([[0.5], [0.8]]), np.array([[0.4, 0.9, 1.3]])),
    (np.array([0.5, 1.5, 0.7]), np.array([[1.0], [2.0]])),
    (np.array([1.5]), np.array([0.5, 1.5, 0.7])),
    (np.array([[1.5]]), np.array([0.5, 1.5, 0.7])),
    (np.array(1.5), R),
    (R, np.ones((4, 2, 3)) * 0.7),
    (1.5, 0.7),
]
