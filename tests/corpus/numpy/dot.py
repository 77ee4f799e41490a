"""The function and the method dot, on vectors, matrices and numbers."""

import numpy as np


def f(A, x):
    a = np.dot(x, x) + np.sum(np.dot(A, x) ** 2)
    b = np.sum(np.sin(A.dot(A))) + x.dot(A.dot(x))
    return a * b + np.sum(np.dot(x, 3.0)) + np.dot(2.0, x[0])


ARGS = (np.array([[0.6, 1.5], [0.3, -0.8]]), np.array([0.5, -0.7]))
