"""Which operations never raise, whatever their operands are at run time."""

from __future__ import annotations

import operator
import time

from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Call, For, If, Op
from adcompiler.ir.types import Scalar

CLOCKS = (time.perf_counter, time.monotonic, time.process_time, time.time)
_ALWAYS = (
    core.named, core.pack, core.caught, core.is_a, core.class_of, core.class_name, core.put,
    *CLOCKS,
)  # fmt: skip
_OF_NUMBERS = (
    operator.add, operator.sub, operator.mul, operator.neg, operator.pos, operator.lt,
    operator.le, operator.gt, operator.ge, operator.eq, operator.ne, operator.not_,
)  # fmt: skip


def may_raise(op: Op) -> bool:
    """Tell whether an operation may raise at run time; Python's own numbers are harmless."""
    match op:
        case Apply(gate=gate, args=args):
            if gate.function in _OF_NUMBERS:
                return not all(map(_is_python_number, args))
            return gate.function not in _ALWAYS
        case If(cond=cond, then=then, orelse=orelse, catches=catches, within=within):
            if catches or within or not _is_python_number(cond):
                return True
            return any(map(may_raise, (*then.ops, *orelse.ops)))
        case For() | Call():
            return True


def _is_python_number(atom: Atom) -> bool:
    type_ = type_of(atom)
    return isinstance(type_, Scalar) and (type_.dtype is None or type_.kind == "bool")
