"""A helper that updates an array of its own with augmented assignment."""

import numpy as np


def standardise(x):
    y = x - np.mean(x)
    y /= np.sqrt(np.mean(y * y))
    return y


def f(x, w):
    return np.sum(w * standardise(x)) + np.sum(x)


ARGS = (np.array([0.5, 1.1, -0.7]), np.array([0.2, -0.3, 0.9]))
