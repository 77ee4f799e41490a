"""A ring: neighbours by rolling, mirror images by flipping, axes moved."""

import numpy as np


def f(u, m):
    laplace = np.roll(u, 1) - 2.0 * u + np.roll(u, -1)
    mirrored = np.flip(m, axis=1) * np.fliplr(m) + np.flipud(m) * np.flip(m)
    turned = np.moveaxis(m, 0, 1) @ np.roll(m, 1, axis=0)
    return np.sum(laplace**2 * u) + np.sum(mirrored * m) + np.sum(turned**2)


ARGS = (np.array([0.6, -1.5, 0.2, 0.9]), np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]))
