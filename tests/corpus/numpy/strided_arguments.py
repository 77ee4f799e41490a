"""Arguments that are views: steps, transposes, read-only and broadcast."""

import numpy as np


def f(x, y):
    z = x * y
    return np.sum(z * z) + np.sum(x)


BASE = np.linspace(0.1, 1.2, 12).reshape(3, 4)
FROZEN = np.array([0.3, -0.4])
FROZEN.flags.writeable = False
ARGS = (BASE[:, ::2], FROZEN)
EXTRA = [
    (BASE.T, np.array([0.5, -0.2, 0.7])),
    (BASE[::-1, 1], BASE[:, 2]),
    (np.broadcast_to(np.array([0.5, -0.2]), (3, 2)), FROZEN),
    (np.asfortranarray(BASE), 0.4),
]
