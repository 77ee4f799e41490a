"""Lists of floats where NumPy makes arrays of them."""

import numpy as np


def f(xs, ys):
    a = np.cumsum(xs) * np.roll(ys, 1)
    b = np.prod(xs) + np.std(ys) * np.median(xs) + np.linalg.norm(ys)
    c = np.hstack([xs, ys]) @ np.append(ys, xs)
    d = np.sum(np.interp(xs, [0.0, 1.0], ys[:2]))
    return np.sum(a**2) * b + c + np.average(xs, weights=ys) + d


ARGS = ([0.6, 1.5, 0.2], [0.4, 0.9, 0.3])
