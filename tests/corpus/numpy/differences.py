"""Differences of neighbours: total variation, curvature and a flux with walls."""

import numpy as np


def f(u, v):
    smooth = np.sum(np.diff(u) ** 2) + np.sum(np.diff(u, n=2) ** 2)
    flux = np.diff(u, prepend=0.0, append=0.0)
    rows = np.diff(v, axis=0) * np.diff(v, axis=0)
    return smooth + np.sum(flux**3) + np.sum(rows)


ARGS = (np.array([0.6, -1.5, 0.2, 0.9]), np.array([[0.6, 1.5], [0.3, -0.8], [0.1, 0.4]]))
