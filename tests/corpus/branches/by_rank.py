"""A choice by the number of dimensions and by the length."""

import numpy as np


def f(x):
    if x.ndim == 1:
        y = np.sum(x * x)
    elif x.shape[0] > 2:
        y = np.sum(x) ** 2
    else:
        y = np.sum(x * x * x)
    return y / len(x)


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([[0.5, 1.5], [0.2, 0.1]]),), (np.array([[0.5], [1.5], [0.3]]),)]
