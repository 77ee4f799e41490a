"""Traces, diagonals and triangles."""

import numpy as np


def f(m, v):
    d = np.diagonal(m) * np.diag(m)
    lower = np.tril(m) @ np.diag(v) @ np.triu(m, 1)
    off = np.diag(v[1:], k=-1) + np.diag(m, 1).sum()
    return np.trace(m) ** 2 + np.sum(d * v) + np.sum(lower**2) + np.sum(off * m) + m.trace(1)


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4], [1.1, 0.7, -0.5]]), np.array([0.5, -0.1, 0.3]))
