"""`math.prod`, which multiplies one by one, and the medians of `statistics`.

>>> prod([2.0, 3.0], start=0.5)
3.0
"""

from __future__ import annotations

import statistics
from typing import Any


def prod(iterable: Any, *, start: Any = 1) -> Any:
    """Return the product."""
    product = start
    for item in iterable:
        product = product * item
    return product


def median(data: Any) -> Any:
    """Return the middle item, of an even number the mean of two."""
    data = sorted(data)
    n = len(data)
    if n == 0:
        raise statistics.StatisticsError("no median for empty data")
    if n % 2 == 1:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data: Any) -> Any:
    """Return the middle item, of an even number the lower of two."""
    data = sorted(data)
    if len(data) == 0:
        raise statistics.StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data: Any) -> Any:
    """Return the middle item, of an even number the higher of two."""
    data = sorted(data)
    if len(data) == 0:
        raise statistics.StatisticsError("no median for empty data")
    return data[len(data) // 2]
