"""Masks: computed here, and a module's."""

import numpy as np

KEEP = np.array([True, False, True])


def f(x):
    positive = x[x > 0]
    return np.sum(positive**2) + np.sum(x[KEEP] * np.array([0.3, 2.0])) * len(positive)


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([-0.5, -1.5, -0.7]),)]
