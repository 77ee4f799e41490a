"""Read what no round changes from before the loop: such a variable is none of the loop's.

Before: a loop that carries `opt_lr`, which each round hands on as it is. After: its rounds, and
what follows it, read the `lr` that it started from; nothing is kept of it, round by round.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.ir.nodes import Atom, Block, Const, For, Function, Op, Undef, Value
from adcompiler.ir.walk import rewrite_blocks, substitute, substitute_block


def invariant(fn: Function) -> Function:
    """Return the program whose loops carry only what some round of theirs may change."""
    env: dict[Value, Atom] = {}
    body = _block(fn.body, env)
    return replace(fn, body=substitute_block(body, env)) if env else fn


def _block(block: Block, env: dict[Value, Atom]) -> Block:
    return replace(block, ops=tuple(_op(op, env) for op in block.ops))


def _op(op: Op, env: dict[Value, Atom]) -> Op:
    inner: dict[Value, Atom] = {}
    op = rewrite_blocks(op, lambda block: _block(block, inner))
    if inner:  # what an inner loop handed on may be what this one hands on
        op = substitute(op, inner)
    if not isinstance(op, For):
        return op
    same = [k for k in range(len(op.init)) if _stays(op, k)]
    env.update({p: op.init[k] for k in same for p in (op.carried[k], op.out[k])})
    return _without(op, same) if same else op


def _stays(op: For, k: int) -> bool:
    """Tell whether every round hands a carried value on as the one that the loop began with."""
    nothing = isinstance(op.init[k], Undef) or op.init[k] == Const(None)
    return op.nexts[k] is op.carried[k] and not nothing


def _without(op: For, slots: list[int]) -> For:
    kept = [k for k in range(len(op.init)) if k not in slots]
    n = len(op.init)
    params = (*op.items, *(op.carried[k] for k in kept))
    yields = (*(op.nexts[k] for k in kept), *op.body.yields[n:])
    return replace(
        op,
        init=tuple(op.init[k] for k in kept),
        body=Block(params, op.body.ops, yields),
        out=(*(op.out[k] for k in kept), *op.collected),
    )
