"""Programs kept apart: finding the routines of a program, putting new ones together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from adcompiler.ir.nodes import Block, Call, Function, Op, Routine, Slot, Struct, Value, grouped
from adcompiler.ir.walk import all_ops, rewrite_blocks


def routines(fn: Function) -> list[Routine]:
    """Return the finished routines that a program calls or returns, callees first."""
    found: dict[Routine, None] = {}
    seen: set[Routine] = set()

    def visit(fn: Function) -> None:
        called = [op.routine for op in all_ops(fn.body) if isinstance(op, Call)]
        for routine in (*called, *returned(fn.result)):
            if routine.function and routine not in seen:
                seen.add(routine)
                visit(routine.function)
                found[routine] = None

    visit(fn)
    return list(found)


def returned(tree: Any) -> list[Routine]:
    """Return the routines that a result holds with some of their arguments bound."""
    if not isinstance(tree, Struct):
        return []
    if tree.kind == "bound":
        return [k for k in tree.keys if isinstance(k, Routine)]
    return [r for item in tree.items for r in returned(item)]


def directed(tree: Any, to: Mapping[Routine, Routine]) -> Any:
    """Return a result with other routines in it."""
    if not isinstance(tree, Struct):
        return tree
    keys = tuple(to.get(k, k) if isinstance(k, Routine) else k for k in tree.keys)
    return replace(tree, items=tuple(directed(i, to) for i in tree.items), keys=keys)


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
