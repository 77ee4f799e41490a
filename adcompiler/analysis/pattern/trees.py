"""Patterns of containers: for each number in a value the row of inputs that it depends on.

What stands beside an array is an array of rows, beside a number one row, beside a tuple or
list a list, beside a dict or object a dict; None is a value that depends on no input at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from adcompiler import records
from adcompiler.analysis.pattern.rows import EMPTY

Tree = Any  # an array of rows, one row, a list or dict of trees, None


def parts(value: Any) -> list[tuple[Any, Any]] | None:
    """Return the parts of a container with their keys, None of what is no container."""
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list | tuple | range):
        return list(enumerate(value))
    if records.is_record(type(value)):
        return list(records.attributes(value).items())
    return None


def filled(value: Any, row: Any = EMPTY) -> Tree:
    """Return the pattern of a value in which every number depends on one row.

    >>> filled({"a": 1.0, "b": (np.zeros(2), 2.0)}, 7)
    {'a': 7, 'b': [array([7, 7]), 7]}
    """
    found = parts(value)
    if found is not None:
        if isinstance(value, list | tuple | range):
            return [filled(v, row) for _, v in found]
        return {k: filled(v, row) for k, v in found}
    return np.full(value.shape, row, dtype=np.int64) if isinstance(value, np.ndarray) else row


def rows_of(tree: Tree) -> Iterator[Any]:
    """Yield the arrays of rows in a pattern."""
    if isinstance(tree, list | tuple | dict):
        for item in tree.values() if isinstance(tree, dict) else tree:
            yield from rows_of(item)
    elif tree is not None:
        yield np.ravel(np.asarray(tree))


def whole(tree: Tree) -> Tree:
    """Return a pattern as numbers of rows: arrays of integers, integers, containers of them."""
    if isinstance(tree, dict):
        return {k: whole(v) for k, v in tree.items()}
    if isinstance(tree, list | tuple):
        return [whole(v) for v in tree]
    if isinstance(tree, np.ndarray):
        return tree.astype(np.int64, copy=False)
    return None if tree is None else int(tree)


def both(join: Callable[[Any, Any], Any], x: Tree, y: Tree, value: Any) -> Tree:
    """Return two patterns of one value as one."""
    if x is None or y is None:
        return y if x is None else x
    found = parts(value)
    if found is None:
        return join(x, y)
    if isinstance(x, dict):
        return {k: both(join, x[k], y[k], v) for k, v in found}
    return [both(join, x[k], y[k], v) for k, v in found]
