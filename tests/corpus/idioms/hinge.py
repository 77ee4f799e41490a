"""The multiclass hinge loss with regularisation, one example."""

import numpy as np


def f(W, x):
    scores = W @ x
    margins = np.maximum(0.0, scores - scores[1] + 1.0)
    return np.sum(margins) - 1.0 + 0.5 * np.sum(W * W)


ARGS = (
    np.array([[0.1, 0.5, 0.2], [-0.3, 0.8, 0.4], [0.2, 0.1, -0.6]]),
    np.array([0.5, 1.5, -0.7]),
)
