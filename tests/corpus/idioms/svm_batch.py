"""The support vector machine over a batch, labels by index."""

import numpy as np


def f(W, X, labels, strength):
    scores = X @ W
    right = scores[np.arange(len(labels)), labels].reshape(-1, 1)
    margins = np.maximum(0.0, scores - right + 1.0)
    return (np.sum(margins) - len(labels)) / len(labels) + strength * np.sum(W * W)


ARGS = (
    np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4]]),
    np.array([[0.5, 1.5], [-0.7, 0.2], [0.9, -0.3]]),
    np.array([1, 0, 2]),
    0.01,
)
