"""A dict of lists of arrays, indexed by a loop variable."""

import numpy as np


def f(p, x):
    h = x
    for k in range(len(p["W"])):
        h = np.tanh(p["W"][k] @ h + p["b"][k])
    return np.sum(h * h)


ARGS = (
    {
        "W": [np.array([[0.3, -0.2], [0.1, 0.4]]), np.array([[0.2, 0.3], [-0.6, 0.1]])],
        "b": [np.array([0.1, 0.2]), np.array([0.0, -0.1])],
    },
    np.array([0.5, -0.7]),
)
