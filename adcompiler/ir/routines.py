"""Programs kept apart: finding the routines of a program, putting new ones together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from adcompiler.ir.nodes import Block, Call, Function, Op, Routine, Slot, Struct, Value, grouped
from adcompiler.ir.walk import all_ops, rewrite_blocks


def routines(fn: Function) -> list[Routine]:
    """Return the finished routines that a program calls, also through others, callees first."""
    found: dict[Routine, None] = {}
    seen: set[Routine] = set()

    def visit(block: Block) -> None:
        for op in all_ops(block):
            if isinstance(op, Call) and op.routine.function and op.routine not in seen:
                seen.add(op.routine)
                visit(op.routine.function.body)
                found[op.routine] = None

    visit(fn.body)
    return list(found)


def redirected(block: Block, to: Mapping[Routine, Routine]) -> Block:
    """Return the block with its calls going to other routines."""
    ops: list[Op] = []
    for op in block.ops:
        if isinstance(op, Call):
            op = replace(op, routine=to.get(op.routine, op.routine))
        ops.append(rewrite_blocks(op, lambda inner: redirected(inner, to)))
    return replace(block, ops=tuple(ops))


def function(routine: Routine, params: Iterable[Value], body: Block) -> Function:
    """Return the program of a routine, its yields packed as a call gives them."""
    slots = grouped(tuple(map(Slot, range(len(body.yields)))), routine.gives)
    parts = tuple(
        group[0] if size is None else Struct("tuple", group)
        for group, size in zip(slots, routine.gives, strict=True)
    )
    result: Any = parts[0] if len(parts) == 1 else Struct("tuple", parts)
    return Function(routine.name, tuple(params), body, result)


def unique(params: Iterable[Value]) -> tuple[Value, ...]:
    """Give the parameters of a routine different names, and return them."""
    seen: set[str] = set()
    for p in params:
        base, k = p.name, 2
        while p.name in seen:
            p.name, k = f"{base}{k}", k + 1
        seen.add(p.name)
    return tuple(params)
