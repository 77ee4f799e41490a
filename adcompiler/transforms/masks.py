"""Branches by a number that differs from example to example, where both sides are harmless.

Before: `0.5 / y if y != 0 else inf`.
After: `np.where(y != 0, 0.5 / np.where(y != 0, y, 1.0), inf)`.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from adcompiler.gates import core, gate
from adcompiler.gates.batching import LED, RULES, SHARED, Apart, Many, result
from adcompiler.gates.batching.elementwise import OF_MATH, SMALL
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, Const, If, Value, made_by
from adcompiler.ir.types import Scalar, numeric_kind
from adcompiler.ir.walk import raises, reads, substitute_block

if TYPE_CHECKING:
    from adcompiler.transforms.batch import _Batch

TOTAL = {
    operator.add, operator.sub, operator.mul, operator.neg, operator.pos, operator.not_,
    operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne, abs, core.named,
    np.add, np.subtract, np.multiply, np.negative, np.sign, np.absolute, np.maximum, np.minimum,
    np.logical_not, np.logical_and, np.logical_or, math.fabs, math.copysign, math.sin, math.cos,
    math.tanh, math.atan, np.sin, np.cos, np.tanh, np.arctan, np.where, np.greater, np.less,
    core.sigmoid, core.softplus, core.sigmoid_of_minus,
}  # fmt: skip
AT_ONE = {  # harmless where their operands are 1
    operator.truediv, np.divide, operator.pow, np.power, math.exp, np.exp, math.log, np.log,
    math.sqrt, np.sqrt, math.log1p, np.log1p, math.expm1, np.expm1, math.pow, math.asin, math.acos,
}  # fmt: skip
assert set(OF_MATH) >= {f for f in AT_ONE if getattr(math, getattr(f, "__name__", ""), None) is f}


Mask = Callable[[], Atom]


def masked(batch: _Batch, op: If, outer: Mask | None = None) -> None:
    """Append a branch of which both sides are done for all examples, and the right one taken.

    `outer` makes the condition under which the branch itself is come to.
    """
    if batch.at(op.cond) != LED or op.catches or op.within:
        raise Apart
    if raises(op.then) != raises(op.orelse) and outer is None:
        _raising(batch, op)
        return
    if not op.out:
        raise Apart
    cond = batch.new(op.cond)
    if not isinstance(type_of(op.cond), Scalar) or numeric_kind(type_of(op.cond)) != "bool":
        raise Apart
    if any(a in batch.unsure for block in (op.then, op.orelse) for a in reads(block)):
        raise Apart
    if any(not isinstance(v.type, Scalar) or v.type.maybe for v in op.out):
        raise Apart
    for block in (op.then, op.orelse):
        if any(y is UNDEF for y in block.yields):
            raise Apart
    if isinstance(cond, Value) and not cond.stated:
        cond.name = ""
    _side(batch, op.then, cache(lambda: _both(batch, outer, cond)))
    _side(batch, op.orelse, cache(lambda: _both(batch, outer, _not(batch, cond))))
    for out, x, y in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
        if any(batch.at(s) not in (LED, SHARED) for s in (x, y)):
            raise Apart
        a, b = batch.new(x), batch.new(y)
        if a is b:
            batch.become(out, a, batch.at(x))
            continue
        new = batch.b.apply(gate(np.where), cond, a, b)
        new.name, new.stated = out.name, out.stated
        batch.become(out, new, LED)


def _raising(batch: _Batch, op: If) -> None:
    """Append a branch that raises: where one example would, all do; else the other side."""
    first = raises(op.then)
    bad, good = (op.then, op.orelse) if first else (op.orelse, op.then)
    if any(batch.at(a) != SHARED for a in reads(bad)):
        raise Apart
    cond = batch.new(op.cond)
    asked = batch.b.apply(gate(np.any), cond if first else _not(batch, cond))
    stop = substitute_block(Block((), bad.ops, ()), batch.env)
    batch.b.append(If(asked, stop, Block((), (), ()), (), op.span))
    batch.block(good.ops, good.yields)
    for out, y in zip(op.out, good.yields, strict=True):
        if y is UNDEF:
            raise Apart
        batch.become(out, batch.new(y), batch.at(y))


def _both(batch: _Batch, outer: Mask | None, cond: Atom) -> Atom:
    """Return the condition that both hold."""
    return cond if outer is None else batch.b.apply(gate(operator.and_), outer(), cond)


def _not(batch: _Batch, cond: Atom) -> Atom:
    """Return the opposite of a question."""
    made = made_by(batch.b.made, cond)
    opposite = {operator.eq: operator.ne, operator.ne: operator.eq}
    if made is not None and made.gate.function in opposite:
        return batch.b.apply(gate(opposite[made.gate.function]), *made.args)
    return batch.b.apply(gate(operator.invert), cond)


def _side(batch: _Batch, block: Block, mask: Mask) -> None:
    """Append the gates of one side, those that mind their operands on 1 where it is not taken."""
    for op in block.ops:
        batch.b.span = op.span
        if isinstance(op, If):
            if batch.at(op.cond) == SHARED:
                raise Apart
            masked(batch, op, mask)
            continue
        if not isinstance(op, Apply) or op.gate.function not in TOTAL | AT_ONE:
            raise Apart
        if any(batch.at(a) not in (LED, SHARED) for a in op.args):
            raise Apart
        args = [batch.new(a) for a in op.args]
        how = [batch.at(a) for a in op.args]
        if op.gate.function in AT_ONE:
            for k, a in enumerate(args):
                minds = k == 1 or op.gate.function not in (operator.truediv, np.divide)
                if minds and not isinstance(a, Const) and _minds(op, k):
                    args[k] = batch.b.apply(gate(np.where), mask(), a, Const(1.0))
                    how[k] = LED
        if all(h == SHARED for h in how):
            if op.gate.function not in SMALL:
                raise Apart
            batch.b.append(replace(op, args=tuple(args)))
            continue
        at = Many(batch.b, op, tuple(args), tuple(how), batch.first, batch.dim, batch.facts)
        batch.become(op.out, result(at, RULES[op.gate.function](at)), LED)


def _minds(op: Apply, k: int) -> bool:
    """Tell whether an operand can do harm: a base of a whole power above 0 cannot."""
    if op.gate.function in (operator.pow, np.power, math.pow) and k == 0:
        n = op.args[1]
        return not (isinstance(n, Const) and float(n.value).is_integer() and n.value >= 0)
    return True
