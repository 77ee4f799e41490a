"""Hidden states collected in a list, made one array after the loop."""

import numpy as np


def f(x):
    hs = []
    h = 1.0
    for v in x:
        h = np.tanh(h * v)
        hs.append(h)
    return np.sum(np.array(hs) ** 2)


ARGS = (np.array([0.5, 1.5, -0.7]),)
