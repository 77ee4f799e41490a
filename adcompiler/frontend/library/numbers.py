"""Functions of `math` and `statistics` over many numbers, as their definitions say.

>>> mean([1.0, 2.0]), stdev([1.0, 3.0])
(1.5, 1.4142135623730951)
"""

from __future__ import annotations

import math
from typing import Any


def fsum(seq: Any) -> Any:
    """Return the sum."""
    return sum(seq)


def prod(iterable: Any, *, start: Any = 1) -> Any:
    """Return the product."""
    product = start
    for item in iterable:
        product = product * item
    return product


def dist(p: Any, q: Any) -> Any:
    """Return the distance of two points."""
    squares = sum((a - b) ** 2 for a, b in zip(p, q))
    return math.sqrt(squares) if squares > 0.0 else 0.0


def hypot(*coordinates: Any) -> Any:
    """Return the length of a vector."""
    squares = sum(x**2 for x in coordinates)
    return math.sqrt(squares) if squares > 0.0 else 0.0


def mean(data: Any) -> Any:
    """Return the mean."""
    return sum(data) / len(data)


def fmean(data: Any) -> Any:
    """Return the mean."""
    return sum(data) / len(data)


def geometric_mean(data: Any) -> Any:
    """Return the geometric mean."""
    return math.exp(sum(math.log(x) for x in data) / len(data))


def harmonic_mean(data: Any) -> Any:
    """Return the harmonic mean."""
    return len(data) / sum(1.0 / x for x in data)


def pvariance(data: Any) -> Any:
    """Return the variance of all."""
    centre = sum(data) / len(data)
    return sum((x - centre) ** 2 for x in data) / len(data)


def variance(data: Any) -> Any:
    """Return the variance of a sample."""
    centre = sum(data) / len(data)
    return sum((x - centre) ** 2 for x in data) / (len(data) - 1)


def pstdev(data: Any) -> Any:
    """Return the standard deviation of all."""
    spread = pvariance(data)
    return math.sqrt(spread) if spread > 0.0 else 0.0


def stdev(data: Any) -> Any:
    """Return the standard deviation of a sample."""
    spread = variance(data)
    return math.sqrt(spread) if spread > 0.0 else 0.0
