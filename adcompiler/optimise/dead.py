"""Drop what nothing reads: stages, branch results, carried variables, feeds, collections.

Before: a loop that carries `cost` and `h`, of which only `h` is read. After: it carries `h`.
A line of the user's that may raise stays, unless another raises the same for it.
"""

from __future__ import annotations

from dataclasses import replace

from adcompiler.analysis.raising import must_run
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Op, Value, made_by
from adcompiler.ir.types import Scalar, Seq
from adcompiler.ir.walk import free_of_op, has_effects, reads, uses


def dead(fn: Function) -> Function:
    """Return the program without operations whose results nobody needs."""
    live = _without(fn, set())
    stay = must_run(fn, live)
    return _without(fn, stay) if stay else live


def _without(fn: Function, stay: set[Op]) -> Function:
    """Return the program without what nobody needs, but with the operations that stay."""
    live = {a for a in fn.body.yields if isinstance(a, Value)}
    made: dict[Value, Apply] = {}
    _index(fn.body, made)
    body = _block(fn.body, live, made, stay)
    used = uses(body)
    captures = tuple(c for c in fn.captures if c.value in used)
    return replace(fn, body=body, captures=captures)


def _index(block: Block, made: dict[Value, Apply]) -> None:
    for op in block.ops:
        match op:
            case Apply():
                made[op.out] = op
            case If():
                _index(op.then, made)
                _index(op.orelse, made)
            case For():
                _index(op.body, made)


def _block(block: Block, live: set[Value], made: dict[Value, Apply], stay: set[Op]) -> Block:
    """Return the block with only what makes live values; `live` grows by what they need."""
    kept: list[Op] = []
    live.update(a for a in block.yields if isinstance(a, Value))
    for op in reversed(block.ops):
        match op:
            case Apply():
                if op.out not in live and op.gate.pure and op not in stay:
                    continue
            case Call() | If() | For() if not (
                any(v in live for v in op.out) or op in stay or has_effects(op)
            ):
                continue
            case If():
                op = _branch(op, live, made, stay)
            case For():
                op = _loop(op, live, made, stay)
        kept.append(op)
        live.update(free_of_op(op))
    return Block(block.params, tuple(kept[::-1]), block.yields)


def _pick(atoms: tuple[Atom, ...], chosen: list[int]) -> tuple[Atom, ...]:
    return tuple(atoms[k] for k in chosen)


def _branch(op: If, live: set[Value], made: dict[Value, Apply], stay: set[Op]) -> If:
    chosen = [k for k, v in enumerate(op.out) if v in live]
    if op.catches or op.within:
        return _tried_branch(op, live)
    blocks = [
        _block(Block((), b.ops, _pick(b.yields, chosen)), live, made, stay)
        for b in (op.then, op.orelse)
    ]
    return replace(op, then=blocks[0], orelse=blocks[1], out=tuple(op.out[k] for k in chosen))


def _tried_branch(op: If, live: set[Value]) -> If:
    """Return a try, or a branch inside one, without the results that nobody needs."""
    chosen = [k for k, v in enumerate(op.out) if v in live or (op.catches and k == 0)]
    then, orelse = (
        _tried(Block((), b.ops, _pick(b.yields, chosen)), live) for b in (op.then, op.orelse)
    )
    return replace(op, then=then, orelse=orelse, out=tuple(op.out[k] for k in chosen))


def _tried(block: Block, live: set[Value]) -> Block:
    """Return a block of a try with all that may raise: that decides which block counts."""
    kept: list[Op] = []
    live.update(a for a in block.yields if isinstance(a, Value))
    for op in reversed(block.ops):
        match op:
            case Apply() if op.out not in live and op.gate.function is core.pack:
                continue
            case If():
                op = _tried_branch(op, live)
                if _is_empty(op):
                    continue
        kept.append(op)
        live.update(a for a in reads(Block((), (op,), ())) if isinstance(a, Value))
    return Block(block.params, tuple(kept[::-1]), block.yields)


def _is_empty(op: If) -> bool:
    """Tell whether a branch does nothing, nor asks anything that may raise."""
    plain = isinstance(type_of(op.cond), Scalar) and not (op.catches or op.within)
    return plain and not (op.then.ops or op.orelse.ops or op.out)


def _loop(op: For, live: set[Value], made: dict[Value, Apply], stay: set[Op]) -> For:
    n = len(op.init)
    collected = [k for k in range(n, len(op.out)) if op.out[k] in live]
    slots = {k for k in range(n) if op.out[k] in live}
    while True:
        inside: set[Value] = set()
        yields = (*_pick(op.body.yields, [*sorted(slots), *collected]), *op.stop)
        body = _block(Block(op.body.params, op.body.ops, yields), inside, made, stay)
        more = {k for k, p in enumerate(op.carried) if p in inside} - slots
        if not more:
            break
        slots |= more
    chosen = sorted(slots)
    walked = _walked(op, inside, made)
    params = [op.items[k] for k in walked] + [op.carried[k] for k in chosen]
    return replace(
        op,
        over=_pick(op.over, walked),
        init=_pick(op.init, chosen),
        body=Block(tuple(params), body.ops, body.yields),
        out=tuple(op.out[k] for k in [*chosen, *collected]),
    )


def _walked(op: For, inside: set[Value], made: dict[Value, Apply]) -> list[int]:
    """Choose which sequences the loop still walks; the number of iterations must not change."""
    if not op.over:
        return []
    needed = [k for k, item in enumerate(op.items) if item in inside]
    endless = [k for k, a in enumerate(op.over) if _is_counter(a, made)]
    own = [k for k, a in enumerate(op.over) if _is_kept(a) and k not in endless]
    foreign = [k for k in range(len(op.over)) if k not in own and k not in endless]
    if len(foreign) <= 1 and not (foreign and not own and foreign[0] not in needed):
        # One sequence of the user's and what was collected beside it have one length.
        chosen = set(needed)
        if not chosen - set(endless):
            chosen.add((own or foreign or endless)[0])
        return sorted(chosen)
    return sorted({*needed, *foreign})


def _is_counter(atom: Atom, made: dict[Value, Apply]) -> bool:
    op = made_by(made, atom)
    return op is not None and op.gate.function is core.counter


def _is_kept(atom: Atom) -> bool:
    """Tell whether a sequence was collected by the compiler, one item per iteration."""
    return isinstance(atom, Value) and isinstance(atom.type, Seq) and atom.type.kind == "kept"
