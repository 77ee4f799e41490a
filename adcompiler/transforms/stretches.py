"""Loops of which only some states are kept: `for k in checkpointed(range(n), states)`.

forward                                  backward
for first, last in stretches(n, s):      for first, last in reversed(stretches(n, s)):
    keep the state                           take the state that was kept
    state = steps(first, last, state)        d_state = steps_backward(first, last, state, d_state)

`steps_backward` runs its stretch forwards again in the same way but for its last part, with the
states that are left, down to stretches of one round: treeverse (Griewank 1992), with the binomial
lengths of revolve (Griewank and Walther, ACM TOMS 26, 2000).
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adcompiler import runtime
from adcompiler.analysis.activity import spread
from adcompiler.errors import refuse
from adcompiler.gates import core, gate
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import element, grows, is_list
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    Const,
    For,
    Function,
    Op,
    Routine,
    Slot,
    Value,
    made_by,
)
from adcompiler.ir.routines import function, unique
from adcompiler.ir.types import INT, Array, Seq, Type, fresh_dim
from adcompiler.ir.walk import blocks, bound, free, has_effects, look, renamed, renewed, takes, uses
from adcompiler.source import Span
from adcompiler.transforms import loops
from adcompiler.transforms.sweep import Sweep


@dataclass(frozen=True, eq=False)
class Stretched:
    """A loop about to be cut, what it walks, and the routine that runs a stretch of it."""

    op: For
    over: tuple[Atom, ...]  # sequences, and for a counter the number that it starts from
    counts: tuple[bool, ...]  # which of them are counters
    extras: tuple[Value, ...]  # what the body reads besides
    routine: Routine


def states_of(sweep: Sweep, op: For) -> Atom | None:
    """Return how many states of a loop are to be kept, None for all of them."""
    for atom in op.over:
        made = made_by(sweep.made, atom)
        if made is not None and made.gate.function is runtime.checkpointed:
            return made.args[1]
    return None


def loop(sweep: Sweep, op: For, states: Atom) -> list[Op]:
    """Append the reversed loop; return what the forward loop becomes."""
    if not any(v in sweep.varied and sweep.touched(v) for v in op.out):
        return [op]
    check(op)
    cut = _stretched(sweep, _lean(sweep, op))
    op = cut.op
    b = Builder()
    b.span = op.span
    parts = _parts(b, cut, cut.over, states)
    _each(b, cut, parts, cut.over, op.init, cut.extras, op.out)
    spread(Block((), tuple(b.ops), ()), sweep.varied)
    sweep.forward |= bound(b.ops)
    *head, last = b.ops
    assert isinstance(last, For)
    return [*head, loops.loop(sweep, last)]


def _lean(sweep: Sweep, op: For) -> For:
    """Return the loop without what it carries for nobody: loop variables of rounds before."""
    inside = uses(op.body)
    own = [y if isinstance(y, Value) else None for y in op.nexts]
    idle = [
        p not in inside or (inside[p] == 1 and p is y) for p, y in zip(op.carried, own, strict=True)
    ]
    kept = [k for k, v in enumerate(op.out) if v in sweep.reads or not idle[k]]
    params = (*op.items, *(op.carried[k] for k in kept))
    body = Block(params, op.body.ops, tuple(op.nexts[k] for k in kept))
    init, out = tuple(op.init[k] for k in kept), tuple(op.out[k] for k in kept)
    return replace(op, init=init, body=body, out=out)


def check(op: For) -> None:
    """Refuse loops that cannot be run again from a state in their middle."""
    why = ""
    if op.early:
        why = "which may end early"
    elif op.collected or any(grows(v.type) for v in op.carried):
        why = "which makes a list longer, or writes to one"
    elif op.backwards:
        why = "over a reversed sequence"
    elif any(map(_matters, op.body.ops)):
        why = "which draws, prints or writes outside: it would do so twice"
    if why:
        raise refuse(
            "AD402",
            f"a checkpointed loop {why}",
            op.span,
            "",
            "walk it without checkpointed, or change that",
        )


def _matters(op: Op) -> bool:
    if isinstance(op, Apply) and op.gate.function in core.RAISES:
        return False
    inner = [o for block in blocks(op) for o in block.ops]
    return any(map(_matters, inner)) or takes(op) if inner else has_effects(op)


def _stretched(sweep: Sweep, op: For) -> Stretched:
    over: list[Atom] = []
    for atom in op.over:
        made = made_by(sweep.made, atom)
        through = made is not None and made.gate.function in (core.counter, runtime.checkpointed)
        over.append(made.args[0] if made is not None and through else atom)
    counts = tuple(a in sweep.counters for a in op.over)
    for atom, counter in zip(over, counts, strict=True):
        if not counter and not (isinstance(type_of(atom), Array | Seq) or is_list(type_of(atom))):
            raise refuse("AD402", "a checkpointed loop over this value", op.span, hint="use a list")
    extras = tuple(free(op.body))
    size = len(over) + len(op.carried) + len(extras) + 1
    routine = Routine("steps", (None,) * size, (None,) * len(op.carried), again=True)
    cut = Stretched(op, tuple(over), counts, extras, routine)
    routine.function = _plain(cut)
    routine.unfolded = _unfolded(cut)
    return cut


def _params(cut: Stretched) -> list[Value]:
    """Return new parameters: what is walked, the state, what else is read, the states to keep."""
    op = cut.op
    span = op.span
    pieces = [
        Value("start", INT, span, True)
        if counter
        else Value(f"{item.name or 'item'}s", _piece(a), span, True)
        for a, item, counter in zip(cut.over, op.items, cut.counts, strict=True)
    ]
    carried = [Value(v.name or "state", v.type, span, True) for v in op.carried]
    extras = [Value(v.name or "value", v.type, span, True) for v in cut.extras]
    return list(unique([*pieces, *carried, *extras, Value("states", INT, span, True)]))


def _piece(whole: Atom) -> Type:
    type_ = type_of(whole)
    if isinstance(type_, Array):
        return Array(type_.dtype, (fresh_dim(), *type_.dims[1:]))
    return type_ if isinstance(type_, Seq) else Seq(element(type_))


def _split(cut: Stretched, params: Sequence[Value]) -> tuple[list[Value], list[Value], list[Value]]:
    """Return the parameters in groups: walked, carried, others."""
    n, m = len(cut.over), len(cut.op.carried)
    return list(params[:n]), list(params[n : n + m]), list(params[n + m : -1])


def _plain(cut: Stretched) -> Function:
    """Return the program of a stretch as the loop that it is."""
    params = _params(cut)
    pieces, carried, extras = _split(cut, params)
    b = Builder()
    b.span = cut.op.span
    over = [
        b.apply(gate(core.counter), p) if counter else p
        for p, counter in zip(pieces, cut.counts, strict=True)
    ]
    body = renewed(cut.op.body, dict(zip(cut.extras, extras, strict=True)))
    out = [Value(v.name, v.type, v.span, v.stated) for v in cut.op.out]
    b.loop(over, carried, body.params, (list(body.ops), body.yields), out)
    return function(cut.routine, params, Block((), tuple(b.ops), tuple(out)))


def _unfolded(cut: Stretched) -> Function:
    """Return the program that the backward part is made from: one round, or stretches of them."""
    op, params = cut.op, _params(cut)
    pieces, carried, extras = _split(cut, params)
    b = Builder()
    b.span = _again(op.span)
    one = b.apply(gate(operator.eq), _count(b, cut, pieces), Const(1), name="one_round")
    with b.block() as then:
        env: dict[Value, Atom] = dict(zip(cut.extras, extras, strict=True))
        for item, piece, counter in zip(op.items, pieces, cut.counts, strict=True):
            env[item] = piece if counter else b.apply(gate(core.load), piece, attrs={"index": 0})
        env.update(zip(op.carried, carried, strict=True))
        for inner in renamed(op.body.ops, env, _again):
            b.append(inner)
        nexts = [look(env, y) for y in op.nexts]
    out = [Value(v.name, v.type, v.span, v.stated) for v in op.carried]
    with b.block() as orelse:
        parts = _parts(b, cut, pieces, params[-1])
        ahead = b.apply(gate(core.load), parts, attrs={"index": slice(None, -1)})
        final = b.apply(gate(core.load), parts, attrs={"index": -1})
        middle = [Value(v.name, v.type, v.span, v.stated) for v in op.carried]
        _each(b, cut, ahead, pieces, carried, extras, middle)
        _run(b, cut, final, pieces, middle, extras, out)
    names = [(v.name, v.stated) for v in op.carried]
    found = b.branch(one, (then, nexts), (orelse, out), names)
    return function(cut.routine, params, Block((), tuple(b.ops), found))


def _again(span: Span) -> Span:
    """Return the span of what has run before, so that it raises nothing any more."""
    return replace(span, derived=True)


def _count(b: Builder, cut: Stretched, over: Sequence[Atom]) -> Atom:
    """Append the number of rounds."""
    walked = [a for a, counter in zip(over, cut.counts, strict=True) if not counter]
    counts = [b.apply(gate(len), a) for a in walked]
    found = counts[0]
    for other in counts[1:]:
        found = b.apply(gate(min), found, other)
    return found


def _parts(b: Builder, cut: Stretched, over: Sequence[Atom], states: Atom) -> Value:
    """Append the stretches of a loop."""
    return b.apply(gate(runtime.stretches), _count(b, cut, over), states, name="parts")


def _each(
    b: Builder,
    cut: Stretched,
    parts: Value,
    over: Sequence[Atom],
    init: Sequence[Atom],
    extras: Sequence[Atom],
    out: Sequence[Value],
) -> None:
    """Append the loop that runs one stretch after the other."""
    item = b.value(element(parts.type))
    carried = [b.value(v.type, v.name, v.stated) for v in cut.op.carried]
    after = [b.value(v.type, v.name, v.stated) for v in cut.op.carried]
    with b.block() as body:
        _run(b, cut, item, over, carried, extras, after)
    b.loop([parts], init, [item, *carried], (body, after), out)


def _run(
    b: Builder,
    cut: Stretched,
    part: Value,
    over: Sequence[Atom],
    state: Sequence[Atom],
    extras: Sequence[Atom],
    out: Sequence[Value],
) -> None:
    """Append the call that runs one stretch."""
    first, last, left = (
        b.apply(gate(core.item), part, attrs={"key": k}, name=word)
        for k, word in enumerate(("first", "last", "left"))
    )
    pieces = [
        b.apply(gate(operator.add), a, first)
        if counter
        else b.apply(gate(core.load), a, first, last, attrs={"index": slice(Slot(1), Slot(2))})
        for a, counter in zip(over, cut.counts, strict=True)
    ]
    b.call(cut.routine, [*pieces, *state, *extras, left], out)
