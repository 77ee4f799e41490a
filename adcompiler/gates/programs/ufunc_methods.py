"""Methods of ufuncs: reductions, running reductions and outer products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand

REDUCED: dict[Any, Any] = {
    np.add: np.sum,
    np.multiply: np.prod,
    np.maximum: np.max,
    np.minimum: np.min,
    np.fmax: np.nanmax,
    np.fmin: np.nanmin,
    np.logical_and: np.all,
    np.logical_or: np.any,
}
ACCUMULATED: dict[Any, Any] = {np.add: np.cumsum, np.multiply: np.cumprod}


def reduce(
    ufunc: Any,
    array: Any,
    axis: Any = 0,
    dtype: Any = None,
    out: Any = None,
    keepdims: Any = False,
    **options: Any,
) -> Any:
    """Return `ufunc.reduce(array)`, options being `initial` and `where`."""
    if dtype is None:
        return _reduced(ufunc)(array, axis=axis, keepdims=keepdims, **options)
    return _reduced(ufunc)(array, axis=axis, dtype=dtype, keepdims=keepdims, **options)


def accumulate(ufunc: Any, array: Any, axis: Any = 0) -> Any:
    """Return `ufunc.accumulate(array)`."""
    return _accumulated(ufunc)(array, axis=axis)


def outer(ufunc: Any, A: Any, B: Any) -> Any:
    """Return `ufunc.outer(A, B)`."""
    return ufunc(np.expand_dims(A, _behind(A, B)) if np.ndim(B) else A, B)


@beforehand
def _reduced(ufunc: Any) -> Any:
    return REDUCED.get(ufunc, NotImplemented)


@beforehand
def _accumulated(ufunc: Any) -> Any:
    return ACCUMULATED.get(ufunc, NotImplemented)


@beforehand
def _behind(a: Any, b: Any) -> tuple[int, ...]:
    n = getattr(a, "rank", 0)
    return tuple(range(n, n + b.rank))


BY_NAME: dict[str, Callable[..., Any]] = {
    "reduce": reduce,
    "accumulate": accumulate,
    "outer": outer,
}


def of_method(function: Any) -> tuple[Any, Any] | None:
    """Return the program of `np.add.reduce` or another method, and its ufunc; None for others.

    >>> of_method(np.add.outer)[1]
    <ufunc 'add'>
    """
    ufunc, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if not isinstance(ufunc, np.ufunc) or name not in BY_NAME:
        return None
    tables = {"reduce": REDUCED, "accumulate": ACCUMULATED}
    known = ufunc in tables[name] if name in tables else ufunc.nin == 2 and ufunc.nout == 1
    return (BY_NAME[name], ufunc) if known else None
