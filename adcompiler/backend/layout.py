"""What becomes a line and what stays inside an expression.

A stage that the user named is a line. A stage without a name is written inside its only
reader, unless the expression would grow too long or its operands change in between.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.memory import Memory, beneath, lists_changing, memory
from adcompiler.backend.bundle import bundled
from adcompiler.gates import core, gate
from adcompiler.gates.safe import CLOCKS, may_raise
from adcompiler.gates.table import INFIX, PREFIX
from adcompiler.ir.containers import is_list
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
    is_proceed,
)
from adcompiler.ir.types import Array, Scalar, Tree
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
    uses,
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
_NO_CALLS = (core.pack, core.item, core.named, core.append, *core.RESIZES)
CREATORS = (np.zeros_like, np.zeros, np.empty, np.ndarray, runtime.zeros, np.copy)


@dataclass(eq=False)
class Layout:
    """The program to print, and which of its stages are written inside others."""

    fn: Function
    memory: Memory
    inlined: set[Value] = field(default_factory=set)
    made: dict[Value, Op] = field(default_factory=dict)
    written: set[Value] = field(default_factory=set)  # arrays that some line adds into
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
    body = _parts_first(_appends(bundled(_unwatched(fn.body, {}))))
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
    layout.resized = lists_changing(layout.fn, core.RESIZES)
    _pass_on(body, layout.backwards, layout.unsure)
    for op in all_ops(body):
        if isinstance(op, For):
            layout.unpacked.update(_unpacked(op))
    for block in (body, *(b for op in all_ops(body) for b in blocks(op))):
        layout.returned.update(_unpacked_calls(block))
    layout.parts.update(v for parts in layout.unpacked.values() for v in parts)
    layout.parts.update(v for p in layout.returned.values() for v in p if v is not None)
    count = {} if staged else _written(body)
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
    called = _unpacked_calls(block)
    made = {v: o for o in block.ops for v in outputs(o)}
    later = {v for parts in called.values() for v in parts if v is not None}
    for op in block.ops:
        if isinstance(op, Apply) and op.out in later:
            continue
        op = rewrite_blocks(op, _parts_first)
        if isinstance(op, For):
            parts = [v for parts in _unpacked(op).values() for v in parts]
            first = {v: o for o in op.body.ops for v in outputs(o)}
            others = [o for o in op.body.ops if set(parts).isdisjoint(outputs(o))]
            op = replace(op, body=replace(op.body, ops=(*(first[v] for v in parts), *others)))
        ops.append(op)
        if isinstance(op, Apply):
            ops += [made[v] for v in called.get(op.out, ()) if v is not None]
    return replace(block, ops=tuple(ops))


def _unpacked_calls(block: Block) -> dict[Value, list[Value | None]]:
    """Return the tuples that a call gives and the program takes apart by name: `u, s, vh = f(x)`.

    None stands for a part that nothing reads.
    """
    found: dict[Value, dict[int, Value]] = {}
    made = {o.out: o for o in block.ops if isinstance(o, Apply)}
    for op in made.values():
        if op.gate.function is core.item and op.args[0] in made and op.out.stated:
            whole = op.args[0]
            assert isinstance(whole, Value)
            if isinstance(whole.type, Tree) and not whole.stated:
                found.setdefault(whole, {}).setdefault(op.attrs["key"], op.out)
    count = uses(block) if found else {}
    calls: dict[Value, list[Value | None]] = {
        v: [parts.get(k) for k in range(len(v.type.items))]
        for v, parts in found.items()
        if isinstance(v.type, Tree) and v.type.kind == "tuple"
        if made[v].gate.function not in _NO_CALLS and 1 < len(parts) == count[v]
    }
    return calls | _unpacked_sequences(block)


def _unpacked_sequences(block: Block) -> dict[Value, list[Value | None]]:
    """Return for each test of a number of items those that are read right after it: `a, b = xs`."""
    found: dict[Value, list[Value | None]] = {}
    for k, op in enumerate(block.ops):
        if not isinstance(op, Apply) or op.gate.function is not core.counted:
            continue
        before, after = op.attrs["before"], op.attrs["after"]
        places: list[Any] = [*range(before)]
        if after is not None:
            places += [slice(before, -after or None), *range(-after, 0)]
        parts: list[Value | None] = [None] * len(places)
        for load in block.ops[k + 1 : k + 1 + len(places)]:
            if not isinstance(load, Apply) or load.gate.function is not core.load:
                break
            at, whole = load.attrs["index"], load.args[0]
            if whole is not op.args[0] or at not in places:
                break
            if not isinstance(at, slice) or is_list(load.out.type):
                parts[places.index(at)] = load.out
        found[op.out] = parts
    return found


def _unpacked(op: For) -> dict[Value, list[Value]]:
    """Return the items, tuples, that the body does nothing with but take them apart."""
    found: dict[Value, dict[int, Value]] = {}
    for inner in op.body.ops:
        if isinstance(inner, Apply) and inner.gate.function is core.item:
            whole, key = inner.args[0], inner.attrs["key"]
            if whole in op.items and isinstance(whole, Value) and isinstance(whole.type, Tree):
                found.setdefault(whole, {}).setdefault(key, inner.out)
    count = uses(op.body) if found else {}
    return {
        v: [parts[k] for k in sorted(parts)]
        for v, parts in found.items()
        if isinstance(v.type, Tree) and set(parts) == set(range(len(v.type.items)))
        if count[v] == len(parts)
    }


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


def _appends(block: Block) -> Block:
    """Return the block with each collected value appended right where it is made."""
    ops: list[Op] = []
    for op in block.ops:
        match op:
            case If():
                op = replace(op, then=_appends(op.then), orelse=_appends(op.orelse))
            case For():
                op = _collecting(op)
        ops.append(op)
    return replace(block, ops=tuple(ops))


def _collecting(op: For) -> For:
    n = len(op.init)
    body = _appends(op.body)
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


def _written(body: Block) -> dict[Value, int]:
    """Return how often each value is written; in `a and b`, the question is the answer too."""
    count = uses(body)
    for op in all_ops(body):
        if isinstance(op, If) and op.ternary and len(op.out) == 1:
            for atom in (*op.then.yields, *op.orelse.yields):
                if isinstance(atom, Value) and atom is op.cond:
                    count[atom] -= 1
    return count


def _choose(block: Block, layout: Layout, count: dict[Value, int], sizes: dict[Value, int]) -> None:
    """Decide for each stage of a block whether it is written inside its reader."""
    reader = _readers(block)
    layout.taken.update(_taken(block))
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


_TAKING = (core.drop, core.drop_inside, core.remove)


def _taken(block: Block) -> set[Value]:
    """Return the items of lists that are read right before they are dropped.

    In between, only other lists are taken from, those of the tangents: the first one tells
    what is raised.
    """
    place = {op.out: k for k, op in enumerate(block.ops) if isinstance(op, Apply)}
    found: dict[Value, tuple[int, int]] = {}
    for k, op in enumerate(block.ops):
        if isinstance(op, Apply) and op.gate.function in _TAKING:
            start, gone = _read_at(block, op, place), op.args[1]
            if start is not None and isinstance(gone, Value):
                found[gone] = (start, k)
    while True:
        ends = found.items()
        kept = {v: (j, k) for v, (j, k) in ends if _only_takes(block.ops[j + 1 : k], found)}
        if len(kept) == len(found):
            return set(kept)
        found = kept


def _read_at(block: Block, op: Apply, place: dict[Value, int]) -> int | None:
    """Return where what a list gives away was read of it, or of what it is a copy of."""

    def made(atom: Atom) -> Apply | None:
        op = block.ops[place[atom]] if isinstance(atom, Value) and atom in place else None
        return op if isinstance(op, Apply) else None

    whole, load = op.args[0], made(op.args[1])
    copied = made(whole)
    if load is None or load.gate.function is not core.load:
        return None
    if copied is not None and copied.gate.function is core.duplicate:
        if place[copied.out] > place[load.out]:
            whole = copied.args[0]
    return place[load.out] if load.args[0] is whole else None


def _only_takes(between: Sequence[Op], taken: Mapping[Value, object]) -> bool:
    """Tell whether operations copy lists and take from them, and no more."""
    for op in between:
        if not isinstance(op, Apply):
            return False
        if op.gate.function not in (*_TAKING, core.duplicate) and op.out not in taken:
            return False
    return True


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
    if function is len and op.args[0] in layout.resized:
        return False
    changing = layout.resized if function is len else layout.written
    if (op.gate.light or _is_question(op, layout)) and not any(a in changing for a in op.args):
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
