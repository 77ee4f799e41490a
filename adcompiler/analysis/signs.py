"""Of which values the sign of a zero can be told from what a program does.

It can where something divides by the value, or takes a function of it. Sums and products hand it
on; what is returned may be `-0.0` for `0.0`.
"""

from __future__ import annotations

import operator

import numpy as np

from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Atom, Call, For, Function, If, Value
from adcompiler.ir.walk import all_ops, passed_on

HANDS_ON = (
    operator.add, operator.sub, operator.mul, operator.neg, float, np.sum, np.array,
    core.named, core.pack, core.item, core.load, core.store, core.accumulate, core.append,
)  # fmt: skip
BLIND = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)


def signed(fn: Function) -> set[Value]:
    """Return the values of whose zeros the sign matters."""
    found: set[Value] = set()
    flows: list[tuple[Value, tuple[Atom, ...]]] = list(passed_on(fn.body))
    for op in all_ops(fn.body):
        match op:
            case Apply() if op.gate.function in BLIND:
                pass
            case Apply() if op.gate.function in HANDS_ON:
                flows.append((op.out, op.args))
            case Apply() if op.gate.function is operator.truediv:
                flows.append((op.out, op.args[:1]))
                found.update(_values(op.args[1:]))
            case Apply() | Call():
                found.update(_values(op.args))
            case For():
                flows += zip(op.items, zip(op.over, strict=True), strict=True)
                flows += zip(op.collected, zip(op.gathered, strict=True), strict=True)
            case If():
                pass
    while True:
        more = {a for v, atoms in flows if v in found for a in _values(atoms)} - found
        if not more:
            return found
        found |= more


def _values(atoms: tuple[Atom, ...]) -> list[Value]:
    return [a for a in atoms if isinstance(a, Value)]
