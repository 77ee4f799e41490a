"""The loop's own variables are used after the loop."""

import numpy as np


def f(x):
    for i, v in enumerate(x, start=1):
        w = v * v
    return w * i + v


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([0.8]),)]
