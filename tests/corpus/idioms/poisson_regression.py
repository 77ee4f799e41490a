"""The negative log-likelihood of counts."""

import numpy as np


def f(w, X, counts):
    log_rate = X @ w
    return np.sum(np.exp(log_rate) - counts * log_rate)


ARGS = (
    np.array([0.3, -0.5]),
    np.array([[1.0, 0.2], [0.4, 1.1], [-0.6, 0.7]]),
    np.array([2.0, 0.0, 1.0]),
)
