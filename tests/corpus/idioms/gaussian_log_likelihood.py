"""The log-likelihood of independent Gaussians."""

import numpy as np


def f(x, mu, sigma):
    z = (x - mu) / sigma
    return np.sum(-0.5 * z**2 - np.log(sigma) - 0.5 * np.log(2.0 * np.pi))


ARGS = (np.array([0.5, 1.5, -0.7]), 0.3, 1.2)
EXTRA = [(np.array([0.5, 1.5, -0.7]), np.array([0.1, 0.2, 0.3]), np.array([1.1, 0.8, 0.6]))]
