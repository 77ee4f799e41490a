"""Products of tensors: tensordot, kron, inner and cross."""

import numpy as np


def f(a, b, p, q):
    t = np.tensordot(a, b, axes=([1], [0])) + np.inner(a, b.T)
    k = np.kron(a, b.T)
    torque = np.cross(p, q)
    twice = torque @ np.cross(np.cross(q, torque), p)
    return np.sum(t**2) + np.sum(k * k) + twice + np.tensordot(a, b.T)


ARGS = (
    np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4]]),
    np.array([[0.5, -0.3], [1.2, 0.7], [0.1, 0.9]]),
    np.array([0.6, -1.5, 0.2]),
    np.array([0.4, 0.9, -0.3]),
)
