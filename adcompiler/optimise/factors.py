"""Numbers in products: two of them become one where that is exact.

Before: `(2.0 * x) * (0.5 / y * dz)`
After:  `x * (dz / y)`
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from adcompiler.gates import gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Const, Value
from adcompiler.ir.types import numeric_kind


@dataclass
class Rest:
    """What is left of a product without its number: a value, or one divided by it."""

    factor: float
    atom: Atom
    inverse: bool = False
    made: list[Apply] = field(default_factory=list)


def is_factor(atom: Atom) -> TypeGuard[Const]:
    """Tell whether an operand is a number of ordinary size."""
    return isinstance(atom, Const) and type(atom.value) is float and 1e-9 < abs(atom.value) < 1e9


def unscaled(
    op: Apply, made: dict[Value, Apply], used: dict[Value, int]
) -> tuple[Apply, ...] | None:
    """Return a product of two scaled operands with one number, or none, in front.

    One of the numbers must be a power of two, so that no digit changes.
    """
    if op.gate.function is not operator.mul or not op.span.derived:
        return None
    x, y = (_without_number(a, made, used) for a in op.args)
    for a, rest in ((op.args[0], y), (op.args[1], x)):
        if is_factor(a) and rest is not None and _exact(a.value, rest.factor):
            function = operator.truediv if rest.inverse else operator.mul
            last = (Const(a.value * rest.factor), rest.atom)
            return (*rest.made, replace(op, gate=gate(function), args=last))
    if x is None or y is None or (x.inverse and y.inverse) or not _exact(x.factor, y.factor):
        return None
    if x.inverse:
        x, y = y, x
    before = [*x.made, *y.made]
    factor = x.factor * y.factor
    if factor != 1.0:
        x.atom = _append(before, operator.mul, Const(factor), x.atom, op)
    function = operator.truediv if y.inverse else operator.mul
    return (*before, replace(op, gate=gate(function), args=(x.atom, y.atom)))


def _exact(a: float, b: float) -> bool:
    """Tell whether two factors make one without a rounding: one is a power of two."""
    return any(abs(math.frexp(c)[0]) == 0.5 for c in (a, b))


def _without_number(atom: Atom, made: dict[Value, Apply], used: dict[Value, int]) -> Rest | None:
    """Return a product or quotient that only one operation reads without its number."""
    op = made.get(atom) if isinstance(atom, Value) and not atom.stated else None
    if op is None or not op.span.derived or used.get(op.out, 0) > 1:
        return None
    if op.gate.function not in (operator.mul, operator.truediv):
        return None
    if numeric_kind(op.out.type) != "float":
        return None
    x, y = op.args
    over = op.gate.function is operator.truediv
    for a, b in ((x, y),) if over else ((x, y), (y, x)):
        if is_factor(a) and numeric_kind(type_of(b)) == "float":
            inner = None if over else _without_number(b, made, used)
            if inner is None or not _exact(inner.factor, a.value):
                return Rest(a.value, b, over)
            inner.factor *= a.value
            return inner
    if over:
        top = _without_number(x, made, used)
        if top is None or top.inverse:
            return None
        top.atom = _append(top.made, operator.truediv, top.atom, y, op)
        return top
    for one, other in ((x, y), (y, x)):
        rest = _without_number(one, made, used)
        if rest is None:
            continue
        function = operator.truediv if rest.inverse else operator.mul
        pair = (other, rest.atom) if rest.inverse or one is y else (rest.atom, other)
        rest.atom, rest.inverse = _append(rest.made, function, *pair, op), False
        return rest
    return None


def _append(made: list[Apply], function: object, x: Atom, y: Atom, like: Apply) -> Value:
    """Append an operation to those that are made, in place of one with a number."""
    found = gate(function)
    out = Value("", found.infer((x, y), {}), like.span)
    made.append(Apply(found, (x, y), {}, out, like.span))
    return out
