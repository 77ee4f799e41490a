"""Open and dense grids: `np.mgrid[0:n, 0:m]` and its kin, as functions of (start, stop, step).

`kind` is the dtype that all coordinates have, `alone` tells that one slice was given and no tuple,
`counting` that all start from 0 with steps of 1.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, program
from adcompiler.ir.types import Scalar


@program(np.mgrid)
def mgrid(*parts: Any, kind: Any, alone: Any, counting: Any) -> Any:
    """Return the coordinates of a dense grid, in one array."""
    if alone:
        return _line(parts[0])
    places = np.indices(tuple([_count(p) for p in parts]), dtype=kind)
    if counting:
        return places
    return np.stack([_scaled(places[k], p) for k, p in enumerate(parts)])


@program(np.ogrid)
def ogrid(*parts: Any, kind: Any, alone: Any, counting: Any) -> Any:
    """Return the coordinates of an open grid, an array for each axis."""
    if alone:
        return _line(parts[0])
    lines = tuple([_count(p) for p in parts])
    if counting:
        return np.indices(lines, dtype=kind, sparse=True)
    places = [np.arange(n, dtype=kind) for n in lines]
    scaled = [_scaled(x, p) for x, p in zip(places, parts)]
    return tuple([np.expand_dims(x, a) for x, a in zip(scaled, _around(len(parts)))])


def _line(part: Any) -> Any:
    start, stop, step = part
    if _is_number_of_points(step):
        return _scaled(np.arange(0, _count(part), 1, dtype=float), part)
    if start is None:
        return np.arange(stop) if step is None else np.arange(0, stop, step)
    return np.arange(start, stop) if step is None else np.arange(start, stop, step)


def _count(part: Any) -> Any:
    """Return how many points there are."""
    start, stop, step = part
    if _is_number_of_points(step):
        return _points(step)
    span = stop if start is None or _is_zero(start) else stop - start
    if step is None and _is_whole(span):
        return span
    return math.ceil(span if step is None else span / step)


def _scaled(places: Any, part: Any) -> Any:
    """Return the numbers of points as coordinates."""
    start, stop, step = part
    first = 0 if start is None else start
    if _is_number_of_points(step):
        return places * _between(first, stop, _points(step)) + first
    scaled = places if step is None else places * step
    return scaled if _is_zero(first) else scaled + first


def _between(start: Any, stop: Any, points: Any) -> Any:
    return 1 if points == 1 else (stop - start) / float(points - 1)


@beforehand
def _is_number_of_points(step: Any) -> bool:
    if isinstance(step, Scalar) and step.kind == "complex":
        return NotImplemented  # how many is known at run time only
    return isinstance(step, complex)


@beforehand
def _points(step: Any) -> int:
    return int(abs(step))


@beforehand
def _is_zero(number: Any) -> bool:
    return isinstance(number, int) and number == 0


@beforehand
def _is_whole(number: Any) -> bool:
    return isinstance(number, int) or getattr(number, "kind", "") == "int"


@beforehand
def _around(n: int) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(j for j in range(n) if j != k) for k in range(n))
