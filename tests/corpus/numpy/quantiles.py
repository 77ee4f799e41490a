"""Quantiles and percentiles, and means of what is known."""

import numpy as np


def f(x, m):
    spread = np.quantile(x, 0.9) - np.percentile(x, 25)
    rows = np.quantile(m, 0.4, axis=1, keepdims=True) * m
    known = np.where(m > 0.0, m, np.nan)
    return spread**2 + np.sum(rows**2) + np.nanmean(known) * np.nansum(known**2)


ARGS = (
    np.array([0.6, -1.5, 0.2, 2.9, 0.45]),
    np.array([[0.6, 1.5, 0.2, 0.7], [0.3, -0.8, 0.4, 1.9]]),
)
