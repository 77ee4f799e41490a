"""Arrays without dimensions."""

import numpy as np


def f(x, w):
    return np.sin(x) * w + x * x


ARGS = (np.array(1.3), np.array(0.4))
EXTRA = [(np.array(1.3), 0.4), (1.3, np.array(0.4)), (np.float64(1.3), np.array(0.4))]
