"""`choice`, `permutation` and `shuffle` of random generators, by the places that they draw.

`random` and NumPy draw places whatever the items are; so the draws are the user's own.

>>> import random
>>> letters = [*"abcde"]
>>> shuffle(random.Random(1), letters)
>>> letters
['c', 'd', 'e', 'a', 'b']
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adcompiler.frontend.library.limits import UnreadableError


def array_choice(rng: Any, a: Any, *how: Any, **options: Any) -> Any:
    """Return items of an array, which `np.random` chooses by their places."""
    if isinstance(a, list | tuple):
        a = np.asarray(a)
    return a[rng.choice(len(a), *how, **options)]


def array_permutation(rng: Any, x: Any) -> Any:
    """Return the rows of an array in another order."""
    if isinstance(x, list | tuple):
        x = np.asarray(x)
    return x[rng.permutation(len(x))]


def array_shuffle(rng: Any, x: Any) -> None:
    """Put the rows of an array, or the items of a list, in another order."""
    if isinstance(x, list):
        before = list(x)
        for k, place in enumerate(rng.permutation(len(x))):
            x[k] = before[place]
    else:
        x[:] = x[rng.permutation(len(x))]


def choice(rng: Any, seq: Any) -> Any:
    """Return one of the items."""
    if len(seq) == 0:
        raise IndexError("Cannot choose from an empty sequence")
    return seq[rng.randrange(len(seq))]


def choices(
    rng: Any, population: Any, weights: Any = None, *, cum_weights: Any = None, k: Any = 1
) -> Any:
    """Return k items, each one of all of them."""
    if weights is not None or cum_weights is not None:
        raise UnreadableError("random.choices by weights")
    n = len(population) + 0.0
    return [population[math.floor(rng.random() * n)] for _ in range(k)]


def sample(rng: Any, population: Any, k: Any, *, counts: Any = None) -> Any:
    """Return k items, none of them twice, as CPython draws them."""
    if counts is not None:
        raise UnreadableError("random.sample with counts")
    if not isinstance(population, list | tuple | range | str):
        raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
    n = len(population)
    if k < 0 or k > n:
        raise ValueError("Sample larger than population or is negative")
    few = 21 if k <= 5 else 21 + 4 ** math.ceil(math.log(k * 3, 4))
    places = []
    if n <= few:
        pool = list(range(n))
        for i in range(k):
            j = rng.randrange(n - i)
            places.append(pool[j])
            pool[j] = pool[n - i - 1]
    else:
        for _ in range(k):
            j = rng.randrange(n)
            while j in places:
                j = rng.randrange(n)
            places.append(j)
    return [population[place] for place in places]


def shuffle(rng: Any, x: Any) -> None:
    """Put the items of a list in another order."""
    for i in reversed(range(1, len(x))):
        j = rng.randrange(i + 1)
        x[i], x[j] = x[j], x[i]
