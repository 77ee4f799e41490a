"""A gated recurrent cell over a short sequence."""

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def f(Wz, Wr, Wh, xs):
    h = np.zeros(2)
    for x in xs:
        joint = np.concatenate([h, x])
        z = sigmoid(Wz @ joint)
        r = sigmoid(Wr @ joint)
        candidate = np.tanh(Wh @ np.concatenate([r * h, x]))
        h = (1.0 - z) * h + z * candidate
    return np.sum(h * h)


ARGS = (
    np.array([[0.3, -0.2, 0.5], [0.1, 0.4, -0.6]]),
    np.array([[0.2, 0.7, -0.3], [-0.5, 0.6, 0.1]]),
    np.array([[0.8, -0.1, 0.4], [0.3, 0.2, 0.9]]),
    np.array([[0.5], [-0.7], [1.1]]),
)
