"""Refuse a tangent that is not known, where something reads it.

A gate with several results may have tangents of some only. What is unread is gone by now.
"""

from __future__ import annotations

from adcompiler.errors import refuse
from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Function
from adcompiler.ir.walk import all_ops


def unknown(fn: Function) -> Function:
    """Return the program as it is, unless it reads what has no derivative."""
    for op in all_ops(fn.body):
        if isinstance(op, Apply) and op.gate.function is core.no_tangent:
            what, hint = f"a derivative through {op.attrs['of']}", op.attrs["hint"]
            raise refuse("AD203", what, op.span, "here", hint)
    return fn
