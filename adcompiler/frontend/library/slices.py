"""`slice`, as a class written in Python: its ends may be known only at run time.

>>> Slice(1, None, -2).indices(4)
(1, -1, -2)
"""

from __future__ import annotations

from typing import Any


class Slice:
    """What a slice holds."""

    def __init__(self, *ends: Any) -> None:
        if len(ends) == 1:
            self.start: Any = None
            self.stop = ends[0]
            self.step: Any = None
        elif len(ends) == 2:
            self.start, self.stop = ends
            self.step = None
        elif len(ends) == 3:
            self.start, self.stop, self.step = ends
        else:
            raise TypeError("slice expected 1 to 3 arguments")

    def indices(self, length: int) -> tuple[int, int, int]:
        """Return the ends and the step of the places in so many items."""
        step = 1 if self.step is None else self.step
        lowest = 0 if step > 0 else -1
        highest = length if step > 0 else length - 1
        start = (lowest if step > 0 else highest) if self.start is None else self.start
        stop = (highest if step > 0 else lowest) if self.stop is None else self.stop
        if self.start is not None:
            start = max(start + length, lowest) if start < 0 else min(start, highest)
        if self.stop is not None:
            stop = max(stop + length, lowest) if stop < 0 else min(stop, highest)
        return start, stop, step

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, slice):
            return False
        return (self.start, self.stop, self.step) == (other.start, other.stop, other.step)

    __hash__ = None  # type: ignore[assignment]
