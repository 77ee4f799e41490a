"""The pattern of a program: what one walk through it has found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.rows import Ids, Rows
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.walk import Stage, Walk
from adcompiler.ir.nodes import Apply, Function, Value
from adcompiler.records import is_number, is_option


@dataclass(frozen=True, eq=False)
class Pattern:
    """What a program's outputs depend on, and which inputs meet in it.

    `fixed` tells whether it is that of every call with arguments of these shapes, with the
    same integers. `pairs` is None where all inputs may meet with all; `ruled` are the calls of
    functions with a derivative of their own, of which nothing is known.
    """

    width: int
    found: Ids  # the row of each number in the result
    rows: Rows
    pairs: tuple[Ids, Ids] | None
    fixed: bool
    ruled: tuple[Apply, ...] = ()

    def table(self) -> tuple[Ids, Ids]:
        """Return the pattern in compressed rows, one for each number in the outputs."""
        return self.rows.table(self.found)


def pattern_of(
    fn: Function,
    args: Sequence[Any],
    wrt: Sequence[int],
    captures: Mapping[Value, Any],
    fixed: Sequence[bool],
) -> Pattern:
    """Walk through a program and return which inputs its yields depend on.

    Parameters
    ----------
    fn
        The staged program.
    args, captures
        The values of its parameters, and of what it reads outside.
    wrt
        The parameters whose elements are the inputs, numbered in this order.
    fixed
        Whether each parameter, then each captured value, is the same in all calls.

    """
    width = sum(_size(args[k]) for k in wrt)
    rows = Rows(width)
    walk = Walk(rows)
    count = 0
    for param, value, same in zip(fn.params, args, fixed, strict=False):
        walk.env[param] = Stage(value, None, same)
    for k in wrt:
        deps, count = _numbered(rows, args[k], count)
        walk.env[fn.params[k]] = Stage(args[k], deps, False)
    for (param, value), same in zip(captures.items(), fixed[len(args) :], strict=True):
        walk.outside[param] = Stage(value, None, same)
    walk.env.update(walk.outside)
    walk.block(fn.body)
    result = walk.result(fn.result, fn.body.yields)
    found = np.concatenate([np.zeros(0, dtype=np.int64), *_rows(result.value, result.deps)])
    ruled = tuple(walk.pairs.ruled)
    return Pattern(width, found, rows, walk.pairs.table(), walk.fixed, ruled)


def _rows(value: Any, deps: Tree) -> Iterator[Ids]:
    """Yield the rows of the numbers in a value; what is no number has none."""
    if deps is None:
        deps = trees.filled(value)
    parts = trees.parts(value)
    if parts is None and is_number(value):
        yield np.ravel(np.asarray(deps, dtype=np.int64))
    for key, item in parts or ():
        if not is_option(type(value), key, item):
            yield from _rows(item, deps[key])


def _numbered(rows: Rows, value: Any, count: int) -> tuple[Tree, int]:
    """Return the pattern of an input, its elements numbered from `count` on, and how many now."""
    found = trees.parts(value)
    if found is None:
        if not is_number(value):
            return trees.filled(value), count
        return rows.inputs(count, np.shape(value)), count + np.size(value)
    out = {}
    for key, item in found:
        if is_option(type(value), key, item):
            out[key] = trees.filled(item)
        else:
            out[key], count = _numbered(rows, item, count)
    return (list(out.values()) if isinstance(value, list | tuple) else out), count


def _size(value: Any) -> int:
    return _numbered(Rows(0), value, 0)[1]
