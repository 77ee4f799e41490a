"""Functions of the standard library written in Python, which are read as a user's are."""

from __future__ import annotations

import heapq
import itertools
import math
import operator
import statistics
from typing import Any

from adcompiler.frontend.library import (
    choosing,
    distributions,
    folding,
    getting,
    heaps,
    iterating,
    lists,
    numbers,
    sets,
    starring,
    walking,
)

FUNCTIONS: dict[Any, Any] = {
    **{getattr(itertools, name): vars(iterating)[name] for name in iterating.__all__},
    itertools.chain.from_iterable: iterating.chain_from_iterable,
    **{getattr(heapq, name): vars(heaps)[name] for name in heaps.__all__},
    **{getattr(operator, name): vars(getting)[name] for name in getting.__all__},
    math.prod: numbers.prod,
    statistics.median: numbers.median,
    statistics.median_low: numbers.median_low,
    statistics.median_high: numbers.median_high,
}
NEXT: Any = walking.step
TAKEN: Any = walking.taken
REST: Any = walking.rest
REDUCE: Any = folding.reduced
Set: Any = sets.Set
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
    ("shuffle", True): choosing.shuffle,
}
SOUGHT: dict[str, Any] = {
    "index": lists.index,
    "count": lists.count,
    "remove": lists.remove,
}


def model(function: Any) -> Any:
    """Return what stands for a function of the standard library, any other as it is."""
    try:
        return FUNCTIONS.get(function, function)
    except TypeError:  # it has no hash
        return function


def is_model(function: Any) -> bool:
    """Tell whether a function is one of those written here."""
    return str(getattr(function, "__module__", "")).startswith(__name__)
