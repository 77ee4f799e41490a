"""Medians, ranges and weighted averages."""

import numpy as np


def f(x, w, m):
    centre = np.median(x)
    spread = np.median(np.abs(x - centre)) + np.ptp(x)
    mean = np.average(x, weights=w**2)
    rows = np.average(m, axis=0, weights=w[:2] ** 2)
    ranges = np.median(m, axis=1) * np.ptp(m, axis=1)
    return centre * mean + spread**2 + np.sum(ranges) + np.sum(rows**2)


ARGS = (
    np.array([0.6, -1.5, 0.2, 2.9, 0.45]),
    np.array([0.5, 1.1, 0.3, 0.8, 0.9]),
    np.array([[0.6, 1.5, 0.2, 0.7], [0.3, -0.8, 0.4, 1.9]]),
)
