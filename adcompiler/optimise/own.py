"""Give each gradient, and each array that is added into, memory of its own.

Before: `dx = w; return dx` where `w` is an argument. After: `dx = np.copy(w); return dx`.
Before: `b = a; b[0] += g; c = a + b`. After: `b = np.copy(a); b[0] += g; c = a + b`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler.analysis.memory import Seen, entry, memory, seen_updates
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import is_whole
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    For,
    Function,
    If,
    Op,
    Value,
    made_by,
)
from adcompiler.ir.types import Array, Scalar, Seq, Tree, rank
from adcompiler.ir.walk import all_ops, outputs, rewrite_blocks

FEW = 4  # parts of an array that are copied rather than the array


def own(fn: Function) -> Function:
    """Return the program with a copy of every array that shares memory with something."""
    fn = _updates_alone(fn)
    made = {v: op for op in all_ops(fn.body) for v in outputs(op)}
    ops = list(fn.body.ops)
    yields = list(fn.body.yields)
    seen: set[Value] = set()
    for k in fn.fresh:
        yields[k] = _owned(yields[k], made, seen, ops)
    return replace(fn, body=Block((), tuple(ops), tuple(yields)))


def _updates_alone(fn: Function) -> Function:
    """Copy what an update would change under the eyes of others: before the loop if possible."""
    alone: set[Value] = set()  # right after a copy
    while True:
        known = memory(fn)
        found = [s for s in seen_updates(fn, known) if s.update.out not in alone]
        if not found:
            return fn
        update, parts = found[0].update, found[0].parts(known)
        if 0 < len(parts) <= FEW:
            inside = replace(fn, body=_parts_copied(fn.body, parts))
            if not any(s.by for s in _seen(update, inside)):
                fn = inside
                continue
        spot = entry(update, all_ops(fn.body))
        if spot is not None:
            loop, k = spot
            outside = replace(fn, body=_copied(fn.body, loop, loop.init[k], k))
            if not _seen(update, outside):
                fn = outside
                continue
        fn = replace(fn, body=_copied(fn.body, update, update.args[0], 0))
        alone.add(update.out)


def _seen(update: Apply, fn: Function) -> list[Seen]:
    """Return whether, in a list that may be empty, others would see an update done in place."""
    return [s for s in seen_updates(fn, memory(fn)) if s.update.out is update.out]


def _parts_copied(block: Block, parts: set[Value]) -> Block:
    """Return the block with these parts of arrays copied where they are read."""
    ops: list[Op] = []
    for op in block.ops:
        if isinstance(op, Apply) and op.out in parts:
            view = Value(op.out.name, op.out.type, op.out.span)
            ops.append(replace(op, out=view))
            op = Apply(gate(np.copy), (view,), {}, op.out, op.span)
        ops.append(rewrite_blocks(op, lambda inner: _parts_copied(inner, parts)))
    return replace(block, ops=tuple(ops))


def _copied(block: Block, reader: Op, atom: Atom, k: int) -> Block:
    """Return the block with a copy of one operand made right before its reader."""
    ops: list[Op] = []
    for op in block.ops:
        if op is reader:
            assert isinstance(atom, Value)
            like = reader.carried[k] if isinstance(reader, For) else atom
            copy = Value(like.name, atom.type, atom.span, like.stated)
            ops.append(Apply(_copier(atom, op), (atom,), {}, copy, op.span))
            if isinstance(op, For):
                op = replace(op, init=(*op.init[:k], copy, *op.init[k + 1 :]))
            elif isinstance(op, Apply):
                op = replace(op, args=(copy, *op.args[1:]))
        else:
            op = rewrite_blocks(op, lambda inner: _copied(inner, reader, atom, k))
        ops.append(op)
    return replace(block, ops=tuple(ops))


def _copier(value: Value, reader: Op) -> Any:
    """Return the gate that makes a copy of its own of an array or a list.

    Of what the reader overwrites as a whole, it need not be a copy.
    """
    if isinstance(reader, Apply) and reader.gate.function is core.store:
        if is_whole(reader.attrs["index"], value.type):
            return gate(np.empty_like)
    return gate(core.duplicate if isinstance(value.type, Seq | Tree) else np.copy)


def _owned(atom: Atom, made: dict[Value, Op], seen: set[Value], ops: list[Op]) -> Atom:
    """Return the atom, or a copy of it appended to `ops`."""
    if not isinstance(atom, Value):
        return atom
    op = made.get(atom)
    if isinstance(op, Apply) and op.gate.function is core.pack:
        args = []
        for a in op.args:
            after: list[Op] = []
            part = made_by(made, a)
            inner = isinstance(part, Apply) and part.gate.function is core.pack
            args.append(_owned(a, made, seen, ops if inner else after))
            place = ops.index(op)
            ops[place:place] = after
        place = ops.index(op)
        ops[place] = made[atom] = replace(op, args=tuple(args))
        return atom
    if not isinstance(atom.type, Array):
        return atom
    bases = _bases(atom, made)
    if bases is not None and not (bases & seen):
        seen |= bases
        return atom
    copied = Value(atom.name, atom.type, atom.span, atom.stated)
    if isinstance(op, Apply) and op.gate.function is core.named and op in ops:
        ops[ops.index(op)] = replace(op, gate=gate(np.copy))
        seen.add(atom)
        return atom
    span = replace(atom.span, sweep=max(1, atom.span.sweep))
    ops.append(Apply(gate(np.copy), (atom,), {}, copied, span))
    return copied


def _bases(atom: Atom, made: dict[Value, Op]) -> set[Value] | None:
    """Return the stages whose memory a value may show, None if it may be someone else's."""
    found: set[Value] = set()
    known: set[Atom] = set()
    rounds: dict[Atom, tuple[Atom, Atom]] = {}  # of what a loop carries: its first, its next
    waiting = [atom]
    while waiting:
        at = waiting.pop()
        if at in known or not isinstance(at, Value) or isinstance(at.type, Scalar | Seq):
            continue
        known.add(at)
        match op := made.get(at):
            case Apply():
                shown = _shown(op)
                if shown is None:
                    return None
                found |= set() if shown else {at}
                waiting += shown
            case If():
                found.add(at)
                waiting += [b.yields[op.out.index(at)] for b in (op.then, op.orelse)]
            case For() if at in op.finals:
                rounds.update(zip(op.carried, zip(op.init, op.nexts, strict=True), strict=True))
                found.add(at)
                waiting.append(op.carried[op.finals.index(at)])
            case _ if at in rounds:
                waiting += rounds[at]
            case _:
                return None
    return found


def _shown(op: Apply) -> tuple[Atom, ...] | None:
    """Return whose memory a gate shows, if not its own; None if that may be someone else's."""
    function = op.gate.function
    if function in (core.named, *core.UPDATES):
        return op.args[:1]
    if function is core.custom:
        return None  # what it returns may be an argument
    if function is core.broadcast_like:
        return () if isinstance(type_of(op.args[0]), Scalar) else None
    diagonal = function is np.diag and rank(op.out.type) == 1
    if diagonal or function in (np.diagonal, np.broadcast_to):
        return None  # NumPy shows it, but lets nobody write to it
    return op.args[:1] if op.gate.view else ()
