"""Methods of `collections.Counter`, of a dict whose missing entries count 0.

>>> from collections import Counter
>>> counts = Counter("abca")
>>> add_each(counts, "cc")
>>> most_common(counts, 2)
[('c', 3), ('a', 2)]
>>> combined(counts, Counter(b=1, d=2), -1)
Counter({'c': 3, 'a': 2})
"""

from __future__ import annotations

from collections import Counter
from typing import Any


def add_each(counts: Any, keys: Any) -> None:
    """Count the keys of an iterable."""
    for key in keys:
        counts[key] += 1


def subtract_each(counts: Any, keys: Any) -> None:
    """Count the keys of an iterable down."""
    for key in keys:
        counts[key] -= 1


def add_entries(counts: Any, other: Any) -> None:
    """Add the entries of a dict."""
    for key in other:
        counts[key] += other[key]


def subtract_entries(counts: Any, other: Any) -> None:
    """Subtract the entries of a dict."""
    for key in other:
        counts[key] -= other[key]


def total(counts: Any) -> Any:
    """Return the sum of the counts."""
    return sum(counts.values())


def most_common(counts: Any, n: Any = None) -> Any:
    """Return the keys with their counts, the largest first."""
    pairs = list(counts.items())
    pairs.sort(key=lambda pair: pair[1], reverse=True)
    return pairs if n is None else pairs[:n]


def combined(counts: Any, other: Any, sign: Any) -> Any:
    """Return the sum or difference of two counters: what is positive of it."""
    found: Any = Counter()
    for key in counts:
        value = counts[key] + sign * other[key]
        if value > 0:
            found[key] = value
    for key in other:
        if key not in counts and sign * other[key] > 0:
            found[key] = sign * other[key]
    return found
