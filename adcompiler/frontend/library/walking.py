"""An iterator over a sequence, as an object that knows how far it has come.

>>> it = Items([1, 2])
>>> step(it), list(it), step(it, 0)
(1, [2], 0)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Items:
    """What `iter` makes of a sequence; one at its end stays there, whatever is appended then."""

    def __init__(self, items: Any) -> None:
        self._items = items
        self._at = 0

    def __iter__(self) -> Iterator[Any]:
        while self._at < len(self._items):
            item = self._items[self._at]
            self._at += 1
            yield item
        _end(self)

    def __next__(self) -> Any:
        return step(self)


def _end(iterator: Any) -> None:
    """Leave an iterator behind all items that its sequence may ever have."""
    iterator._at = 10**18


def rest(iterator: Any) -> Any:
    """Return the items that are left; none are after it."""
    items = iterator._items[iterator._at :]
    _end(iterator)
    return items


def taken(iterator: Any, default: Any) -> Any:
    """Return the next item of an iterator from outside, a number of the program's without one."""
    try:
        item = next(iterator)
    except StopIteration:
        item = default
    return item


def step(iterator: Any, *default: Any) -> Any:
    """Return the next item."""
    if iterator._at < len(iterator._items):
        item = iterator._items[iterator._at]
        iterator._at += 1
        return item
    _end(iterator)
    if len(default) > 0:
        return default[0]
    raise StopIteration
