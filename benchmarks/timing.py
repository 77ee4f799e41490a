"""Two callables timed in turn, in one run: only their ratio is worth comparing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

ROUNDS = 15


def interleaved(
    first: Callable[[], Any], second: Callable[[], Any], number: int
) -> tuple[float, float]:
    """Return the median ratio of two callables, timed in turn, and the time of the first."""
    ratios, times = [], []
    for _ in range(ROUNDS):
        spent = []
        for call in (first, second):
            start = time.perf_counter()
            for _ in range(number):
                call()
            spent.append((time.perf_counter() - start) / number)
        ratios.append(spent[0] / spent[1])
        times.append(spent[0])
    return float(np.median(ratios)), float(np.median(times))
