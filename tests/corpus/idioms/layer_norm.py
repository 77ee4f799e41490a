"""Layer normalisation with gain and bias."""

import numpy as np


def f(x, gain, bias):
    mean = np.mean(x, axis=-1, keepdims=True)
    var = np.mean((x - mean) ** 2, axis=-1, keepdims=True)
    y = gain * (x - mean) / np.sqrt(var + 1e-5) + bias
    return np.sum(y**3)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.array([1.1, 0.9, 1.3]),
    np.array([0.1, -0.2, 0.3]),
)
