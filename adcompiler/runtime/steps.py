"""Loops that keep some of their states and run the steps between them again."""

from __future__ import annotations

import math
from typing import Any


def checkpointed(items: Any, states: int) -> Any:
    """Return `items` as they are; a loop over them is differentiated with few states kept.

    Parameters
    ----------
    items
        What the loop walks.
    states
        How many states of the loop are kept at a time, at least 1. The rounds between them are
        run again in the backward sweep, as seldom as so many states allow: `n` rounds are run at
        most `t` times more, where `(states + t)! / (states! t!)` is at least `n`.

    Examples
    --------
    >>> import adcompiler
    >>> def decay(x):
    ...     for k in adcompiler.checkpointed(range(1000), states=10):
    ...         x = x - 0.001 * x * x
    ...     return x
    >>> round(adcompiler.grad(decay)(1.0), 4)
    0.2497

    """
    if states < 1:
        raise ValueError(f"a loop needs at least one state, not {states}")
    return items


def stretches(n: int, states: int) -> list[tuple[int, int, int]]:
    """Cut `n` rounds into stretches that begin with a state that is kept.

    Each has the place of its first round and of the one after its last, and how many states
    it may keep itself, that one included.

    >>> stretches(10, 3)
    [(0, 4, 3), (4, 7, 2), (7, 9, 1), (9, 10, 0)]
    """
    if states < 1:
        raise ValueError(f"a loop needs at least one state, not {states}")
    found: list[tuple[int, int, int]] = []
    first = 0
    while n - first > 1 and states:
        left = n - first
        t = 1
        while math.comb(states + t, states) < left:
            t += 1
        if t > 500:
            raise ValueError(f"a loop of {left} rounds needs more states than {states}")
        size = min(math.comb(states + t - 1, states), left - math.comb(states + t - 2, states - 1))
        found.append((first, first + size, states))
        first, states = first + size, states - 1
    return [*found, (first, n, states)] if first < n else found
