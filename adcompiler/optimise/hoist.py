"""Take the parts of a container that a loop does not change in front of the loop.

Before: `for k in ks: h = p["W"][k] * h`. After: `W = p["W"]; for k in ks: h = W[k] * h`.
The adjoint of the part is then one array added into, not a container rebuilt in every round.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.gates import core
from adcompiler.ir.nodes import Apply, Block, For, Function, If, Op, Value


def hoist(fn: Function) -> Function:
    """Return the program with entries of containers of known structure read before loops."""
    return replace(fn, body=_block(fn.body))


def _block(block: Block) -> Block:
    """Return the block with what its loops need read in front of them."""
    ops: list[Op] = []
    for op in block.ops:
        match op:
            case If():
                op = replace(op, then=_block(op.then), orelse=_block(op.orelse))
            case For():
                body = _block(op.body)
                bound = set(body.params)
                stay: list[Op] = []
                for inner in body.ops:
                    if _fixed(inner, bound):
                        ops.append(inner)
                    else:
                        stay.append(inner)
                        bound.update((inner.out,) if isinstance(inner, Apply) else inner.out)
                op = replace(op, body=replace(body, ops=tuple(stay)))
        ops.append(op)
    return replace(block, ops=tuple(ops))


def _fixed(op: Op, bound: set[Value]) -> bool:
    """Tell whether the operation reads an entry of a container made outside the loop."""
    return isinstance(op, Apply) and op.gate.function is core.item and op.args[0] not in bound
