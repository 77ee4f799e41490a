"""A fixed point iterated a set number of times, with tanh."""

import numpy as np


def f(J, field):
    m = np.tanh(field)
    for _ in range(6):
        m = np.tanh(J @ m + field)
    return np.sum(m * field)


ARGS = (
    np.array([[0.0, 0.3, -0.2], [0.3, 0.0, 0.1], [-0.2, 0.1, 0.0]]),
    np.array([0.4, -0.3, 0.8]),
)
