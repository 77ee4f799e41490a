"""Gates in which the elements along axes meet."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.at import At, Rule, spread_over
from adcompiler.analysis.pattern.rows import EMPTY, distinct
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.values import operands


def reduced(name: str = "x", is_smooth: bool = False) -> Rule:
    """Return the rule of a sum, mean, maximum or norm over axes."""

    def rule(at: At) -> Tree:
        ids = at.operand(name)[1]
        if ids is None:
            return None
        found = at.spread(at.rows.over(ids, at.option("axis"), bool(at.option("keepdims"))))
        if is_smooth:
            at.pairs.smooth(found)
        return found

    return rule


def along(name: str = "x", is_smooth: bool = False) -> Rule:
    """Return the rule of a gate in which the elements along an axis all meet."""

    def rule(at: At) -> Tree:
        ids = at.operand(name)[1]
        if ids is None:
            return None
        found = at.spread(at.rows.over(ids, at.option("axis"), keepdims=True))
        if is_smooth:
            at.pairs.smooth(found)
        return found

    return rule


def averaged(at: At) -> Tree:
    """A mean with weights."""
    found = at.rows.joined(*(EMPTY if d is None else d for d in at.deps[:2]))
    found = at.rows.over(found, at.option("axis"), bool(at.option("keepdims")))
    if at.operand("weights")[1] is not None:
        at.pairs.smooth(found)
    return at.spread(found)


def summed(at: At) -> Tree:
    """Python's sum of the items of a list."""
    items, start = at.deps[0], at.deps[1] if len(at.deps) > 1 else None
    found = EMPTY if start is None else np.asarray(start)
    if items is not None:
        stacked = np.stack(np.broadcast_arrays(*items), axis=-1) if len(items) else EMPTY
        found = at.rows.joined(found, at.rows.united(stacked) if len(items) else EMPTY)
    return at.spread(found)


def running(backwards: bool = False, is_smooth: bool = False) -> Rule:
    """Return the rule of a gate whose outputs depend on all elements before theirs."""

    def rule(at: At) -> Tree:
        axis = at.option("axis")
        own: Any = EMPTY
        for d in at.deps:
            if d is not None:
                own = at.rows.joined(own, np.ravel(d) if axis is None else d)
        own = np.moveaxis(np.broadcast_to(own, np.shape(at.out)), axis or 0, 0)
        found = np.array(own)
        order = range(len(own) - 2, -1, -1) if backwards else range(1, len(own))
        for k in order:
            found[k] = at.rows.joined(found[k + 1 if backwards else k - 1], own[k])
        if is_smooth:
            at.pairs.smooth(found)
        return np.moveaxis(found, 0, axis or 0)

    return rule


def differences(at: At) -> Tree:
    """Each element and the one before."""
    ids, axis, extra = at.operand("x")[1], at.option("axis"), ("prepend", "append")
    if ids is None or any(name in operands(at.op) or name in at.op.attrs for name in extra):
        return spread_over(at, at.deps, smooth=False)
    ids = np.moveaxis(np.asarray(ids), axis, 0)
    for _ in range(at.option("n")):
        ids = at.rows.joined(ids[1:], ids[:-1])
    return np.moveaxis(ids, 0, axis)


def trace(at: At) -> Tree:
    """The sum of a diagonal."""
    options = {name: at.option(name) for name in ("offset", "axis1", "axis2")}
    return at.spread(at.rows.united(np.diagonal(at.deps[0], **options)))


def of_matrices(at: At) -> Tree:
    """A smooth function of each matrix of a stack."""
    found = at.rows.over(at.deps[0], (-2, -1))
    at.pairs.smooth(found)
    extra = np.ndim(at.out) - np.ndim(found)
    return at.spread(np.reshape(found, np.shape(found) + (1,) * extra))


def fitted(at: At) -> Tree:
    """The reverse of broadcasting."""
    ids, shape = (
        np.asarray(trees.filled(at.values[0]) if at.deps[0] is None else at.deps[0]),
        (np.shape(at.out)),
    )
    extra = ids.ndim - len(shape)
    if extra < 0 or not ids.ndim:
        return at.spread(ids)
    axes = tuple(k for k, n in enumerate(ids.shape) if k < extra or shape[k - extra] != n)
    return at.spread(np.reshape(at.rows.over(ids, axes), shape)) if axes else at.deps[0]


def between(at: At) -> Tree:
    """A table read between its entries: any of them, as the place may be."""
    rest = [r for d in at.deps[1:] for r in trees.rows_of(d)]
    table = at.rows.united(distinct(np.concatenate(rest))) if rest else EMPTY
    found = at.spread(at.rows.joined(EMPTY if at.deps[0] is None else at.deps[0], table))
    if rest:
        at.pairs.smooth(found)
    return found


def polynomial(at: At) -> Tree:
    """A polynomial: all coefficients meet each argument."""
    p, x = at.deps
    found = EMPTY if p is None else at.rows.over(p, None)
    found = at.spread(at.rows.joined(found, EMPTY if x is None else x))
    if x is not None:
        at.pairs.smooth(found)
    return found
