"""The softmax cross-entropy with one-hot targets, by log-probabilities."""

import numpy as np


def f(scores, targets):
    log_p = scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))
    return -np.sum(targets * log_p) / len(scores)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.array([[1.0, 0.0, 0.0], [0.0, 0.3, 0.7]]),
)
