"""What the output of each gate depends on: one line for each kind of gate.

What only moves elements about is asked to move the rows instead. What is known of no gate
is that every output may depend on every operand, and in no simple way.
"""

from __future__ import annotations

import builtins
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.pattern import products, trees
from adcompiler.analysis.pattern.pairs import Pairs
from adcompiler.analysis.pattern.rows import EMPTY, Rows, distinct
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.values import computed, filled, operands, place, replaced
from adcompiler.gates import core
from adcompiler.gates.kinds import Distribute, LocalDerivative, Route, SwapAndScale, Transposed
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
    return _dense(at, at.deps, smooth=not isinstance(at.op.gate.kind(at.op), Distribute | Route))


def _dense(at: At, deps: Sequence[Tree], smooth: bool) -> Tree:
    rows = [r for tree in deps for r in trees.rows_of(tree)]
    found = at.rows.united(distinct(np.concatenate(rows))) if rows else EMPTY
    if smooth:
        at.pairs.smooth(found)
    return trees.filled(at.out, found)


def linear(at: At) -> Tree:
    """Return that every output depends on all of the one operand that the gate is linear in."""
    return _dense(at, [at.deps[at.op.gate.kind(at.op).operand]], smooth=False)


def custom(at: At) -> Tree:
    """A derivative that the user gives may be of any element by any; a look at one changes none."""
    rule = at.op.attrs["rule"]
    if rule.function is None and not rule.changes:
        return at.deps[0]
    at.pairs.ruled.append(at.op)
    return dense(at)


# -- elementwise --------------------------------------------------------------------------


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


# -- moved about --------------------------------------------------------------------------


def moved(*names: str) -> Rule:
    """Return the rule of a gate that moves the elements of these operands about."""

    def rule(at: At) -> Tree:
        bound = operands(at.op)
        moving = {k for name in names for k in bound[name]}
        args = [
            (trees.filled(v) if d is None else d) if k in moving else _blank(v)
            for k, (v, d) in enumerate(zip(at.values, at.deps, strict=True))
        ]
        return trees.whole(computed(at.op, args, NOT_OF_ROWS))

    return rule


NOT_OF_ROWS = ("dtype", "first", "constant_values")  # options about numbers, not about places


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


# -- over axes ----------------------------------------------------------------------------


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
        return _dense(at, at.deps, smooth=False)
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


# -- the table ----------------------------------------------------------------------------

_KINDS: tuple[tuple[type, Rule], ...] = (
    (Distribute, elementwise()),
    (Route, elementwise()),
    (SwapAndScale, product),
    (LocalDerivative, smooth()),
    (Transposed, linear),
)


def dependence(at: At) -> Tree:
    """Return the pattern of what a gate gives, by the rule of the gate or else of its kind."""
    rule = RULES.get(at.op.gate.function)
    if rule is None:
        kind = at.op.gate.kind(at.op)
        rule = next((rule for cls, rule in _KINDS if isinstance(kind, cls)), dense)
    return rule(at)


def _each(rule: Rule, *functions: Any) -> dict[Any, Rule]:
    return dict.fromkeys(functions, rule)


RULES: dict[Any, Rule] = {
    **_each(custom, core.custom),
    **_each(absolute, abs, np.absolute),
    **_each(
        elementwise(),
        math.fabs,
        np.fabs,
        np.clip,
        np.nan_to_num,
        math.degrees,
        math.radians,
        np.degrees,
        np.rad2deg,
        np.radians,
        np.deg2rad,
        operator.mod,
        np.remainder,
        np.fmod,
        math.fmod,
        np.copysign,
        math.copysign,
        complex,
    ),
    **_each(quotient, operator.truediv, np.divide, runtime.over),
    **_each(smooth(), operator.pow, np.power, np.float_power, math.pow),
    **_each(elementwise(1, 2), np.where),
    **_each(elementwise(1), core.mask),
    **_each(smooth(1), core.sigmoid, core.sigmoid_of_minus, core.softplus, core.squared_modulus),
    **_each(
        same("x"),
        float,
        np.float64,
        np.complex64,
        np.complex128,
        np.copy,
        core.astype,
        core.item_of,
        np.real,
        np.conj,
    ),
    **_each(same("x"), core.named),
    **_each(same("xs"), core.duplicate),
    **_each(same("h"), runtime.doubled),
    **_each(plus, runtime.plus),
    **_each(
        moved("x"),
        np.transpose,
        np.reshape,
        np.ravel,
        np.squeeze,
        np.expand_dims,
        np.swapaxes,
        np.moveaxis,
        np.broadcast_to,
        core.broadcast_like,
        np.diagonal,
        np.diag,
        np.tril,
        np.triu,
        np.fliplr,
        np.flipud,
        np.flip,
        np.roll,
        np.repeat,
        np.tile,
        np.take,
        np.take_along_axis,
        np.fft.fftshift,
        np.fft.ifftshift,
        np.full,
        np.array,
        np.asarray,
        builtins.list,
        core.load,
        core.flipped,
        core.tolist,
        runtime.before,
        runtime.after,
    ),
    **_each(
        moved("items"),
        core.concatenate,
        core.stack,
        core.stack_items,
        runtime.pad_items,
        core.repeated,
    ),
    **_each(moved("xs"), core.concatenated, core.drop, core.remove),
    **_each(moved("xs", "v"), core.push, core.insert),
    **_each(moved("xs", "ys"), core.chain),
    **_each(moved("value"), np.full_like),
    **_each(moved("a", "v"), core.store),
    **_each(moved("g"), runtime.on_diagonal, runtime.piece, runtime.pieces, runtime.repeat),
    **_each(moved("h"), runtime.placed, runtime.resized),
    **_each(padded, np.pad),
    **_each(packed, core.pack),
    **_each(entry, core.item),
    **_each(accumulated, core.accumulate),
    **_each(
        reduced(),
        np.sum,
        np.mean,
        np.nansum,
        np.nanmean,
        np.max,
        np.min,
        np.amax,
        np.amin,
        np.ptp,
        np.median,
        np.quantile,
        np.percentile,
    ),
    **_each(reduced(is_smooth=True), np.var, np.std, np.prod, np.linalg.norm, core.logsumexp),
    **_each(along(), np.sort, np.fft.fft, np.fft.ifft, np.fft.rfft, np.fft.irfft),
    **_each(along(is_smooth=True), core.softmax, core.log_softmax, runtime.softmax),
    **_each(averaged, core.average),
    **_each(summed, builtins.sum),
    **_each(running(), np.cumsum),
    **_each(running(is_smooth=True), np.cumprod, runtime.recur),
    **_each(running(backwards=True, is_smooth=True), runtime.recur_back),
    **_each(differences, np.diff),
    **_each(trace, np.trace),
    **_each(of_matrices, np.linalg.inv, np.linalg.det, np.linalg.cholesky),
    **_each(fitted, runtime.fit),
    **_each(between, np.interp),
    **_each(polynomial, np.polyval),
    **_each(products.einsum, core.einsum, core.einsum_of_one),
    **_each(products.matmul, operator.matmul, np.matmul),
    **_each(products.dot, np.dot),
    **_each(products.inner, np.inner),
    **_each(products.outer, np.outer),
    **_each(products.vdot, np.vdot),
    **_each(products.tensordot, np.tensordot),
    **_each(products.cross, np.cross, runtime.cross),
    **_each(products.convolve, np.convolve),
}
