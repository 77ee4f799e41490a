"""The user's names are those of the text's own helpers and modules."""

import math


def f(fit, like, zeros, plus):
    np = fit * like
    f_grad = math.exp(np * zeros)
    item = f_grad + plus
    return item * np


ARGS = (1.3, 0.2, 0.3, 0.4)
