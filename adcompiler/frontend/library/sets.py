"""`set`, as a class written in Python around a dict: what is in it is known only at run time.

Nothing walks it: the order in which Python walks a set is no one's to rely on.

>>> seen = Set([3, 1])
>>> seen.add(3)
>>> len(seen), 1 in seen, 2 in seen
(2, True, False)
"""

from __future__ import annotations

from typing import Any


class Set:
    """What a set does, by a dict."""

    def __init__(self, iterable: Any = ()) -> None:
        known: dict[Any, bool] = {}
        self._known = known
        self.update(iterable)

    def add(self, value: Any) -> None:
        """Put in a value."""
        self._known[value] = True

    def update(self, *iterables: Any) -> None:
        """Put in each item."""
        for values in iterables:
            for value in values:
                self._known[value] = True

    def discard(self, value: Any) -> None:
        """Take out a value, if it is there."""
        if value in self._known:
            del self._known[value]

    def remove(self, value: Any) -> None:
        """Take out a value, which must be there."""
        del self._known[value]

    def clear(self) -> None:
        """Take out everything."""
        known: dict[Any, bool] = {}
        self._known = known

    def copy(self) -> Set:
        """Return another set with the same in it."""
        made = Set()
        made.update(self._known)
        return made

    __copy__ = copy

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, set) or len(other) != len(self._known):
            return False
        return all(value in other for value in self._known)

    __hash__ = None  # type: ignore[assignment]

    def __contains__(self, value: Any) -> bool:
        return value in self._known

    def __len__(self) -> int:
        return len(self._known)
