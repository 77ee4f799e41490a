"""Exponentials, logarithms, roots and powers of arrays."""

import numpy as np


def f(x):
    a = np.exp(x) + np.log(x) * np.sqrt(x) + np.log1p(x) * np.expm1(x)
    b = np.exp2(x) + np.log2(x) - np.log10(x)
    c = np.square(x) + np.reciprocal(x) + np.cbrt(x) + np.abs(x)
    return np.sum(a * b * c)


ARGS = (np.array([0.3, 0.5, 1.4]),)
EXTRA = [(np.array([[0.3, 0.5], [0.1, 1.4]]),), (0.4,)]
