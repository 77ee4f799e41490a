"""A network whose layers are a list of pairs, walked by a loop."""

import numpy as np


def f(params, x):
    h = x
    for W, b in params:
        h = np.tanh(h @ W + b)
    return np.sum(h**2)


ARGS = (
    [
        (np.array([[0.3, -0.2], [0.1, 0.4], [0.5, 0.2]]), np.array([0.1, 0.2])),
        (np.array([[0.2, 0.3], [-0.6, 0.1]]), np.array([0.0, -0.1])),
    ],
    np.array([0.5, 1.5, -0.7]),
)
EXTRA = [
    (
        [(np.array([[0.3], [0.1], [0.5]]), np.array([0.1]))],
        np.array([[0.5, 1.5, -0.7], [0.2, 0.1, 0.3]]),
    )
]
