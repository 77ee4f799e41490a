"""The largest and smallest entries, of all and along axes."""

import numpy as np


def f(x):
    top = np.max(x, axis=1, keepdims=True)
    low = np.min(x, axis=0)
    spread = np.max(x) - np.min(x)
    return np.sum((x - top) * low) * spread + np.sum(x.max(axis=0) * x.min(axis=-1)[0])


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),)
EXTRA = [(np.array([[0.6, 1.5], [-0.3, 0.8]]),)]
