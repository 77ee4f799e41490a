"""Slices with starts, stops, steps, and in reverse."""

import numpy as np


def f(x, M):
    a = np.sum(x[1:] * x[:-1]) + np.sum(x[::-1] * x) + np.sum(x[::2] ** 3)
    b = np.sum(M[:, 1:] * M[:, :-1]) + np.sum(M[::-1, ::2]) * np.sum(M[-1:, :2])
    return a * b + np.sum(x[-2:] * x[:2]) + np.sum(x[5:])


ARGS = (
    np.array([0.5, 1.5, -0.7, 0.4]),
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
)
