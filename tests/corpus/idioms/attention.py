"""Scaled dot-product attention of one head."""

import numpy as np


def f(Q, K, V):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    e = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
    weights = e / np.sum(e, axis=-1, keepdims=True)
    return np.sum((weights @ V) ** 2)


ARGS = (
    np.array([[0.3, -0.2], [0.1, 0.4]]),
    np.array([[0.5, 0.2], [-0.7, 0.6], [0.1, 0.9]]),
    np.array([[1.0, 0.3], [0.2, -0.4], [0.6, 0.8]]),
)
