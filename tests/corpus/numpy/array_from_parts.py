"""An array written out from computed numbers."""

import numpy as np


def f(angle, x):
    c = np.cos(angle)
    s = np.sin(angle)
    rotation = np.array([[c, -s], [s, c]])
    turned = rotation @ x
    return turned[0] * turned[1] + np.sum(np.array([angle, c * s]) * x)


ARGS = (0.6, np.array([0.5, -0.7]))
