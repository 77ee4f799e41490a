"""The array methods in place of the functions."""

import numpy as np


def f(x):
    a = (x * x).sum() + x.dot(x) * x.mean()
    b = x.reshape(3, 1).T.mean() + x.max() - x.min()
    return a * b + x.sum(axis=0) + x.sum(axis=-1, keepdims=True)[0]


ARGS = (np.array([0.5, 1.5, -0.7]),)
