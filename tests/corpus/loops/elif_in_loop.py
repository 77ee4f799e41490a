"""A trading rule: three cases for each price."""

import numpy as np


def f(prices, threshold):
    cash = 1.0
    held = 0.0
    last = prices[0]
    for p in prices:
        change = p - last
        if change > threshold:
            held = held + cash * 0.1 / p
            cash = cash * 0.9
        elif change < -threshold:
            cash = cash + held * 0.5 * p
            held = held * 0.5
        else:
            cash = cash * 1.01
        last = p
    return cash + held * last


ARGS = (np.array([1.0, 1.3, 1.2, 0.7, 0.72, 1.1]), 0.15)
