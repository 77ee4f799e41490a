"""Running sums and products: a discounted stream and a survival curve."""

import numpy as np


def f(rates, cash):
    discount = np.cumprod(1.0 / (1.0 + rates))
    worth = np.sum(discount * cash)
    steps = np.cumsum(cash) * rates.cumsum()
    return worth + np.sum(steps * steps)


ARGS = (np.array([0.02, 0.05, 0.03, 0.1]), np.array([1.0, -0.5, 2.0, 0.7]))
