"""More array methods, and the words of other libraries for the same things."""

import numpy as np


def f(x, m):
    a = x.clip(0.0, 1.0) * x.round(1) + x.cumsum() * x.prod()
    b = m.std(axis=0) * m.var(axis=1, ddof=1).sum() + m.trace() + m.diagonal().sum()
    c = np.atleast_2d(x) @ np.amax(m, axis=0)[:, None] + np.amin(m) * np.around(m[0, 0])
    return np.sum(a**2) + np.sum(b**2) + np.sum(c) + np.vdot(m, m.T) * x.size


ARGS = (
    np.array([0.62, 1.53, -0.27]),
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4], [1.1, 0.1, 2.0]]),
)
