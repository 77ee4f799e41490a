"""The network of the lecture: W2 max(0, W1 x), squared error."""

import numpy as np


def f(W1, b1, W2, b2, X, Y):
    h = np.maximum(X @ W1 + b1, 0.0)
    scores = h @ W2 + b2
    err = scores - Y
    loss = np.sum(err**2) / X.shape[0]
    return loss


ARGS = (
    np.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]]),
    np.array([0.1, 0.2, -0.1]),
    np.array([[0.2, 0.3], [-0.6, 0.1], [0.7, -0.4]]),
    np.array([0.05, -0.1]),
    np.array([[0.5, 1.5], [-0.7, 0.2], [0.9, -0.3], [0.4, 0.8]]),
    np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.2, -0.4]]),
)
EXTRA = [
    (
        np.array([[0.3], [0.1]]),
        np.array([0.1]),
        np.array([[0.2]]),
        np.array([0.05]),
        np.array([[0.5, 1.5]]),
        np.array([[1.0]]),
    )
]
