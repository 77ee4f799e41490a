"""Lines whose results nobody needs."""

import math


def f(x, y):
    wasted = math.exp(x) / y
    also_wasted = wasted * wasted  # noqa: F841
    kept = x * y
    return kept * kept


ARGS = (1.3, 0.7)
