"""Functions of the standard library written in Python, which are read as a user's are."""

from __future__ import annotations

import heapq
import itertools
import math
import operator
from typing import Any

from adcompiler.frontend.library import (
    distributions,
    folding,
    getting,
    heaps,
    iterating,
    lists,
    numbers,
    walking,
)

FUNCTIONS: dict[Any, Any] = {
    **{getattr(itertools, name): vars(iterating)[name] for name in iterating.__all__},
    itertools.chain.from_iterable: iterating.chain_from_iterable,
    **{getattr(heapq, name): vars(heaps)[name] for name in heaps.__all__},
    **{getattr(operator, name): vars(getting)[name] for name in getting.__all__},
    math.prod: numbers.prod,
}
NEXT: Any = walking.step
REDUCE: Any = folding.reduced
Frozen: Any = distributions.Frozen
REPLACED: Any = lists.replaced
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
