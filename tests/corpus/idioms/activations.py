"""ReLU, leaky ReLU, ELU, maxout, swish and the tanh form of GELU."""

import numpy as np


def f(x):
    relu = np.maximum(x, 0.0)
    leaky = np.where(x > 0, x, 0.01 * x)
    elu = np.where(x > 0, x, np.exp(x) - 1.0)
    maxout = np.maximum(x * 2.0 + 1.0, -x)
    swish = x / (1.0 + np.exp(-x))
    gelu = 0.5 * x * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (x + 0.044715 * x**3)))
    return np.sum(relu * leaky + elu * maxout) + np.sum(swish * gelu)


ARGS = (np.array([0.5, 1.5, -0.7]),)
EXTRA = [(np.array([[0.5, -1.5], [0.2, -0.6]]),)]
