"""The function itself is a lambda."""

import numpy as np

f = lambda x, y: np.sum(x * x) * y + np.sum(np.exp(x))
ARGS = (np.array([0.5, 1.1, -0.7]), 0.4)
EXTRA = [(1.3, 0.4)]
