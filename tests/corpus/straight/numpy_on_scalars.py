"""NumPy functions on Python floats, NumPy floats and arrays without dimensions."""

import numpy as np


def f(x):
    y = np.sin(x) * np.exp(x)
    return y * np.sqrt(x) + np.square(x)


ARGS = (1.3,)
EXTRA = [(np.float64(1.3),), (np.array(1.3),), (np.float32(1.3),)]
