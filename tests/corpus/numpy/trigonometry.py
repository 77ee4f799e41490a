"""The trigonometric and hyperbolic ufuncs."""

import numpy as np


def f(x):
    a = np.sin(x) * np.cos(x) + np.tan(x)
    b = np.arcsin(x) + np.arccos(x) * np.arctan(x)
    c = np.sinh(x) - np.cosh(x) * np.tanh(x)
    d = np.arcsinh(x) + np.arccosh(x + 1.5) + np.arctanh(x)
    return np.sum(a * b + c * d)


ARGS = (np.array([0.3, 0.5, -0.4]),)
EXTRA = [(np.array([[0.3, 0.5], [0.1, -0.4]]),), (0.4,)]
