"""What a derivative keeps of the forward sweep, which of its lines needs it, and why it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from adcompiler.analysis.saving import reads_more
from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Op, Value, made_by
from adcompiler.ir.types import Scalar, Seq
from adcompiler.ir.walk import blocks, free_of_op, operands, outputs


@dataclass(frozen=True, eq=False)
class Kept:
    """One value of the forward sweep that the backward sweep reads."""

    value: Value
    reader: Op | None  # the first operation of the backward sweep that reads it, or an item of it
    why: str


def kept(fn: Function) -> list[Kept]:
    """Return the values that the backward sweep of a derivative needs of the forward one.

    Sizes, indices and what costs nothing to write again are left out.
    """
    made: dict[Value, Op] = {}
    for op in _all(fn.body):
        made.update(dict.fromkeys(outputs(op), op))
    forward = [op for op in fn.body.ops if op.span.sweep == 0]
    backward = [op for op in fn.body.ops if op.span.sweep > 0]
    own = {v for op in forward for v in outputs(op)}
    found: dict[Value, None] = {}
    for op in backward:
        found.update(dict.fromkeys(v for v in free_of_op(op) if v in own))
    after = Block((), tuple(backward), fn.body.yields)
    order = {v: k for k, op in enumerate(forward) for v in outputs(op)}
    return [
        Kept(v, _reader(v, backward), _why(v, made))
        for v in sorted(found, key=order.__getitem__)
        if _counts(v, made[v]) and reads_more(v, after)
    ]


def _all(block: Block) -> Iterator[Op]:
    for op in block.ops:
        yield op
        for inner in blocks(op):
            yield from _all(inner)


def _counts(value: Value, op: Op) -> bool:
    """Tell whether a value is one to be reported: no size, no index, nothing light."""
    if isinstance(value.type, Scalar) and value.type.kind in ("int", "bool"):
        return False
    if isinstance(value.type, Seq) and value.type.kind in ("range", "stretches"):
        return False
    light = isinstance(op, Apply) and (op.gate.light or op.gate.function is core.counter)
    return not light


def _reader(value: Value, ops: list[Op] | tuple[Op, ...]) -> Op | None:
    """Return the first operation that reads a value, or an item of what a loop has kept."""
    for op in ops:
        if isinstance(op, For) and value in operands(op):
            inside = op.body.params[operands(op).index(value)]
            return _reader(inside, op.body.ops) or op
        if value in operands(op):
            return op
        for inner in blocks(op):
            found = _reader(value, inner.ops)
            if found is not None:
                return found
            if value in inner.yields:
                return op
    return None


def _why(value: Value, made: dict[Value, Op]) -> str:
    """Return why a value is kept and not computed again."""
    op = made[value]
    if isinstance(op, If):
        sides = [b.yields[op.out.index(value)] for b in (op.then, op.orelse)]
        inner = next((s for s in sides if isinstance(s, Value) and s in made), None)
        return _why(inner, made) if inner is not None else "which branch made it is not known"
    if isinstance(op, For) and value in op.collected:
        atom = op.gathered[op.collected.index(value)]
        return _why_in_a_loop(atom, op, made)
    if isinstance(op, Call):
        return f"a call of {op.routine.name.removesuffix('_forward')} keeps it"
    return "it is still at hand"


def _why_in_a_loop(atom: Atom, loop: For, made: dict[Value, Op]) -> str:
    if not isinstance(atom, Value) or atom in loop.carried:
        return "each round overwrites it"
    if atom in loop.items:
        return "what the loop walks is not walked again"
    op = made[atom]
    if isinstance(op, For) and atom in op.collected:
        return _why_in_a_loop(op.gathered[op.collected.index(atom)], op, made)
    if isinstance(op, Apply):
        if op.gate.function is np.copy and _is_part(op.args[0], made):
            return "the array that it is a part of is written to afterwards"
        if op.gate.function is core.load:
            return "what it was read from may be written to afterwards"
        return f"to compute it again costs {op.gate.name}, and each round makes another"
    return "each round makes another"


def _is_part(atom: Atom, made: dict[Value, Op]) -> bool:
    op = made_by(made, atom)
    return isinstance(op, Apply) and op.gate.function is core.load
