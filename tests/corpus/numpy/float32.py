"""Single precision, and single beside double precision."""

import numpy as np


def f(x, w):
    return np.sum(x * w * w) + np.sum(np.tanh(x)) * 2.0


X = np.array([0.5, 1.5, -0.7])
W = np.array([0.2, -0.4, 0.9])
ARGS = (X.astype(np.float32), W.astype(np.float32))
EXTRA = [(X.astype(np.float32), W), (X, W.astype(np.float32)), (X.astype(np.float32), 0.7), (X, W)]
