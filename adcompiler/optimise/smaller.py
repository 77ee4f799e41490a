"""Arithmetic with a number where its array is smallest.

s * (x[:, None] @ y[None, :])  ->  (s * x[:, None]) @ y[None, :]
x * (m * spread(s))            ->  x * (m * s), where x has the whole shape
"""

from __future__ import annotations

import operator
from dataclasses import replace

import numpy as np

from adcompiler.gates import core, gate
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Value, made_by
from adcompiler.ir.types import Array, Scalar, numeric_kind

Made = dict[Value, Apply]


def on_smaller(op: Apply, made: Made, used: dict[Value, int]) -> tuple[Apply, Apply] | None:
    """Return two operations for one, of which the first is on a smaller array."""
    if op.gate.function is not operator.mul or not op.span.derived:
        return None
    return _into_outer(op, made, used) or _unspread(op, made, used)


def _into_outer(op: Apply, made: Made, used: dict[Value, int]) -> tuple[Apply, Apply] | None:
    """Return the outer product of a scaled column for a scaled outer product."""
    for number, whole in (op.args, op.args[::-1]):
        outer = _alone(whole, made, used)
        if outer is None or outer.gate.function not in (operator.matmul, np.matmul):
            continue
        if not isinstance(type_of(number), Scalar) or not _is_outer(outer):
            continue
        x, y = outer.args
        scaled = _append(operator.mul, number, x, op)
        if _dtype(scaled.out) == _dtype(x) == _dtype(op.out):
            return scaled, replace(outer, args=(scaled.out, y), out=op.out)
    return None


def _is_outer(op: Apply) -> bool:
    """Tell whether a product is that of a column with a row, of real numbers."""
    types = [type_of(a) for a in op.args]
    if not all(isinstance(t, Array) and numeric_kind(t) == "float" for t in types):
        return False
    x, y = types
    assert isinstance(x, Array)
    assert isinstance(y, Array)
    return x.rank == y.rank == 2 and bool(x.dims[1].one and y.dims[0].one)


def _unspread(op: Apply, made: Made, used: dict[Value, int]) -> tuple[Apply, Apply] | None:
    """Return a product of which the smaller factor is scaled before it is broadcast."""
    for whole, part in (op.args, op.args[::-1]):
        product = _alone(part, made, used)
        if product is None or product.gate.function is not operator.mul:
            continue
        if not isinstance(type_of(whole), Array) or not same_shape(type_of(whole), op.out.type):
            continue
        for spread, other in (product.args, product.args[::-1]):
            wide = made_by(made, spread)
            if wide is None or wide.gate.function is not core.broadcast_like:
                continue
            small = wide.args[0]
            if not isinstance(type_of(small), Scalar) or not isinstance(type_of(other), Array):
                continue
            scaled = _append(operator.mul, other, small, product)
            if _dtype(scaled.out) == _dtype(product.out):
                args = tuple(scaled.out if a is part else a for a in op.args)
                return scaled, replace(op, args=args)
    return None


def _alone(atom: Atom, made: Made, used: dict[Value, int]) -> Apply | None:
    """Return what made a value of the sweep's own that nothing else reads."""
    op = made_by(made, atom)
    if op is None or op.out.stated or not op.span.derived or used.get(op.out, 0) > 1:
        return None
    return op


def _append(function: object, x: Atom, y: Atom, like: Apply) -> Apply:
    found = gate(function)
    return Apply(found, (x, y), {}, Value("", found.infer((x, y), {}), like.out.span), like.span)


def _dtype(atom: Atom) -> str | None:
    type_ = type_of(atom)
    return type_.dtype if isinstance(type_, Array) else None
