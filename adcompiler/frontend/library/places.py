"""Places in arrays and in sorted lists: `np.ndindex`, `np.ndenumerate`, `bisect`.

>>> list(ndindex(2, 2)), bisect_right([1, -2, 2, -3], 2, key=abs)
([(0, 0), (0, 1), (1, 0), (1, 1)], 3)
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Any

from adcompiler.frontend.library.iterating import product


def ndindex(*shape: Any) -> Iterator[Any]:
    """Yield the place of each element, the last index first to change."""
    if len(shape) == 1 and isinstance(shape[0], tuple):
        shape = shape[0]
    yield from product(*[range(n) for n in shape])


def ndenumerate(arr: Any) -> Iterator[Any]:
    """Yield the place of each element, and the element."""
    for place in product(*[range(n) for n in arr.shape]):
        yield place, arr[place]


def bisect_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Any) -> int:
    """Return the place after the last item that is not greater."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    after = len(a) if hi is None else hi
    while lo < after:
        mid = (lo + after) // 2
        if x < key(a[mid]):
            after = mid
        else:
            lo = mid + 1
    return lo


def bisect_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Any) -> int:
    """Return the place of the first item that is not smaller."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    after = len(a) if hi is None else hi
    while lo < after:
        mid = (lo + after) // 2
        if key(a[mid]) < x:
            lo = mid + 1
        else:
            after = mid
    return lo


def insort_right(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Any = None) -> None:
    """Put an item in after those that are not greater."""
    if key is None:
        a.insert(bisect.bisect_right(a, x, lo, hi), x)
    else:
        a.insert(bisect_right(a, key(x), lo, hi, key=key), x)


def insort_left(a: Any, x: Any, lo: int = 0, hi: int | None = None, *, key: Any = None) -> None:
    """Put an item in before those that are not smaller."""
    if key is None:
        a.insert(bisect.bisect_left(a, x, lo, hi), x)
    else:
        a.insert(bisect_left(a, key(x), lo, hi, key=key), x)
