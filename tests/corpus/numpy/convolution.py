"""A filtered signal: all three modes."""

import numpy as np


def f(signal, kernel):
    full = np.convolve(signal, kernel)
    same = np.convolve(signal, kernel, mode="same")
    valid = np.convolve(signal, kernel, "valid")
    return np.sum(full**2) + np.sum(same * signal) + np.sum(valid**3)


ARGS = (np.array([0.6, -1.5, 0.2, 0.9, 0.1]), np.array([0.5, 0.3, -0.2]))
EXTRA = [(np.array([0.6, -1.5]), np.array([0.5, 0.3]))]
