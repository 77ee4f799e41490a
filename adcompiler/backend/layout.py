"""What becomes a line and what stays inside an expression.

A stage that the user named is a line. A stage without a name is written inside its only
reader, unless the expression would grow too long or its operands change in between.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.memory import Memory, beneath, lists_changing, memory
from adcompiler.backend.bundle import bundled
from adcompiler.backend.collecting import with_appends, written_in
from adcompiler.backend.turning import turned_once
from adcompiler.backend.unpacked import taken_apart, unpacked_calls, unpacked_items
from adcompiler.gates import core
from adcompiler.gates.safe import CLOCKS, may_raise
from adcompiler.gates.table import INFIX, PREFIX
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Const,
    For,
    Function,
    If,
    Op,
    Value,
)
from adcompiler.ir.types import Array, Scalar
from adcompiler.ir.walk import (
    all_ops,
    blocks,
    free_of_op,
    has_effects,
    look,
    operands,
    outputs,
    rewrite_blocks,
    substitute,
)

MAX_GATES = 6

QUESTIONS = (
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
    operator.not_,
)

ARITHMETIC = (operator.add, operator.sub, operator.mul, operator.truediv, operator.neg)

_LINES = (
    *core.UPDATES,
    *core.EFFECTS,
    *core.ONCE,
    core.append,
    core.named,
    core.proceed,
    core.caught,
)

_SIZES = (core.shape, core.size, core.size_of, core.dtype_of, len)
CREATORS = (np.zeros_like, np.zeros, np.empty, np.ndarray, runtime.zeros, np.copy)


@dataclass(eq=False)
class Layout:
    """The program to print, and which of its stages are written inside others."""

    fn: Function
    memory: Memory
    inlined: set[Value] = field(default_factory=set)
    made: dict[Value, Op] = field(default_factory=dict)
    written: set[Value] = field(default_factory=set)  # arrays that some line adds into
    changed: set[Value] = field(default_factory=set)  # whose memory some line writes to
    resized: set[Value] = field(default_factory=set)  # lists that grow or shrink
    backwards: set[Value] = field(default_factory=set)  # lists filled last item first
    unsure: set[Value] = field(default_factory=set)  # those of them that may be None
    unpacked: dict[Value, list[Value]] = field(default_factory=dict)  # items taken apart at once
    returned: dict[Value, list[Value | None]] = field(default_factory=dict)  # so are results
    parts: set[Value] = field(default_factory=set)  # what they are taken apart into

    taken: set[Value] = field(default_factory=set)  # read as what `xs.pop()` returns

    def leaves(self, atom: Atom) -> Iterator[Value]:
        """Yield the variables that an operand reads once inlined stages are written out."""
        if not isinstance(atom, Value):
            return
        if atom not in self.inlined:
            yield atom
            return
        op = self.made[atom]
        for inner in operands(op):
            yield from self.leaves(inner)
        if isinstance(op, If):
            for block in (op.then, op.orelse):
                for inner in block.yields:
                    yield from self.leaves(inner)


def lay_out(fn: Function, staged: bool = False) -> Layout:
    """Return the program with collections as appends, and the stages to be inlined."""
    body = _parts_first(turned_once(with_appends(bundled(_unwatched(fn.body, {})))))
    fn = replace(fn, body=body)
    layout = Layout(fn, memory(fn))
    for op in all_ops(body):
        for out in outputs(op):
            layout.made[out] = op
        if isinstance(op, Apply) and op.gate.function in core.UPDATES:
            layout.written.update(a for a in (op.args[0], op.out) if isinstance(a, Value))
        if isinstance(op, For) and op.backwards:
            layout.backwards.update(op.collected)
    layout.written |= lists_changing(layout.fn)
    layout.changed = {layout.memory.find(v) for v in layout.written}
    layout.resized = lists_changing(layout.fn, core.RESIZES)
    _pass_on(body, layout.backwards, layout.unsure)
    for op in all_ops(body):
        if isinstance(op, For):
            layout.unpacked.update(unpacked_items(op))
    for block in (body, *(b for op in all_ops(body) for b in blocks(op))):
        layout.returned.update(unpacked_calls(block))
    layout.parts.update(v for parts in layout.unpacked.values() for v in parts)
    layout.parts.update(v for p in layout.returned.values() for v in p if v is not None)
    count = {} if staged else written_in(body)
    sizes: dict[Value, int] = {}
    _choose(body, layout, count, sizes)
    return layout


def _unwatched(block: Block, env: dict[Value, Atom]) -> Block:
    """Return the block without the places where nobody has asked for an adjoint."""
    ops: list[Op] = []
    for op in block.ops:
        op = substitute(op, env)
        if isinstance(op, Apply) and op.gate.function is core.custom:
            if op.attrs["rule"].function is None:
                env[op.out] = op.args[0]
                continue
        ops.append(rewrite_blocks(op, lambda inner: _unwatched(inner, env)))
    return Block(block.params, tuple(ops), tuple(look(env, a) for a in block.yields))


def _parts_first(block: Block) -> Block:
    """Return the block with tuples taken apart where they are made, or where a round begins."""
    ops: list[Op] = []
    called = unpacked_calls(block)
    made = {v: o for o in block.ops for v in outputs(o)}
    later = {v for parts in called.values() for v in parts if v is not None}
    for op in block.ops:
        if isinstance(op, Apply) and op.out in later:
            continue
        op = rewrite_blocks(op, _parts_first)
        if isinstance(op, For):
            parts = [v for parts in unpacked_items(op).values() for v in parts]
            first = {v: o for o in op.body.ops for v in outputs(o)}
            others = [o for o in op.body.ops if set(parts).isdisjoint(outputs(o))]
            op = replace(op, body=replace(op.body, ops=(*(first[v] for v in parts), *others)))
        ops.append(op)
        if isinstance(op, Apply):
            ops += [made[v] for v in called.get(op.out, ()) if v is not None]
    return replace(block, ops=tuple(ops))


def _pass_on(block: Block, backwards: set[Value], unsure: set[Value]) -> None:
    """A branch that hands on a list filled last item first hands it on as such."""
    for op in block.ops:
        if isinstance(op, For):
            _pass_on(op.body, backwards, unsure)
        if isinstance(op, If):
            _pass_on(op.then, backwards, unsure)
            _pass_on(op.orelse, backwards, unsure)
            for out, *sides in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                if all(a is UNDEF or a in backwards for a in sides):
                    backwards.add(out)
                    if any(a is UNDEF or a in unsure for a in sides):
                        unsure.add(out)


def _choose(block: Block, layout: Layout, count: dict[Value, int], sizes: dict[Value, int]) -> None:
    """Decide for each stage of a block whether it is written inside its reader."""
    reader = _readers(block)
    layout.taken.update(taken_apart(block))
    for k, op in enumerate(block.ops):
        match op:
            case Apply():
                if op.out not in layout.taken and _inlines(
                    op, k, block, reader, layout, count, sizes
                ):
                    layout.inlined.add(op.out)
                else:
                    sizes[op.out] = 0
            case If():
                _choose(op.then, layout, count, sizes)
                _choose(op.orelse, layout, count, sizes)
                if op.catches:
                    # What may raise is computed before any variable of the try is set.
                    layout.inlined -= {y for y in op.then.yields if _risky(y, layout)}
                alone = _one_expression(op, layout) and _single(op, k, reader, count)
                if alone and not _changes_before(op, k, block, reader, layout):
                    layout.inlined.add(op.out[0])
                    sizes[op.out[0]] = 3
            case For():
                _choose(op.body, layout, count, sizes)


def _risky(atom: Atom, layout: Layout) -> bool:
    """Tell whether an operand that is written out as an expression may raise."""
    if not isinstance(atom, Value) or atom not in layout.inlined:
        return False
    op = layout.made[atom]
    return may_raise(op) or any(_risky(a, layout) for a in operands(op))


def _readers(block: Block) -> dict[Value, int]:
    """Return for each value the position of the operation of this block that reads it."""
    found: dict[Value, int] = {}
    for k, op in enumerate(block.ops):
        for atom in operands(op):
            if isinstance(atom, Value):
                found[atom] = k
    for atom in block.yields:
        if isinstance(atom, Value):
            found[atom] = len(block.ops)
    return found


def _single(op: If, k: int, reader: dict[Value, int], count: dict[Value, int]) -> bool:
    out = op.out[0]
    return not out.stated and count.get(out) == 1 and out in reader


def _changes_before(op: If, k: int, block: Block, reader: dict[Value, int], layout: Layout) -> bool:
    """Tell whether what a conditional reads is written to before it is read itself."""
    read = [a for v in free_of_op(op) for a in layout.leaves(v) if not isinstance(a.type, Scalar)]
    return _update_any(block.ops[k + 1 : reader[op.out[0]]], read, layout.memory)


def _one_expression(op: If, layout: Layout) -> bool:
    """Tell whether a conditional can be written as one expression."""
    if not op.ternary or len(op.out) != 1:
        return False
    for block in (op.then, op.orelse):
        for inner in block.ops:
            if any(v not in layout.inlined for v in outputs(inner)):
                return False
    return True


def _inlines(
    op: Apply,
    k: int,
    block: Block,
    reader: dict[Value, int],
    layout: Layout,
    count: dict[Value, int],
    sizes: dict[Value, int],
) -> bool:
    out, function = op.out, op.gate.function
    size = 1 + sum(sizes.get(a, 0) for a in op.args if isinstance(a, Value))
    sizes[out] = size
    if (
        out.stated
        or function in (*_LINES, *CLOCKS)
        or out in layout.parts
        or out in layout.returned
    ):
        return False
    if _is_literal(op, layout):  # Python itself computes what is written in literals
        sizes[out] = 1
        return True
    if (op.gate.light or _is_question(op, layout)) and not _reads_changing(op, layout):
        sizes[out] = 0
        return True
    if count.get(out) != 1 or out not in reader:
        return False
    at = reader[out]
    if function in CREATORS and (function is not np.copy or at < len(block.ops)):
        return False
    read = [a for v in op.args for a in layout.leaves(v) if not isinstance(a.type, Scalar)]
    if read and _update_any(block.ops[k + 1 : at], read, layout.memory):
        return False
    if _fails(op, layout) and any(_waits(o, count) for o in block.ops[k + 1 : at]):
        return False
    user = block.ops[at] if at < len(block.ops) else None
    if isinstance(user, Apply) and user.gate.function in (range, core.counter):
        if any(_changes(a, layout) for a in op.args):
            return False  # the loop backwards writes the bounds again
    if isinstance(user, Apply) and user.gate.function is core.item and count[user.out] > 1:
        return False  # an item is written at each use, and its container would be made at each
    if isinstance(user, For) and out in user.init:
        return False
    if isinstance(user, Apply) and user.gate.function in core.UPDATES and user.args[0] is out:
        return False
    if op.span.sweep == 0:
        return True
    if user is None:
        return isinstance(op.out.type, type(None)) or size <= 2 or function is core.pack
    if user.span.statement is not op.span.statement and not _brief(op, size):
        return False
    total = 1 + sum(sizes.get(a, 0) for a in operands(user) if isinstance(a, Value))
    return total <= MAX_GATES or function is core.pack


def _reads_changing(op: Apply, layout: Layout) -> bool:
    """Tell whether a stage may read something else at a later place."""
    changing = layout.resized if op.gate.function is len else layout.written
    if any(a in changing for a in op.args):
        return True
    return any(_changes(a, layout) for a in op.args if a in layout.inlined)


def _changes(atom: Atom, layout: Layout) -> bool:
    """Tell whether some line writes to what an operand is read from; an array keeps its shape."""
    if not isinstance(atom, Value):
        return False
    if atom not in layout.inlined:
        return layout.memory.find(atom) in layout.changed
    op = layout.made[atom]
    if not isinstance(op, Apply):
        return any(layout.memory.find(v) in layout.changed for v in layout.leaves(atom))
    args = [a for a in op.args if isinstance(a, Value)]
    if op.gate.function in _SIZES:
        args = [a for a in args if a in layout.inlined or not isinstance(a.type, Array)]
    return any(_changes(a, layout) for a in args)


def _fails(op: Op, layout: Layout) -> bool:
    """Tell whether a stage raises where its function, or one written inside it, has no value."""
    if isinstance(op, Apply) and op.gate.raises:
        return True
    return any(_fails(layout.made[a], layout) for a in operands(op) if a in layout.inlined)


def _waits(op: Op, count: dict[Value, int]) -> bool:
    """Tell whether an operation has an effect or only raises: nothing is written after it."""
    if isinstance(op, Apply):
        return has_effects(op) or (op.gate.raises != "" and op.out not in count)
    return any(_waits(inner, count) for block in blocks(op) for inner in block.ops)


def _is_literal(op: Apply, layout: Layout) -> bool:
    """Tell whether the stage is arithmetic on literal numbers."""
    return op.gate.function in ARITHMETIC and all(
        isinstance(a, Const)
        or (
            a in layout.inlined
            and isinstance(inner := layout.made[a], Apply)
            and _is_literal(inner, layout)
        )
        for a in op.args
    )


def _is_question(op: Apply, layout: Layout) -> bool:
    """Tell whether the stage compares numbers in sight: asked again rather than stored."""
    return (
        op.gate.function in QUESTIONS
        and isinstance(op.out.type, Scalar)
        and not any(a in layout.inlined for a in op.args)
    )


def _update_any(ops: Sequence[Op], read: list[Value], memory: Memory) -> bool:
    """Tell whether operations update in place what these values may show."""
    return any(
        isinstance(o, Apply)
        and o.gate.function in core.UPDATES
        and isinstance(o.args[0], Value)
        and any(memory.find(o.args[0]) is memory.find(a) and not beneath(a, o) for a in read)
        for o in all_ops(Block((), tuple(ops), ()))
    )


def _brief(op: Apply, size: int) -> bool:
    """Tell whether a contribution is short enough to be written in another statement's line."""
    function = op.gate.function
    return (
        size <= 2
        and (function in INFIX or function in PREFIX)
        and (not isinstance(op.out.type, Array) or size <= 1)
    )
