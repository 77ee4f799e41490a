"""A layer in single precision."""

import numpy as np


def f(W, b, x):
    h = np.maximum(x @ W + b, 0.0)
    return np.mean(h * h)


ARGS = (
    np.array([[0.1, 0.5], [-0.3, 0.8], [0.2, 0.4]], dtype=np.float32),
    np.array([0.3, -0.2], dtype=np.float32),
    np.array([[0.5, 1.5, -0.7], [0.9, 0.1, 0.4]], dtype=np.float32),
)
