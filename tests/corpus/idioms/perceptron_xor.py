"""A small network on XOR with the sigmoid at both layers."""

import numpy as np

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([0.0, 1.0, 1.0, 0.0])


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def f(W1, b1, w2, b2):
    h = sigmoid(INPUTS @ W1 + b1)
    p = sigmoid(h @ w2 + b2)
    return np.sum((p - TARGETS) ** 2)


ARGS = (
    np.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]]),
    np.array([0.1, 0.2, -0.1]),
    np.array([0.7, -0.4, 0.2]),
    0.05,
)
