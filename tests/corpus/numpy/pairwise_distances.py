"""All distances between two sets of points, through a Gaussian."""

import numpy as np


def f(X, Y, width):
    d = X[:, None, :] - Y[None, :, :]
    squares = np.sum(d**2, axis=2)
    return np.sum(np.exp(-squares / (2.0 * width**2)))


ARGS = (
    np.array([[0.2, -0.4], [0.9, 0.1], [0.3, 0.8]]),
    np.array([[0.5, 0.4], [-0.6, 0.2]]),
    0.9,
)
