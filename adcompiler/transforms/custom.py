"""Derivatives that the user gives: the programs of a rule, put in place of the gate.

forward                       backward
y, residuals = fwd(x)         dx = bwd(residuals, dy)

A rule given as a jvp is linear in its tangents; its backward program is the reverse of that
line. Forward mode puts the jvp itself in place. A block that looks at an adjoint is a rule
whose forward program does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from adcompiler.analysis.hints import stage_hints
from adcompiler.analysis.saving import reads_more
from adcompiler.errors import refuse
from adcompiler.gates import core, gate, ops
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    Call,
    Const,
    For,
    Function,
    If,
    Op,
    Routine,
    Rule,
    Slot,
    Struct,
    Undef,
    Value,
    is_proceed,
)
from adcompiler.ir.routines import function, unique
from adcompiler.ir.types import Array, Type, adjoint_type, is_differentiable
from adcompiler.ir.walk import bound, count_ops, free, outputs, reads, renamed, substitute_block
from adcompiler.source import Span
from adcompiler.transforms import reverse
from adcompiler.transforms.sweep import Sweep

LARGE = 12  # gates; a program of a rule with more is a function if it is called repeatedly


def pull(sweep: Sweep, op: Apply) -> list[Op]:
    """Append the backward program of a rule; return the forward one, as far as it is needed."""
    g = sweep.total(op.out) if op.out in sweep.varied else None
    if g is None:
        return [op]
    rule: Rule = op.attrs["rule"]
    check_options(rule, op, sweep.varied)
    if rule.function is None and isinstance(g, Const):
        g = sweep.b.apply(gate(core.named), g, name=f"d{rule.name}")
        g.stated = True
    forward, backward = _programs(rule)
    made, found = _put(rule, forward, op.args, op, _inside(op.span), bound_to=op.out)
    sweep.forward |= bound(made)
    sweep.hints.update(stage_hints(Block((), tuple(made), ())))
    given = (*op.args, *found[1:], g)
    back, adjoints = _put(rule, backward, given, op, lambda span: _moved(span, sweep.b.span))
    before = len(sweep.b.ops)
    for o in back:
        sweep.b.append(o)
    for k, d in zip(rule.wrt, adjoints, strict=True):
        operand = op.args[k]
        if isinstance(operand, Value) and not (isinstance(d, Undef) or ops.is_number(d, 0)):
            part = ops.fit(sweep.b, d, operand)
            sweep.hint_new(before, operand)
            sweep.add(operand, part)
    return made


def push(b: Builder, op: Apply, dense: Callable[[Atom], Atom], varied: set[Value]) -> Atom | None:
    """Append a custom gate; return the tangent of its result, None where it does not vary."""
    rule: Rule = op.attrs["rule"]
    if op.out not in varied or not any(op.args[k] in varied for k in (*rule.wrt, *rule.options)):
        b.append(op)
        return None
    check_options(rule, op, varied)
    if rule.function is None and not rule.changes:
        b.append(Apply(gate(core.passed), op.args[:1], {}, op.out, op.span))
        return dense(op.args[0])
    if rule.tangent is None:
        raise refuse(
            "AD205",
            f"forward mode through {rule.name!r}, of which only the backward pass is given"
            if rule.function is not None
            else f"forward mode through a block that changes the adjoint of {rule.name!r}",
            op.span,
            "a tangent would have to flow through here",
            "give its rule with custom_jvp" if rule.function is not None else "use reverse mode",
        )
    given = (*op.args, *(dense(op.args[k]) for k in rule.wrt))
    made, found = placed(rule.tangent, given, op, _inside(op.span), bound_to=op.out)
    for o in made:
        b.append(o)
    return found[1]


def check_options(rule: Rule, op: Apply, varied: set[Value]) -> None:
    """Refuse a derivative by an argument that the rule declares to have none."""
    for k in rule.options:
        if op.args[k] in varied:
            raise refuse(
                "AD205",
                f"a derivative by argument {k} of {rule.name!r}, which nondiff_argnums excludes",
                op.span,
                "called here",
                "take it out of nondiff_argnums, or wrap the argument in stop_gradient",
            )


def _put(
    rule: Rule,
    program: Function,
    args: Sequence[Atom],
    op: Apply,
    place: Callable[[Span], Span],
    bound_to: Value | None = None,
) -> tuple[list[Op], list[Atom]]:
    """Return what a program of a rule does for these arguments: in place, or as a call."""
    if not rule.repeated or count_ops(program) < LARGE:
        return placed(program, args, op, place, bound_to)
    read = set(reads(program.body))
    chosen = [k for k, p in enumerate(program.params) if p in read]
    routine = rule.routines.get(program.name)
    if routine is None:
        params = tuple(program.params[k] for k in chosen)
        routine = rule.routines[program.name] = _routine(replace(program, params=params))
    out = [
        Value(y.name if isinstance(y, Value) else "", _general(type_of(y)), place(op.span))
        for y in program.body.yields
    ]
    if bound_to is not None:
        out[0] = bound_to
    found: list[Atom] = [
        y if isinstance(y, Undef) else v for y, v in zip(program.body.yields, out, strict=True)
    ]
    return [Call(routine, tuple(args[k] for k in chosen), tuple(out), place(op.span))], found


def _general(type_: Type) -> Type:
    """Return the type of a result that may be given as a literal."""
    return adjoint_type(type_) if is_differentiable(type_) else type_


def _routine(program: Function) -> Routine:
    """Return a program of a rule as a function of its own."""
    params = [Value(p.name or "x", p.type, p.span, True) for p in program.params]
    env: dict[Value, Atom] = dict(zip(program.params, params, strict=True))
    made = renamed(program.body.ops, env, lambda span: span)
    ends = program.body.yields
    yields = tuple(ops.ZERO if isinstance(y, Undef) else _now(env, y) for y in ends)
    routine = Routine(program.name, (None,) * len(params), (None,) * len(yields))
    routine.function = function(routine, unique(params), Block((), tuple(made), yields))
    return routine


def placed(
    program: Function,
    args: Iterable[Atom],
    op: Apply,
    place: Callable[[Span], Span],
    bound_to: Value | None = None,
) -> tuple[list[Op], list[Atom]]:
    """Return the operations of a program for these arguments, and what it yields.

    With `bound_to` its first yield is bound to that stage.
    """
    pairs = zip(program.params, args, strict=True)
    env: dict[Value, Atom] = {p: a for p, a in pairs if p is not a}
    first = program.body.yields[0] if bound_to is not None else None
    direct = isinstance(first, Value) and first in bound(program.body.ops)
    if isinstance(first, Value) and direct and bound_to is not None:
        env[first] = bound_to
    made = renamed(program.body.ops, env, place)
    found = [_now(env, a) for a in program.body.yields]
    if bound_to is not None and not direct:
        made.append(Apply(gate(core.passed), (found[0],), {}, bound_to, op.span))
    return made, found


def _now(env: dict[Value, Atom], atom: Atom) -> Atom:
    return env.get(atom, atom) if isinstance(atom, Value) else atom


def _inside(call: Span) -> Callable[[Span], Span]:
    """Return where the forward operations of a call belong: to the sweep of the call."""

    def place(span: Span) -> Span:
        return _moved(span, call) if call.sweep or call.derived else span

    return place


def _moved(span: Span, to: Span) -> Span:
    """Return a place in the rule, as a part of the statement that is differentiated."""
    derived = span.derived or to.derived
    return replace(span, statement=to.statement, sweep=to.sweep, derived=derived)


def _programs(rule: Rule) -> tuple[Function, Function]:
    """Return the forward and the backward program of a rule, made from its jvp if need be."""
    if rule.forward is None or rule.backward is None:
        rule.forward, rule.backward = _transposed(rule)
    return rule.forward, rule.backward


def _transposed(rule: Rule) -> tuple[Function, Function]:
    """Return the two passes of a rule that was given as a jvp: the reverse of the tangent."""
    program = rule.tangent
    assert program is not None
    count = len(program.params) - len(rule.wrt)
    primals, tangents = program.params[:count], program.params[count:]
    b = Builder()
    b.span = program.params[0].span
    sweep = Sweep(program, list(tangents), b)
    out, dot = program.body.yields
    seed = b.value(adjoint_type(type_of(out)), "g", True)
    sweep.add(dot, seed)
    made = reverse.operations(sweep, program.body.ops)
    adjoints: list[Atom] = []
    for t in tangents:
        found = sweep.total(t)
        adjoints.append(ops.ZERO if found is None else ops.fit(b, found, t))
    back = Block((), tuple(b.ops), tuple(adjoints))
    needs = [v for v in free(back) if v in bound(made) or v in tangents]
    moving = set(tangents)
    _spread(made, moving)
    wrong = [v for v in needs if v in moving and reads_more(v, back)]
    if wrong or out in moving:
        raise refuse(
            "AD205",
            f"the jvp of {rule.name!r} is not linear in its tangents",
            wrong[0].span if wrong else b.span,
            "this needs a tangent again",
            "a tangent is only added, or multiplied by what does not depend on tangents",
        )
    # Where only a shape is read, that of an argument will do.
    alike = {v: _like(v, primals) for v in needs if v in moving}
    known = {v: a for v, a in alike.items() if a is not None}
    back = substitute_block(back, known)
    needs = [v for v in needs if v not in known]
    zero = Builder()
    zero.span = program.params[0].span
    starts = {t: ops.zero_like(zero, primals[k]) for t, k in zip(tangents, rule.wrt, strict=True)}
    ready = renamed(map(partial(_dropped, moving), made), env := dict(starts), lambda span: span)
    yields = tuple(_now(env, a) for a in (out, *needs))
    forward = _function(f"{rule.name}_fwd", primals, Block((), (*zero.ops, *ready), yields))
    return forward, _function(f"{rule.name}_bwd", (*primals, *needs, seed), back)


def _like(value: Value, others: Sequence[Value]) -> Value | None:
    """Return one of some arrays that has the shape and dtype of a value."""
    type_ = value.type
    for other in others:
        if isinstance(type_, Array) and isinstance(other.type, Array):
            if type_.dtype == other.type.dtype is not None and same_shape(type_, other.type):
                return other
    return None


def _dropped(moving: set[Value], op: Op) -> Op:
    """Return a line of tangents as one that nobody misses where its value is not needed."""
    if moving.isdisjoint(outputs(op)):
        return op
    return replace(op, span=replace(op.span, derived=True))


def _function(name: str, params: Sequence[Value], body: Block) -> Function:
    slots = tuple(map(Slot, range(len(body.yields))))
    return Function(name, tuple(params), body, Struct("tuple", slots))


def _spread(made: Iterable[Op], moving: set[Value]) -> None:
    """Add everything whose value depends on one of these, not counting mere shapes."""

    def among(atoms: Iterable[Atom]) -> bool:
        return any(a in moving for a in atoms)

    for op in made:
        match op:
            case Apply():
                one = Block((), (op,), ())
                if any(
                    isinstance(a, Value) and a in moving and reads_more(a, one) for a in op.args
                ):
                    moving.add(op.out)
            case Call():
                if among(op.args):
                    moving.update(op.out)
            case If():
                for side in (op.then, op.orelse):
                    _spread(side.ops, moving)
                both = zip(op.out, op.then.yields, op.orelse.yields, strict=True)
                asked = among((op.cond,))
                moving.update(out for out, x, y in both if asked or among((x, y)))
            case For():
                _spread_loop(op, moving)


def _spread_loop(op: For, moving: set[Value]) -> None:
    moving.update(i for i, a in zip(op.items, op.over, strict=True) if a in moving)
    before = -1
    while len(moving) != before:
        before = len(moving)
        steps = zip(op.carried, op.init, op.nexts, strict=True)
        moving.update(p for p, a, y in steps if a in moving or y in moving)
        _spread(op.body.ops, moving)
    ends = [o.args[0] for o in op.body.ops if is_proceed(o) and isinstance(o, Apply)]
    if any(a in moving for a in (*ends, *op.stop)):
        moving.update(outputs(op))
    pairs = zip(op.out, (*op.nexts, *op.gathered), strict=True)
    moving.update(out for out, y in pairs if y in moving)
    starts = zip(op.finals, op.init, strict=True)
    moving.update(out for out, a in starts if a in moving)
