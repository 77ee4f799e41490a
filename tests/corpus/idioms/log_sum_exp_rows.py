"""Log-sum-exp of every row, dimensions kept and dropped."""

import numpy as np


def f(X):
    m = np.max(X, axis=1, keepdims=True)
    kept = m + np.log(np.sum(np.exp(X - m), axis=1, keepdims=True))
    dropped = np.log(np.sum(np.exp(X), axis=1))
    return np.sum(kept * X) + np.sum(dropped**2)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
