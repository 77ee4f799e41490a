"""One gate met by a walk, and what is said of a gate of which little is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.pairs import Pairs
from adcompiler.analysis.pattern.rows import EMPTY, Rows, distinct
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.values import filled, operands
from adcompiler.gates.kinds import Distribute, Route
from adcompiler.ir.nodes import Apply


@dataclass(frozen=True, eq=False)
class At:
    """One gate met by a walk: its operands, their patterns, its output."""

    rows: Rows
    pairs: Pairs
    op: Apply
    values: Sequence[Any]
    deps: Sequence[Tree]
    out: Any

    def operand(self, name: str) -> tuple[Any, Tree]:
        """Return the operand that is bound to a parameter, and its pattern."""
        (k,) = operands(self.op)[name]
        return self.values[k], self.deps[k]

    def option(self, name: str) -> Any:
        """Return the value of an option, its default if it is not given."""
        if name in self.op.attrs:
            return filled(self.op.attrs[name], self.values)
        bound = operands(self.op).get(name)
        if bound:
            return self.values[bound[0]]
        return next(p.default for p in self.op.gate.parameters if p.name == name)

    def spread(self, ids: Any) -> Any:
        """Return rows with the shape of the output."""
        if isinstance(ids, int) and not isinstance(self.out, np.ndarray):
            return ids
        shape = np.shape(self.out)
        return np.broadcast_to(ids, shape) if shape else int(np.reshape(ids, ()))

    def union(self, *chosen: int) -> Any:
        """Return the union of the patterns of operands, element by element."""
        found: Any = EMPTY
        for k in chosen or range(len(self.deps)):
            ids = self.deps[k]
            if ids is not None:
                ids = np.asarray(ids) if isinstance(ids, list) else ids
                found = self.rows.joined(found, ids)
        return self.spread(found)


Rule = Callable[[At], Tree]


def dense(at: At) -> Tree:
    """Return that every output depends on all operands."""
    return spread_over(
        at, at.deps, smooth=not isinstance(at.op.gate.kind(at.op), Distribute | Route)
    )


def spread_over(at: At, deps: Sequence[Tree], smooth: bool) -> Tree:
    """Return that every output depends on all of these patterns."""
    rows = [r for tree in deps for r in trees.rows_of(tree)]
    found = at.rows.united(distinct(np.concatenate(rows))) if rows else EMPTY
    if smooth:
        at.pairs.smooth(found)
    return trees.filled(at.out, found)


def linear(at: At) -> Tree:
    """Return that every output depends on all of the one operand that the gate is linear in."""
    return spread_over(at, [at.deps[at.op.gate.kind(at.op).operand]], smooth=False)


def custom(at: At) -> Tree:
    """A derivative that the user gives may be of any element by any; a look at one changes none."""
    rule = at.op.attrs["rule"]
    if rule.function is None and not rule.changes:
        return at.deps[0]
    at.pairs.ruled.append(at.op)
    return dense(at)
