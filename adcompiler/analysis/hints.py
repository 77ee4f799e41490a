"""What unnamed stages are called where they must have a name."""

from __future__ import annotations

import numpy as np

from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Block, Call, For, If, Value, made_by


def stage_hints(block: Block) -> dict[Value, str]:
    """Return what unnamed stages are called if they must have a name: `h_in`, `h_exp`.

    The operand of the gate that makes `h` is `h_in`, stages further in are named by gate.
    """
    hints: dict[Value, str] = {}
    made: dict[Value, Apply] = {}
    for op in block.ops:
        for inner in (op.then, op.orelse) if isinstance(op, If) else ():
            hints.update(stage_hints(inner))
        if isinstance(op, For):
            hints.update(stage_hints(op.body))
        if not isinstance(op, Apply):
            for out in op.out:
                target = op.span.statement.target if op.span.statement else ""
                if isinstance(op, Call):
                    target = target or f"{op.routine.name}_value"
                hints.setdefault(out, out.name or target or "value")
            continue
        statement = op.span.statement
        target = op.out.name or (statement.target if statement else "")
        if op.out.name:
            # The places of an update are not parts of what it updates.
            for arg in op.args[:2] if op.gate.function in core.UPDATES else op.args:
                source = made_by(made, arg)
                if source is None or source.out.name or source.span.sweep != op.span.sweep:
                    continue
                if source.span.statement is statement:
                    hints[source.out] = f"{op.out.name}_in"
        word = op.gate.name.split(".")[-1].strip("_")
        part = _part(op, hints) or _copied(op, hints)
        hints.setdefault(op.out, part or (f"{target}_{word}" if target else f"{word}_value"))
        if op.out.name:
            hints[op.out] = op.out.name
        made[op.out] = op
    return hints


def _copied(op: Apply, hints: dict[Value, str]) -> str:
    """Return what a copy is called: as what it copies."""
    whole = op.args[0] if op.gate.function is np.copy else None
    return whole.name or hints.get(whole, "") if isinstance(whole, Value) else ""


def _part(op: Apply, hints: dict[Value, str]) -> str:
    """Return `x0` for `x[0]` and `w` for `params["w"]`."""
    if op.gate.function is core.item and str(op.attrs["key"]).isidentifier():
        return str(op.attrs["key"])
    if op.gate.function in (core.item, core.load) and isinstance(op.args[0], Value):
        whole = op.args[0].name or hints.get(op.args[0], "")
        key = op.attrs["key"] if op.gate.function is core.item else op.attrs["index"]
        if whole:
            return f"{whole}{key}" if isinstance(key, int) and key >= 0 else f"{whole}_part"
    return ""
