"""Programs built apart from the one around them, which they must not write to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adcompiler.frontend import handed_back, recursion
from adcompiler.frontend.scope import Scope
from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Op, Routine, Value
from adcompiler.ir.walk import blocks, has_effects, takes


def apart(
    scope: Scope,
    word: str,
    params: list[Value],
    make: Callable[[recursion.Frame], Any],
    backward: bool = False,
) -> tuple[tuple[Op, ...], Any]:
    """Build a program of its own, which writes to nothing around it; return its operations.

    A block of the `backward` sweep may write to the adjoint that it is given.
    """
    program, b = scope.program, scope.program.b
    frame = recursion.Frame(None, None, (), routine=Routine(word), word=word, backward=backward)
    frame.depth, frame.arguments = b.depth, set() if backward else set(params)
    before, span = scope.env, b.span
    scope.env = dict(before)
    program.calls.append(frame)
    try:
        with b.block() as ops:
            for value in params:
                b.place(value)
            made = make(frame)
        handed_back.check_cells(scope, frame, before)
    finally:
        program.calls.pop()
        scope.env, b.span = before, span
    return tuple(ops), made


def matters(op: Op) -> bool:
    """Tell whether an operation has an effect besides raising."""
    if isinstance(op, Apply) and op.gate.function in core.RAISES:
        return False
    inner = [o for b in blocks(op) for o in b.ops]
    return any(map(matters, inner)) or takes(op) if inner else has_effects(op)
