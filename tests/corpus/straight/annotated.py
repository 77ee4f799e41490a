"""Annotated parameters, for which code exists before the first call."""

import math


def f(x: float, y: float = 2.0) -> float:
    z = math.exp(x) * y
    return z / (1.0 + z)


ARGS = (0.3, 0.7)
EXTRA = [(0.3,)]
