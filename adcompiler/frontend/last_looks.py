"""A last look at a program that is built: what would lose a derivative without a word.

Keys of dicts are no way for a derivative: numbers are found under them, not kept in them. And
what no path gives a kind to must not be taken for what has no derivative.
"""

from __future__ import annotations

from adcompiler.errors import refuse
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, For, Function, Op
from adcompiler.ir.routines import routines
from adcompiler.ir.types import NOTHING, is_differentiable, is_table, key_of
from adcompiler.ir.walk import all_ops

# What looks something up under a key, asks for it, or hands the dict on.
LOOKING = (
    core.load,
    *core.UPDATES,
    core.contains,
    core.pack,
    core.item,
    core.duplicate,
    core.named,
    len,
)
NAMED = ("zeros", "copied")  # of generated code


def check(fn: Function) -> None:
    """Refuse a program that reads float keys of dicts back, or computes with what it never has."""
    for program in (fn, *(routine.program for routine in routines(fn))):
        for op in all_ops(program.body):
            _check_keys(op)
            _check_kinds(op)


def _check_keys(op: Op) -> None:
    if any(_has_float_keys(a) for a in _read_back(op)):
        raise refuse(
            "AD304",
            "the keys of a dict that were computed as floats are read back",
            op.span,
            "no derivative flows through keys",
            "keep the numbers in a list, or beside the values: d[x] = (x, v)",
        )


def _check_kinds(op: Op) -> None:
    if isinstance(op, Apply) and op.out.type == NOTHING:
        raise refuse(
            "AD304",
            "a value of which no kind is known: it is read from what is never filled",
            op.span,
            "read here",
            "begin with a number: total = 0.0, or xs = [0.0]",
        )


def _read_back(op: Op) -> tuple[Atom, ...]:
    """Return the operands of which an operation may read the keys."""
    match op:
        case For(over):
            return over
        case Apply() if op.gate.function not in LOOKING and op.gate.name not in NAMED:
            return op.args
    return ()


def _has_float_keys(atom: Atom) -> bool:
    type_ = type_of(atom)
    return is_table(type_) and key_of(type_) != NOTHING and is_differentiable(key_of(type_))
