"""The divergence between two distributions given by logits."""

import numpy as np


def f(a, b):
    p = np.exp(a) / np.sum(np.exp(a))
    q = np.exp(b) / np.sum(np.exp(b))
    return np.sum(p * (np.log(p) - np.log(q)))


ARGS = (np.array([0.5, 1.5, -0.7]), np.array([0.2, -0.4, 0.9]))
