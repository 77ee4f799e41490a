"""One entry from each row, picked by pairs of index arrays."""

import numpy as np

LABELS = np.array([2, 0, 2])


def f(M):
    picked = M[np.arange(len(LABELS)), LABELS]
    return np.sum(picked**2) + np.mean(M) * picked[0]


ARGS = (np.array([[0.6, 1.5, 0.2], [0.3, -0.8, 0.4], [0.1, 0.7, 1.2]]),)
