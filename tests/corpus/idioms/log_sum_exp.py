"""Log-sum-exp, plain and shifted."""

import numpy as np


def f(x):
    m = np.max(x)
    shifted = m + np.log(np.sum(np.exp(x - m)))
    plain = np.log(np.sum(np.exp(x)))
    return shifted * plain


ARGS = (np.array([0.5, 1.5, -0.7]),)
