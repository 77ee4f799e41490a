"""Functions of the standard library written in Python, which are read as a user's are."""

from __future__ import annotations

import bisect
import heapq
import itertools
import math
import operator
import statistics
from collections.abc import Container
from typing import Any

import numpy as np

from adcompiler.frontend.library import (
    choosing,
    distributions,
    folding,
    getting,
    heaps,
    iterating,
    lists,
    numbers,
    places,
    sets,
    slices,
    starring,
    walking,
)

FUNCTIONS: dict[Any, Any] = {
    **{getattr(itertools, name): vars(iterating)[name] for name in iterating.__all__},
    itertools.chain.from_iterable: iterating.chain_from_iterable,
    **{getattr(heapq, name): vars(heaps)[name] for name in heaps.__all__},
    **{getattr(operator, name): vars(getting)[name] for name in getting.__all__},
    bisect.insort_left: places.insort_left,
    bisect.insort_right: places.insort_right,
    np.ndindex: places.ndindex,
    np.ndenumerate: places.ndenumerate,
    math.prod: numbers.prod,
    statistics.median: numbers.median,
    statistics.median_low: numbers.median_low,
    statistics.median_high: numbers.median_high,
}
KEYED: dict[Any, Any] = {  # gates as they are, functions written here where `key` is given
    bisect.bisect_left: places.bisect_left,
    bisect.bisect_right: places.bisect_right,
}
NEXT: Any = walking.step
TAKEN: Any = walking.taken
REST: Any = walking.rest
REDUCE: Any = folding.reduced
Set: Any = sets.Set
Slice: Any = slices.Slice
Frozen: Any = distributions.Frozen
REPLACED: Any = lists.replaced
FILLED: Any = lists.filled
LISTED: Any = lists.listed
COUNTED: Any = starring.counted
TRANSPOSED: Any = starring.transposed
CHOSEN: dict[tuple[str, bool], Any] = {  # by the name of a draw, and whether `random` makes it
    ("choice", False): choosing.array_choice,
    ("permutation", False): choosing.array_permutation,
    ("shuffle", False): choosing.array_shuffle,
    ("choice", True): choosing.choice,
    ("choices", True): choosing.choices,
    ("sample", True): choosing.sample,
    ("shuffle", True): choosing.shuffle,
}
SOUGHT: dict[str, Any] = {
    "index": lists.index,
    "count": lists.count,
    "remove": lists.remove,
}


def model(function: Any, keywords: Container[str] = ()) -> Any:
    """Return what stands for a function of the standard library, any other as it is."""
    try:
        if "key" in keywords and function in KEYED:
            return KEYED[function]
        return FUNCTIONS.get(function, function)
    except TypeError:  # it has no hash
        return function


def is_model(function: Any) -> bool:
    """Tell whether a function is one of those written here."""
    return str(getattr(function, "__module__", "")).startswith(__name__)
