"""What a loop collects, appended where it is made."""

from __future__ import annotations

from dataclasses import replace

from adcompiler.gates import core, gate
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    For,
    If,
    Op,
    Value,
    is_proceed,
)
from adcompiler.ir.walk import (
    all_ops,
    outputs,
    uses,
)


def with_appends(block: Block) -> Block:
    """Return the block with each collected value appended right where it is made."""
    ops: list[Op] = []
    for op in block.ops:
        match op:
            case If():
                op = replace(op, then=with_appends(op.then), orelse=with_appends(op.orelse))
            case For():
                op = _collecting(op)
        ops.append(op)
    return replace(block, ops=tuple(ops))


def _collecting(op: For) -> For:
    n = len(op.init)
    body = with_appends(op.body)
    wanted = list(zip(op.gathered, op.collected, strict=True))
    # Nothing is collected before it is sure that the round takes place.
    head = max((k for k, o in enumerate(body.ops, 1) if is_proceed(o)), default=0)
    made = {v: k for k, o in enumerate(body.ops, 1) for v in outputs(o)}
    places: dict[int, list[tuple[Atom, Value]]] = {}
    for a, to in wanted:
        place = max(head, made.get(a, 0)) if isinstance(a, Value) else head
        places.setdefault(place, []).append((a, to))
    ops: list[Op] = [_append(a, to, op) for a, to in places.get(0, ())]
    for k, inner in enumerate(body.ops, 1):
        ops.append(inner)
        for a, to in places.get(k, ()):
            span = inner.span if k > head or a in outputs(inner) else op.span
            ops.append(replace(_append(a, to, op), span=span))
    return replace(op, body=Block(body.params, tuple(ops), (*body.yields[:n], *op.stop)))


def _append(atom: Atom, to: Value, op: For) -> Apply:
    out = Value("", to.type, op.span)
    return Apply(gate(core.append), (atom,), {"to": to}, out, op.span)


def written_in(body: Block) -> dict[Value, int]:
    """Return how often each value is written; in `a and b`, the question is the answer too."""
    count = uses(body)
    for op in all_ops(body):
        if isinstance(op, If) and op.ternary and len(op.out) == 1:
            for atom in (*op.then.yields, *op.orelse.yields):
                if isinstance(atom, Value) and atom is op.cond:
                    count[atom] -= 1
    return count
