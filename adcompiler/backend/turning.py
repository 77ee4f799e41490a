"""Lists filled last item first, turned around once where that is read more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Apply, Atom, Block, For, Op, Value
from adcompiler.ir.walk import look, operands, rewrite_blocks, substitute, uses


def turned_once(block: Block) -> Block:
    """Return the block with a line for what would be turned around in several places.

    Before: `a = dxs[::-1][:n]; b = dxs[::-1][n:]`. After: `dxs = dxs[::-1]; a = dxs[:n]; ...`.
    """
    ops: list[Op] = []
    filled: list[Value] = []
    turned: dict[Value, Atom] = {}
    for k, op in enumerate(block.ops):
        read = uses(Block((), (op,), ()))
        for value in [v for v in filled if v in read]:
            filled.remove(value)
            line = Value(value.name, value.type, op.span, True)
            ops.append(Apply(gate(core.named), (value,), {}, line, op.span))
            turned[value] = line
        ops.append(rewrite_blocks(substitute(op, turned), turned_once))
        if isinstance(op, For) and op.backwards:
            rest = block.ops[k + 1 :]
            filled += [v for v in op.collected if _turns(v, rest, block.yields) > 1]
    yields = tuple(look(turned, a) for a in block.yields)
    return replace(block, ops=tuple(ops), yields=yields)


def _turns(filled: Value, ops: Sequence[Op], yields: Sequence[Atom]) -> int:
    """Count where a list is read from its first item on; in a loop that is more than once."""
    found = sum(a is filled for a in yields)
    for op in ops:
        here = sum(a is filled for a in operands(op))
        inside = uses(Block((), (op,), ())).get(filled, 0) - here
        if isinstance(op, For):
            inside *= 2
            if op.backwards:
                here -= sum(a is filled for a in op.over)
        found += here + inside
    return found
