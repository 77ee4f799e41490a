"""`itertools`, as generators.

>>> list(pairwise([1, 2, 3])), list(combinations("abc", 2))
([(1, 2), (2, 3)], [('a', 'b'), ('a', 'c'), ('b', 'c')])
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

from adcompiler.frontend.library.limits import UnreadableError
from adcompiler.frontend.library.walking import Items

__all__ = [
    "accumulate",
    "chain",
    "combinations",
    "combinations_with_replacement",
    "compress",
    "count",
    "cycle",
    "dropwhile",
    "filterfalse",
    "groupby",
    "islice",
    "pairwise",
    "permutations",
    "product",
    "repeat",
    "starmap",
    "takewhile",
    "tee",
    "zip_longest",
]


def _check_listed(iterable: Any, name: str) -> None:
    """Refuse an iterator of which all items would be taken at once."""
    if hasattr(iterable, "__next__"):
        raise UnreadableError(f"{name} of an iterator from outside")


def accumulate(iterable: Any, func: Any = operator.add, *, initial: Any = None) -> Iterator[Any]:
    """Yield the results so far."""
    _check_listed(iterable, "accumulate")
    items = list(iterable)
    if initial is not None:
        total = initial
        yield total
        for item in items:
            total = func(total, item)
            yield total
    elif len(items) > 0:
        total = items[0]
        yield total
        for k in range(1, len(items)):
            total = func(total, items[k])
            yield total


def chain(*iterables: Any) -> Iterator[Any]:
    """Yield the items of one iterable after another."""
    for iterable in iterables:
        yield from iterable


def chain_from_iterable(iterables: Any) -> Iterator[Any]:
    """Yield the items of one iterable after another."""
    for iterable in iterables:
        yield from iterable


def combinations(iterable: Any, r: int) -> Iterator[Any]:
    """Yield the tuples of r items, in their order."""
    items = list(iterable)
    n = len(items)
    if r == 1:
        for i in range(n):
            yield (items[i],)
    elif r == 2:
        for i in range(n):
            for j in range(i + 1, n):
                yield items[i], items[j]
    elif r == 3:
        for i in range(n):
            for j in range(i + 1, n):
                for k in range(j + 1, n):
                    yield items[i], items[j], items[k]
    else:
        raise UnreadableError("combinations of more than three")


def combinations_with_replacement(iterable: Any, r: int) -> Iterator[Any]:
    """Yield the tuples of r items, in their order, an item several times too."""
    items = list(iterable)
    n = len(items)
    if r == 1:
        for i in range(n):
            yield (items[i],)
    elif r == 2:
        for i in range(n):
            for j in range(i, n):
                yield items[i], items[j]
    else:
        raise UnreadableError("combinations_with_replacement of more than two")


def permutations(iterable: Any, r: Any = None) -> Iterator[Any]:
    """Yield the tuples of r items, in any order."""
    items = list(iterable)
    n = len(items)
    if r == 1:
        for i in range(n):
            yield (items[i],)
    elif r == 2:
        for i in range(n):
            for j in range(n):
                if j != i:
                    yield items[i], items[j]
    else:
        raise UnreadableError("permutations of more than two")


def compress(data: Any, selectors: Any) -> Iterator[Any]:
    """Yield the items beside which something true stands."""
    for item, selected in zip(data, selectors):
        if selected:
            yield item


def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    """Yield one number after another."""
    n = start
    while True:
        yield n
        n += step


def cycle(iterable: Any) -> Iterator[Any]:
    """Yield the items again and again."""
    _check_listed(iterable, "cycle")
    items = list(iterable)
    if len(items) == 0:
        return
    while True:
        yield from items


def dropwhile(predicate: Any, iterable: Any) -> Iterator[Any]:
    """Yield the items from the first that is not so."""
    dropping = True
    for item in iterable:
        if dropping and not predicate(item):
            dropping = False
        if not dropping:
            yield item


def filterfalse(predicate: Any, iterable: Any) -> Iterator[Any]:
    """Yield the items that are not so."""
    for item in iterable:
        if not predicate(item):
            yield item


def groupby(iterable: Any, key: Any = None) -> Iterator[Any]:
    """Yield the keys of items that are alike, with these items, until the next key is asked for."""
    _check_listed(iterable, "groupby")
    items = list(iterable)
    keys = list(items) if key is None else [key(item) for item in items]
    start = 0
    while start < len(items):
        end = start + 1
        while end < len(items) and keys[end] == keys[start]:
            end += 1
        group = Items(items[start:end])
        yield keys[start], group
        group._at = end - start
        start = end


def islice(iterable: Any, *bounds: Any) -> Iterator[Any]:
    """Yield the items from one place to another."""
    if hasattr(iterable, "__next__"):
        yield from _first(iterable, bounds)
        return
    items = list(iterable)
    if len(bounds) == 1:
        yield from items[: bounds[0]]
    elif len(bounds) == 2:
        yield from items[bounds[0] : bounds[1]]
    else:
        yield from items[bounds[0] : bounds[1] : bounds[2]]


def _first(iterator: Any, bounds: Any) -> Iterator[Any]:
    """Yield the first items, and take no more out of the iterator than Python does."""
    if len(bounds) > 1:
        raise UnreadableError("islice of an iterator, not from its beginning")
    left = bounds[0]
    if left > 0:
        for item in iterator:
            yield item
            left -= 1
            if left == 0:
                return


def pairwise(iterable: Any) -> Iterator[Any]:
    """Yield the items with those after them."""
    _check_listed(iterable, "pairwise")
    items = list(iterable)
    for k in range(len(items) - 1):
        yield items[k], items[k + 1]


def product(*iterables: Any, repeat: int = 1) -> Iterator[Any]:
    """Yield the tuples of one item of each."""
    pools = iterables * repeat
    if len(pools) == 0:
        yield ()
    elif len(pools) == 1:
        for item in pools[0]:
            yield (item,)
    else:
        later = [list(pool) for pool in pools[1:]]
        for item in pools[0]:
            for rest in product(*later):
                yield (item, *rest)


def repeat(obj: Any, times: Any = None) -> Iterator[Any]:
    """Yield the same thing again and again."""
    if times is not None:
        for _ in range(times):
            yield obj
    else:
        while True:
            yield obj


def starmap(function: Any, iterable: Any) -> Iterator[Any]:
    """Yield what a function makes of the items of each tuple."""
    for args in iterable:
        yield function(*args)


def takewhile(predicate: Any, iterable: Any) -> Iterator[Any]:
    """Yield the items before the first that is not so."""
    for item in iterable:
        if not predicate(item):
            break
        yield item


def tee(iterable: Any, n: int = 2) -> Any:
    """Return iterators over the same items, each with a place of its own."""
    _check_listed(iterable, "tee")
    items = list(iterable)
    return tuple([Items(items) for _ in range(n)])


def zip_longest(first: Any, second: Any, *, fillvalue: Any = None) -> Iterator[Any]:
    """Yield the items of two iterables side by side, to the end of the longer one."""
    _check_listed(first, "zip_longest")
    _check_listed(second, "zip_longest")
    left, right = list(first), list(second)
    for k in range(max(len(left), len(right))):
        a = left[k] if k < len(left) else fillvalue
        b = right[k] if k < len(right) else fillvalue
        yield a, b
