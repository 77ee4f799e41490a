"""A last look at a program that is built: what no path gives a kind to is not taken as constant."""

from __future__ import annotations

from adcompiler.errors import refuse
from adcompiler.ir.nodes import Apply, Function, Op
from adcompiler.ir.routines import routines
from adcompiler.ir.types import NOTHING
from adcompiler.ir.walk import all_ops


def check(fn: Function) -> None:
    """Refuse a program that computes with what it never has."""
    for program in (fn, *(routine.program for routine in routines(fn))):
        for op in all_ops(program.body):
            _check_kinds(op)


def _check_kinds(op: Op) -> None:
    if isinstance(op, Apply) and op.out.type == NOTHING:
        raise refuse(
            "AD304",
            "a value of which no kind is known: it is read from what is never filled",
            op.span,
            "read here",
            "begin with a number: total = 0.0, or xs = [0.0]",
        )
