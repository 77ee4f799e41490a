"""Gates that move elements about: they are asked to move the rows instead."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.at import At, Rule, dense
from adcompiler.analysis.pattern.rows import EMPTY
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.values import computed, operands, place, replaced


def moved(*names: str) -> Rule:
    """Return the rule of a gate that moves the elements of these operands about."""

    def rule(at: At) -> Tree:
        bound = operands(at.op)
        moving = {k for name in names for k in bound[name]}
        blank = _same if isinstance(at.values[0], dict) else _blank  # a number may be a key
        args = [
            (trees.filled(v) if d is None else d) if k in moving else blank(v)
            for k, (v, d) in enumerate(zip(at.values, at.deps, strict=True))
        ]
        return trees.whole(computed(at.op, args, NOT_OF_ROWS))

    return rule


NOT_OF_ROWS = ("dtype", "first", "constant_values")  # options about numbers, not about places


def _same(value: Any) -> Any:
    return value


def _blank(value: Any) -> Any:
    """Return an operand that gives places or a shape: numbers in it are of no account."""
    if isinstance(value, float | complex) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "fc"
    ):
        return trees.filled(value)
    return value


def padded(at: At) -> Tree:
    """Padding with a constant that does not vary."""
    k = operands(at.op).get("constant_values", (-1,))[0]
    return dense(at) if k >= 0 and at.deps[k] is not None else moved("x")(at)


def packed(at: At) -> Tree:
    """A container of its items."""
    items = [trees.filled(v) if d is None else d for v, d in zip(at.values, at.deps, strict=True)]
    named = at.op.attrs["kind"] in ("dict", "object")
    return dict(zip(at.op.attrs["keys"], items, strict=True)) if named else items


def listed(at: At) -> Tree:
    """The items of a sequence, the keys of a dict: those depend on nothing."""
    return None if isinstance(at.values[0], dict) else moved("x")(at)


def entry(at: At) -> Tree:
    """One item of a container."""
    return trees.whole(at.deps[0][at.op.attrs["key"]])


def accumulated(at: At) -> Tree:
    """What was there before, and what is added."""
    whole, added = (
        trees.filled(v) if d is None else d for v, d in zip(at.values[:2], at.deps[:2], strict=True)
    )
    steps = place(at.op, at.values)

    def joined(old: Any) -> Any:
        if not isinstance(old, np.ndarray):
            return trees.both(at.rows.joined, old[steps[-1]], added, added)
        places = np.arange(old.size).reshape(old.shape)[steps[-1]]
        new = np.ravel(np.broadcast_to(added, np.shape(places)))
        owners = np.concatenate([np.arange(old.size), np.ravel(places)])
        ids = np.concatenate([np.ravel(old), new])
        found = at.rows.unions(owners[ids != EMPTY], ids[ids != EMPTY], old.size)
        return found.reshape(old.shape)[steps[-1]]

    return replaced(whole, steps, joined)
