"""A last look at a program that is built: what no path gives a kind to is not taken as constant."""

from __future__ import annotations

from collections import Counter

from adcompiler.errors import CompileError, refuse
from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Function
from adcompiler.ir.routines import routines
from adcompiler.ir.types import NOTHING
from adcompiler.ir.walk import all_ops, uses

DROPS = (core.drop, core.drop_inside)  # what they take out need not be read


def check(fn: Function) -> None:
    """Refuse a program that computes with what it never has."""
    for program in (fn, *(routine.program for routine in routines(fn))):
        every = [op for op in all_ops(program.body) if isinstance(op, Apply)]
        gone = Counter(op.args[1] for op in every if op.gate.function in DROPS)
        read = uses(program.body)
        for op in every:
            if op.out.type == NOTHING and read.get(op.out, 0) > gone[op.out]:
                raise _unknown(op)


def _unknown(op: Apply) -> CompileError:
    return refuse(
        "AD304",
        "a value of which no kind is known: it is read from what is never filled",
        op.span,
        "read here",
        "begin with a number: total = 0.0, or xs = [0.0]",
    )
