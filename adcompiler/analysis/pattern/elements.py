"""What elementwise gates depend on, and in which of them inputs meet."""

from __future__ import annotations

import numpy as np

from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.at import At, Rule
from adcompiler.analysis.pattern.trees import Tree


def elementwise(*chosen: int) -> Rule:
    """Return the rule of a gate that is linear, or piecewise so, in each element."""
    return lambda at: at.union(*chosen)


def smooth(*chosen: int) -> Rule:
    """Return the rule of an elementwise gate that is not."""

    def rule(at: At) -> Tree:
        found = at.union(*chosen)
        at.pairs.smooth(found)
        return found

    return rule


def product(at: At) -> Tree:
    """Two operands that meet in a product."""
    if all(d is not None for d in at.deps):
        at.pairs.crossed(*at.deps)
    return at.union()


def quotient(at: At) -> Tree:
    """A quotient is linear in what stands above."""
    below = at.deps[1]
    if below is not None:
        at.pairs.smooth(below)
        if at.deps[0] is not None:
            at.pairs.crossed(*at.deps)
    return at.union()


def absolute(at: At) -> Tree:
    """The modulus of a complex number is smooth, that of a real one has two slopes."""
    return (smooth if np.iscomplexobj(at.values[0]) else elementwise)()(at)


def same(name: str) -> Rule:
    """Return the rule of a gate that gives one of its operands, or a copy."""

    def rule(at: At) -> Tree:
        found = at.operand(name)[1]
        return found if found is None or trees.parts(at.out) is not None else at.spread(found)

    return rule


def plus(at: At) -> Tree:
    """A sum of two containers item by item."""
    if trees.parts(at.out) is None:
        return at.union()
    x, y = (trees.filled(at.out) if d is None else d for d in at.deps)
    return trees.both(at.rows.joined, x, y, at.out)
