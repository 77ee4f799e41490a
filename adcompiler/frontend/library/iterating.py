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
    """Refuse an iterator: all items would be taken at once, where Python leaves some in it."""
    if hasattr(iterable, "__next__"):
        raise UnreadableError(f"{name} of an iterator from outside, or one that has been begun")


def _listed(iterable: Any) -> Any:
    """Return all items of an iterator, anything else as it is."""
    return list(iterable) if hasattr(iterable, "__next__") else iterable


def accumulate(iterable: Any, func: Any = operator.add, *, initial: Any = None) -> Iterator[Any]:
    """Yield the results so far."""
    if hasattr(iterable, "__next__"):
        yield from _results(iterable, func, initial)
        return
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


def _results(iterator: Any, func: Any, initial: Any) -> Iterator[Any]:
    """Yield the results so far, each when an item has been taken."""
    total, begun = initial, initial is not None
    if begun:
        yield total
    for item in iterator:
        total = func(total, item) if begun else item
        begun = True
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
    start = bounds[0] if len(bounds) > 1 else None
    stop = bounds[0] if len(bounds) == 1 else bounds[1]
    step = bounds[2] if len(bounds) > 2 else None
    if stop is not None and stop < 0:
        raise ValueError(
            "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize."
        )
    if start is not None and start < 0:
        raise ValueError("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    if step is not None and step < 1:
        raise ValueError("Step for islice() must be a positive integer or None.")
    if not hasattr(iterable, "__next__"):
        yield from list(iterable)[start:stop:step]
    elif stop is None:
        yield from _every(iterable, start or 0, step or 1)
    elif start is None and step is None:
        yield from _first(iterable, stop)
    else:
        yield from _between(iterable, start or 0, stop, step or 1)


def _every(iterator: Any, start: Any, step: Any) -> Iterator[Any]:
    """Yield each item that is so many after another, to the last."""
    left = start
    for item in iterator:
        if left == 0:
            yield item
            left = step
        left -= 1


def _first(iterator: Any, left: Any) -> Iterator[Any]:
    """Yield the first items, and take no more out of the iterator than Python does."""
    if left > 0:
        for item in iterator:
            yield item
            left -= 1
            if left == 0:
                break


def _between(iterator: Any, start: Any, stop: Any, step: Any) -> Iterator[Any]:
    """Yield items from one place to another; Python takes all that come before the end."""
    at, following, end = 0, start, stop if stop > start else start
    if end > 0:
        for item in iterator:
            if at == following and at < stop:
                yield item
                following += step
            at += 1
            if at == end:
                break


def pairwise(iterable: Any) -> Iterator[Any]:
    """Yield the items with those after them."""
    if hasattr(iterable, "__next__"):
        previous, begun = None, False
        for item in iterable:
            if begun:
                yield previous, item
            previous, begun = item, True
        return
    items = list(iterable)
    for k in range(len(items) - 1):
        yield items[k], items[k + 1]


def product(*iterables: Any, repeat: int = 1) -> Iterator[Any]:
    """Yield the tuples of one item of each."""
    pools = tuple([_listed(iterable) for iterable in iterables]) * repeat
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
