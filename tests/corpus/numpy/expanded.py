"""Dimensions added and removed by functions."""

import numpy as np


def f(x):
    a = np.expand_dims(x, 0) * np.expand_dims(x, 1)
    b = np.broadcast_to(x, (2, 3)) * np.array([[1.0], [3.0]])
    return np.sum(np.sin(a)) + np.sum(b * b) + np.sum(np.squeeze(a[:1]) * x)


ARGS = (np.array([0.5, 1.5, -0.7]),)
