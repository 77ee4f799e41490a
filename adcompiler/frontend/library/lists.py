"""Methods of lists that look for a value, and slices of another length.

>>> index([3, 1, 2], 1), count([1, 2, 1], 1), replaced([1, 2, 3], 1, None, [5])
(1, 2, [1, 5])
"""

from __future__ import annotations

from typing import Any


def filled(size: Any, text: Any) -> None:
    """Raise what `max` and `min` raise of no items."""
    if size == 0:
        raise ValueError(text)


def index(items: Any, value: Any) -> int:
    """Return the place of the first item that is equal."""
    for k, item in enumerate(items):
        if item == value:
            return k
    raise ValueError(f"{value!r} is not in list")


def count(items: Any, value: Any) -> int:
    """Return how many items are equal."""
    n = 0
    for item in items:
        if item == value:
            n += 1
    return n


def remove(items: Any, value: Any) -> None:
    """Take out the first item that is equal."""
    place = -1
    for k, item in enumerate(items):
        if item == value:
            place = k
            break
    if place < 0:
        raise ValueError("list.remove(x): x not in list")
    items.pop(place)


def listed(rows: Any) -> Any:
    """Return an array of several axes as lists in a list."""
    return [row.tolist() for row in rows]


def replaced(items: Any, start: Any, stop: Any, new: Any) -> Any:
    """Return a list with other items from one place to another."""
    n = len(items)
    low = 0 if start is None else max(n + start, 0) if start < 0 else min(start, n)
    high = n if stop is None else max(n + stop, 0) if stop < 0 else min(stop, n)
    return items[:low] + list(new) + items[max(low, high) :]
