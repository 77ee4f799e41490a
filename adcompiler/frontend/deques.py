"""`collections.deque`, as a class written in Python around a list, which is read as a user's is.

>>> last = Deque([1, 2, 3], maxlen=2)
>>> last.append(4)
>>> len(last), last[0], last[1]
(2, 3, 4)
"""

from __future__ import annotations

import collections
from typing import Any

from adcompiler.frontend import library, memory
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Struct

READ = (
    "adcompiler.implicit",
    "adcompiler.stepping",
    "adcompiler.vectors",
)  # modules whose functions are read too


class Deque:
    """What a deque does, by a list."""

    def __init__(self, iterable: Any = (), maxlen: Any = None) -> None:
        if maxlen is not None and maxlen < 0:
            raise ValueError("maxlen must be non-negative")
        queue: list[Any] = []
        self._queue = queue
        self._maxlen = maxlen
        self.extend(iterable)

    @property
    def maxlen(self) -> Any:
        """The greatest length, None where there is none."""
        return self._maxlen

    def append(self, value: Any) -> None:
        """Append at the end; the first item leaves where there are too many."""
        self._queue.append(value)
        if self._maxlen is not None and len(self._queue) > self._maxlen:
            self._queue.pop(0)

    def appendleft(self, value: Any) -> None:
        """Append before the first; the last item leaves where there are too many."""
        self._queue.insert(0, value)
        if self._maxlen is not None and len(self._queue) > self._maxlen:
            self._queue.pop()

    def extend(self, iterable: Any) -> None:
        """Append each item."""
        if self._maxlen is None:
            self._queue.extend(iterable)
            return
        for value in iterable:
            self.append(value)

    def extendleft(self, iterable: Any) -> None:
        """Append each item before the first."""
        for value in iterable:
            self.appendleft(value)

    def pop(self) -> Any:
        """Take the last item."""
        return self._queue.pop()

    def popleft(self) -> Any:
        """Take the first item."""
        return self._queue.pop(0)

    def clear(self) -> None:
        """Take all items."""
        self._queue.clear()

    def reverse(self) -> None:
        """Turn the items round."""
        self._queue.reverse()

    def rotate(self, n: int = 1) -> None:
        """Take the last item to the front, `n` times."""
        if n >= 0:
            for _ in range(n if self._queue else 0):
                self._queue.insert(0, self._queue.pop())
        else:
            for _ in range(-n if self._queue else 0):
                self._queue.append(self._queue.pop(0))

    def copy(self) -> Deque:
        """Return another deque of the same items."""
        return Deque(self, self._maxlen)

    def __copy__(self) -> Deque:
        return self.copy()

    def __len__(self) -> int:
        return len(self._queue)

    def __iter__(self) -> Any:
        return self._queue  # whoever walks it only reads

    def __contains__(self, value: Any) -> bool:
        return value in self._queue

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        return self._queue[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        self._queue[index] = value

    def __add__(self, other: Any) -> Deque:
        if not isinstance(other, collections.deque):
            raise TypeError("can only concatenate a deque to a deque")
        joined = self.copy()
        joined.extend(other)
        return joined

    def __iadd__(self, iterable: Any) -> Deque:
        self.extend(iterable)
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, collections.deque) and self._queue == list(other)

    __hash__ = None  # type: ignore[assignment]


MODELS: dict[Any, type] = {collections.deque: Deque, set: library.Set, slice: library.Slice}


def shown(cls: Any) -> Any:
    """Return the class that the user knows a class by."""
    return next((theirs for theirs, ours in MODELS.items() if ours is cls), cls)


def is_model(function: Any) -> bool:
    """Tell whether a function of this package is read as a user's is: a method written here."""
    module = getattr(function, "__module__", None)
    return module in (__name__, *READ) or library.is_model(function)


def as_list(scope: Scope, thing: Thing) -> Thing:
    """Return the items of a deque, any other thing as it is."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct) and content.cls is Deque:
        return content.items[content.keys.index("_queue")]
    return thing
