"""Copies of parts: repeated, tiled, padded and taken by number."""

import numpy as np

WHERE = np.array([0, 2, 0])


def f(x, m):
    stretched = np.repeat(x, 2) * np.tile(x, 2)
    blocks = np.tile(m, (2, 1)) * np.repeat(m, 2, axis=0)
    framed = np.pad(m, ((1, 0), (0, 2)), constant_values=0.5)
    taken = np.take(x, WHERE) * np.take(m, WHERE, axis=1)
    return np.sum(stretched**2) + np.sum(blocks * blocks) + np.sum(framed**3) + np.sum(taken**2)


ARGS = (np.array([0.6, -1.5, 0.2]), np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]))
