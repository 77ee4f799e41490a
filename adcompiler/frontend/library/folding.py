"""`functools.reduce` of a list of unknown length.

>>> reduced(max, [1, 3, 2])
3
"""

from __future__ import annotations

from typing import Any


def reduced(function: Any, items: Any, *start: Any) -> Any:
    """Return what a function makes of the result so far and each item."""
    if len(start) > 0:
        result = start[0]
        for item in items:
            result = function(result, item)
        return result
    if len(items) == 0:
        raise TypeError("reduce() of empty iterable with no initial value")
    result = items[0]
    for k in range(1, len(items)):
        result = function(result, items[k])
    return result
