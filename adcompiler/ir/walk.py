"""Walking and rewriting programs: operands, uses, free values, substitution."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Call,
    For,
    Function,
    If,
    Op,
    Routine,
    Value,
)
from adcompiler.ir.types import Seq, is_iterator
from adcompiler.source import Span


def operands(op: Op) -> tuple[Atom, ...]:
    """Return the atoms that the operation itself reads, those of its blocks not counted."""
    match op:
        case Apply() | Call():
            return op.args
        case If():
            return (op.cond,)
        case For():
            return op.over + op.init


def outputs(op: Op) -> tuple[Value, ...]:
    """Return the values that the operation binds."""
    return (op.out,) if isinstance(op, Apply) else op.out


def blocks(op: Op) -> tuple[Block, ...]:
    """Return the blocks nested in the operation."""
    match op:
        case If():
            return (op.then, op.orelse)
        case For():
            return (op.body,)
    return ()


def all_ops(block: Block) -> Iterator[Op]:
    """Yield every operation of the block, the nested ones after the one that holds them."""
    for op in block.ops:
        yield op
        for inner in blocks(op):
            yield from all_ops(inner)


def takes(op: Op) -> bool:
    """Tell whether an operation, or one inside it, takes items out of an iterator."""
    every = all_ops(Block((), (op,), ()))
    return any(isinstance(a, Value) and is_iterator(a.type) for o in every for a in operands(o))


def draws(op: Op) -> bool:
    """Tell whether an operation, or one inside it, draws random numbers."""
    return _anywhere(op, lambda o: isinstance(o, Apply) and o.gate.name == "draw", set())


def has_effects(op: Op) -> bool:
    """Tell whether an operation, or one inside it, is seen from outside: print, raise, a draw."""
    return _anywhere(op, _is_effect, set())


def _is_effect(op: Op) -> bool:
    if isinstance(op, Apply):
        return not op.gate.pure and op.gate.name not in ("append", "proceed", "caught")
    return isinstance(op, For) and op.takes


def _anywhere(op: Op, holds: Callable[[Op], bool], seen: set[Routine]) -> bool:
    """Tell whether something holds of an operation, of one inside it or of one that it calls."""
    if holds(op):
        return True
    inside = [inner for block in blocks(op) for inner in block.ops]
    if isinstance(op, Call):
        if op.routine in seen or op.routine.function is None:
            return False  # what is being built is looked at where it stands
        seen.add(op.routine)
        inside = [*op.routine.program.body.ops]
    return any(_anywhere(inner, holds, seen) for inner in inside)


def raises(block: Block) -> bool:
    """Tell whether a block certainly raises, so that nothing comes to its end."""
    match block.ops[-1] if block.ops else None:
        case Apply(gate=gate):
            return bool(gate.name == "throw")
        case If(within=True, then=then):
            return raises(then)
        case If(then=then, orelse=orelse):
            return raises(then) and raises(orelse)
    return False


def reached(op: If) -> list[Block]:
    """Return the sides of a branch that can come to their end, both if neither can."""
    sides = [op.then] if op.within else [b for b in (op.then, op.orelse) if not raises(b)]
    return sides or [op.then, op.orelse]


def ends(op: If) -> list[tuple[Atom, ...]]:
    """Return what a branch may yield, one tuple for each side that can come to its end."""
    return [block.yields for block in reached(op)]


def count_ops(fn: Function) -> int:
    """Count the gates of a program, each loop body once."""
    return sum(isinstance(op, Apply) for op in all_ops(fn.body))


def reads(block: Block) -> Iterator[Atom]:
    """Yield every atom read anywhere in the block, its yields included."""
    for op in block.ops:
        yield from operands(op)
        for inner in blocks(op):
            yield from reads(inner)
    yield from block.yields


def uses(block: Block) -> dict[Value, int]:
    """Count how often each value is read in the block, nested blocks included."""
    count: dict[Value, int] = {}
    for atom in reads(block):
        if isinstance(atom, Value):
            count[atom] = count.get(atom, 0) + 1
    return count


def bound(ops: Iterable[Op]) -> set[Value]:
    """Return every value bound by the operations, at any depth."""
    found: set[Value] = set()
    for op in ops:
        found.update(outputs(op))
        for inner in blocks(op):
            found.update(inner.params)
            found |= bound(inner.ops)
    return found


def free(block: Block) -> list[Value]:
    """Return the values that the block reads and does not bind, in order of first use."""
    own = set(block.params) | bound(block.ops)
    return list(dict.fromkeys(a for a in reads(block) if isinstance(a, Value) and a not in own))


def free_of_op(op: Op) -> list[Value]:
    """Return the values that the operation reads from outside itself."""
    found = [a for a in operands(op) if isinstance(a, Value)]
    for inner in blocks(op):
        found.extend(free(inner))
    return list(dict.fromkeys(found))


Env = Mapping[Value, Atom]


def look(env: Env, atom: Atom) -> Atom:
    """Return what the atom stands for under a substitution."""
    while isinstance(atom, Value) and env.get(atom, atom) is not atom:
        atom = env[atom]
    return atom


def substitute(op: Op, env: Env) -> Op:
    """Return the operation with its operands replaced, at every depth."""
    if not env:
        return op
    match op:
        case Apply():
            args = tuple([look(env, a) for a in op.args])
            return op if args == op.args else Apply(op.gate, args, op.attrs, op.out, op.span)
        case Call():
            return replace(op, args=tuple(look(env, a) for a in op.args))
        case If():
            return replace(
                op,
                cond=look(env, op.cond),
                then=substitute_block(op.then, env),
                orelse=substitute_block(op.orelse, env),
            )
        case For():
            return replace(
                op,
                over=tuple(look(env, a) for a in op.over),
                init=tuple(look(env, a) for a in op.init),
                body=substitute_block(op.body, env),
            )


def substitute_block(block: Block, env: Env) -> Block:
    """Return the block with operands replaced."""
    return Block(
        block.params,
        tuple(substitute(op, env) for op in block.ops),
        tuple(look(env, a) for a in block.yields),
    )


def renamed(ops: Iterable[Op], env: dict[Value, Atom], place: Callable[[Span], Span]) -> list[Op]:
    """Return operations that bind new stages, at every depth; `env` tells what stands for which.

    A stage that `env` names beforehand is bound under that name.
    """

    def twin(value: Value) -> Value:
        known = env.get(value)
        if isinstance(known, Value):
            return known
        made = env[value] = Value(value.name, value.type, place(value.span), value.stated)
        return made

    def block(inner: Block) -> Block:
        params = tuple(map(twin, inner.params))
        found = renamed(inner.ops, env, place)
        return Block(params, tuple(found), tuple(look(env, a) for a in inner.yields))

    out: list[Op] = []
    for op in ops:
        span = place(op.span)
        match op:
            case Apply():
                args = tuple(look(env, a) for a in op.args)
                op = replace(op, args=args, out=twin(op.out), span=span)
            case Call():
                args = tuple(look(env, a) for a in op.args)
                op = replace(op, args=args, out=tuple(map(twin, op.out)), span=span)
            case If():
                cond, then, orelse = look(env, op.cond), block(op.then), block(op.orelse)
                outs = tuple(map(twin, op.out))
                op = replace(op, cond=cond, then=then, orelse=orelse, out=outs, span=span)
            case For():
                over = tuple(look(env, a) for a in op.over)
                init = tuple(look(env, a) for a in op.init)
                body, outs = block(op.body), tuple(map(twin, op.out))
                op = replace(op, over=over, init=init, body=body, out=outs, span=span)
        out.append(op)
    return out


def renewed(block: Block, env: Env = MappingProxyType({})) -> Block:
    """Return the block with every value that it binds replaced by a new one.

    `env` tells what the values around it have become.
    """
    table: dict[Value, Atom] = dict(env)
    for p in block.params:
        table[p] = Value(p.name, p.type, p.span, p.stated)
    ops = renamed(block.ops, table, lambda span: span)
    params = tuple(p for p in map(table.get, block.params) if isinstance(p, Value))
    return Block(params, tuple(ops), tuple(look(table, a) for a in block.yields))


def rewrite_blocks(op: Op, change: Callable[[Block], Block]) -> Op:
    """Return the operation with each nested block changed."""
    match op:
        case If():
            return replace(op, then=change(op.then), orelse=change(op.orelse))
        case For():
            return replace(op, body=change(op.body))
    return op


def passed_on(block: Block) -> list[tuple[Value, tuple[Atom, ...]]]:
    """Return the results of branches and loops, each with the atoms that it may stand for."""
    found: list[tuple[Value, tuple[Atom, ...]]] = []
    for op in all_ops(block):
        if isinstance(op, If):
            found += zip(op.out, zip(*ends(op), strict=True), strict=True)
        elif isinstance(op, For):
            both = list(zip(op.init, op.nexts, strict=True))
            found += zip(op.carried, both, strict=True)
            found += zip(op.finals, both, strict=True)
    return found


def maybe_unbound(block: Block) -> set[Value]:
    """Return the values that may have none on some path: where a branch or a loop makes none."""
    takes = passed_on(block)
    found: set[Value] = set()
    while True:
        more = {v for v, atoms in takes if any(a is UNDEF or a in found for a in atoms)} - found
        if not more:
            return found
        found |= more


def maybe_missing(block: Block) -> set[Value]:
    """Return the values that may have none, and those read from lists of such values."""
    takes = passed_on(block)
    kept, items, copies = _kept(block)
    found: set[Value] = set()
    holding: set[Value] = set()  # lists of what may have no value
    while True:
        more = {v for v, atoms in takes if any(a is UNDEF or a in found for a in atoms)}
        more |= {v for v, source in items if source in holding}
        lists = {v for v, atoms in (*takes, *copies) if any(a in holding for a in atoms)}
        lists |= {v for v, a in kept if a is UNDEF or a in found or a in holding}
        if more <= found and lists <= holding:
            return found
        found |= more
        holding |= lists


Pairs = list[tuple[Value, Atom]]


def _kept(block: Block) -> tuple[Pairs, Pairs, list[tuple[Value, tuple[Atom, ...]]]]:
    """Return what is collected, by list; the lists of the items; and lists made of lists."""
    kept: Pairs = []
    items: Pairs = []
    copies: list[tuple[Value, tuple[Atom, ...]]] = []
    for op in all_ops(block):
        if isinstance(op, For):
            kept += zip(op.collected, op.gathered, strict=True)
            items += zip(op.items, op.over, strict=True)
        elif isinstance(op, Apply) and isinstance(op.out.type, Seq):
            copies.append((op.out, op.args))
    return kept, items, copies
