"""The density of a normal distribution: an inverse and a log-determinant; determinants."""

import numpy as np


def f(root, x, s):
    cov = root @ root.T + 0.3 * np.eye(2)
    sign, logdet = np.linalg.slogdet(cov)
    quadratic = x @ np.linalg.inv(cov) @ x
    stacks = np.linalg.det(s) * np.linalg.slogdet(s)[1]
    return 0.5 * quadratic + 0.5 * sign * logdet + np.linalg.det(root) ** 2 + np.sum(stacks)


ARGS = (
    np.array([[0.9, 0.2], [-0.3, 0.8]]),
    np.array([0.5, -1.2]),
    np.array([[[2.0, 0.3], [-0.2, 1.5]], [[1.2, -0.4], [0.6, 1.7]]]),
)
