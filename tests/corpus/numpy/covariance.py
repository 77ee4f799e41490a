"""A covariance matrix and the sum of its squares."""

import numpy as np


def f(X):
    centred = X - X.mean(axis=0)
    cov = centred.T @ centred / (X.shape[0] - 1)
    return np.sum(cov**2) - np.sum(cov)


ARGS = (np.array([[0.2, -0.4], [0.9, 0.1], [0.3, 0.8], [-0.5, 0.6]]),)
