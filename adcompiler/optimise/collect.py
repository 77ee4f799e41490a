"""A list that starts empty and gets one item in every round is what the loop collects.

Before: a loop carries `ys`, and each round ends with `append(ys, y)`. After: it collects `y`,
and the backward loop walks the adjoints of the items beside everything else.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Apply, Block, For, Function, Op, Value, is_proceed, made_by
from adcompiler.ir.walk import all_ops, rewrite_blocks, uses


def collect(fn: Function) -> Function:
    """Return the program with such lists collected by their loops."""
    empty = {o.out for o in all_ops(fn.body) if isinstance(o, Apply) and _is_empty_list(o)}
    return replace(fn, body=_block(fn.body, empty, uses(fn.body)))


def _is_empty_list(op: Apply) -> bool:
    return op.gate.function is core.pack and op.attrs["kind"] == "list" and not op.args


def _block(block: Block, empty: set[Value], used: dict[Value, int]) -> Block:
    ops: list[Op] = []
    for op in block.ops:
        op = rewrite_blocks(op, lambda inner: _block(inner, empty, used))
        ops += _loop(op, empty, used) if isinstance(op, For) else (op,)
    return replace(block, ops=tuple(ops))


def _loop(op: For, empty: set[Value], used: dict[Value, int]) -> tuple[Op, ...]:
    """Return the loop, and what turns around the lists of one that runs backwards."""
    pushes = _pushes(op, empty, used)
    if not pushes:
        return (op,)
    stay = [k for k in range(len(op.init)) if k not in pushes]
    lists = [op.out[k] for k in pushes]
    turned: list[Op] = []
    if op.backwards:
        inner = [Value(v.name, v.type, v.span, v.stated) for v in lists]
        turned = [
            Apply(gate(core.flipped), (new,), {}, old, op.span)
            for new, old in zip(inner, lists, strict=True)
        ]
        lists = inner
    gone = set(pushes.values())
    body = Block(
        (*op.items, *(op.carried[k] for k in stay)),
        tuple(o for o in op.body.ops if o not in gone),
        (
            *(op.nexts[k] for k in stay),
            *op.gathered,
            *(push.args[1] for push in pushes.values()),
            *op.stop,
        ),
    )
    out = (*(op.finals[k] for k in stay), *op.collected, *lists)
    init = tuple(op.init[k] for k in stay)
    return (replace(op, init=init, body=body, out=out), *turned)


def _pushes(op: For, empty: set[Value], used: dict[Value, int]) -> dict[int, Apply]:
    """Return the carried lists that only grow, by one item at the end of each round."""
    ahead = max((k for k, o in enumerate(op.body.ops) if is_proceed(o)), default=-1)
    made = {
        o.out: o
        for o in op.body.ops[ahead + 1 :]
        if isinstance(o, Apply) and o.gate.function is core.push
    }
    found = {}
    for k, (param, start, after) in enumerate(zip(op.carried, op.init, op.nexts, strict=True)):
        push = made_by(made, after)
        if push is None or start not in empty or push.args[0] is not param:
            continue
        if used.get(param) == 1 and used.get(push.out) == 1:
            found[k] = push
    return found
