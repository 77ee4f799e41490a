"""A loop over rows, inside it a loop over their entries."""

import numpy as np


def f(W):
    s = 0.0
    for row in W:
        p = 1.0
        for w in row:
            p = p * (1.0 + w * w)
        s = s + p
    return s


ARGS = (np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4]]),)
