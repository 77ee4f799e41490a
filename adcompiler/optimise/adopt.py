"""Let every line count as the program's own, those of a derivative inside it as well.

Before: what an inner gradient adds is marked as derived, and may be dropped freely. After: it
is a part of the program that the next derivative is made of.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.ir.nodes import Block, Function, Op
from adcompiler.ir.walk import all_ops, rewrite_blocks


def adopt(fn: Function) -> Function:
    """Return the program with no operation marked as derived."""
    if not any(op.span.derived for op in all_ops(fn.body)):
        return fn
    return replace(fn, body=_block(fn.body))


def _block(block: Block) -> Block:
    return replace(block, ops=tuple(_op(op) for op in block.ops))


def _op(op: Op) -> Op:
    op = rewrite_blocks(op, _block)
    return replace(op, span=replace(op.span, derived=False)) if op.span.derived else op
