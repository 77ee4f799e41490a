"""Stacks of matrices against stacks, matrices and vectors."""

import numpy as np


def f(A, B):
    return np.sum(np.sin(A @ B))


STACK = np.linspace(-1.0, 1.0, 24).reshape(2, 3, 4)
ARGS = (STACK, np.linspace(0.5, -0.8, 16).reshape(2, 4, 2))
EXTRA = [
    (STACK, np.linspace(0.5, -0.8, 8).reshape(4, 2)),
    (STACK, np.linspace(0.5, -0.8, 8).reshape(1, 4, 2)),
    (STACK, np.array([0.5, -0.3, 0.2, 0.9])),
    (np.array([0.5, -0.3, 0.2]), STACK),
    (np.array([[0.5, -0.3, 0.2]]), STACK),
    (STACK.reshape(2, 1, 3, 4), np.linspace(0.5, -0.8, 24).reshape(3, 4, 2)),
]
