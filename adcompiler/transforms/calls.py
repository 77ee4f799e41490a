"""Derivatives of routines: a forward part that keeps, a backward part that takes what was kept.

forward                     backward
y, kept = f_forward(x, n)   dx = f_backward(*kept, dy)

and in forward mode `y, y_dot = f_jvp(x, n, x_dot)`. A routine has one derivative for all its
calls, so a call inside its own body is a call of the part that is being made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adcompiler.analysis.activity import active, varied
from adcompiler.analysis.saving import rebuilt
from adcompiler.gates import ops
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    Call,
    Op,
    Routine,
    Undef,
    Value,
    grouped,
)
from adcompiler.ir.routines import function, unique
from adcompiler.ir.types import Residuals, adjoint_type, is_complex
from adcompiler.ir.walk import bound, free, renamed, substitute_block
from adcompiler.transforms import reverse
from adcompiler.transforms.sweep import Halves, Sweep


def call(sweep: Sweep, op: Call) -> Op:
    """Append the call of the backward part; return the call of the forward part."""
    seeds = [sweep.total(v) if v in sweep.varied else None for v in op.out]
    if all(s is None for s in seeds):
        return op
    halves = sweep.halves.get(op.routine)
    if halves is None:
        halves = _again(sweep, op.routine) if op.routine.again else _split(sweep, op.routine)
    b = sweep.b
    kept = Value(f"{op.routine.name}_kept", Residuals(), op.span)
    args: list[Atom] = [*op.args] if op.routine.again else [kept]
    for k in halves.outputs:
        seed = seeds[k]
        seed = sweep.zero(op.out[k]) if seed is None else seed
        real = not any(is_complex(type_of(y)) for y in op.routine.given()[k])
        args.append(ops.real_part(b, seed) if real and is_complex(type_of(seed)) else seed)
    found = []
    for k in halves.inputs:
        atom = op.args[k]
        stated = isinstance(atom, Value) and atom.name
        word = stated or op.routine.taken()[k][0].name
        type_, param = type_of(atom), op.routine.taken()[k]
        if op.routine.takes[k] is None and is_complex(param[0].type):
            type_ = join(type_, param[0].type)  # a real argument, given for a complex one
        found.append(b.value(adjoint_type(type_), f"d{word}"))
    b.call(halves.backward, args, found)
    for k, d in zip(halves.inputs, found, strict=True):
        sweep.add(op.args[k], d)
    if op.routine.again:
        return op
    for v in op.out:
        v.name = sweep.hint(v)
    return Call(halves.forward, op.args, (*op.out, kept), op.span)


def _split(sweep: Sweep, routine: Routine) -> Halves:
    """Make the two parts of a routine."""
    fn, name = routine.program, routine.name
    halves = sweep.halves[routine] = Halves(
        Routine(f"{name}_forward"),
        Routine(f"{name}_backward"),
        active(routine.taken(), sweep.varied),
        active(routine.given(), sweep.varied),
    )
    b = Builder()
    b.span = fn.params[0].span if fn.params else sweep.b.span
    taken, given = routine.taken(), routine.given()
    wrt = [p for k in halves.inputs for p in taken[k]]
    sub = Sweep(fn, wrt, b, sweep)
    seeds = _seeds(sub, given, halves.outputs)
    patched = reverse.operations(sub, fn.body.ops)
    yields = [_whole(sub, p) for p in wrt]
    inside = bound(patched) | set(fn.params)
    needs = [v for v in free(Block((), tuple(b.ops), tuple(yields))) if v in inside]
    again, kept = rebuilt(patched, needs, inside)
    env: dict[Value, Atom] = {}
    params = [_twin(v, sub.hint(v), env) for v in kept]
    head = [_twin_op(o, env) for o in again]
    body = substitute_block(Block((), (*head, *b.ops), tuple(yields)), env)
    unique([*params, *seeds])
    halves.backward.takes = (len(kept), *_sizes(routine.gives, halves.outputs))
    halves.backward.gives = _sizes(routine.takes, halves.inputs)
    halves.backward.function = function(halves.backward, [*params, *seeds], body)
    halves.forward.takes, halves.forward.gives = routine.takes, (*routine.gives, len(kept))
    first = Block((), tuple(patched), (*fn.body.yields, *kept))
    halves.forward.function = function(halves.forward, fn.params, first)
    return halves


def _again(sweep: Sweep, routine: Routine) -> Halves:
    """Make the backward part of a routine that keeps nothing: it runs the forward part first."""
    fn = routine.unfolded or routine.program
    env: dict[Value, Atom] = {}
    params = tuple(_twin(p, p.name, env) for p in fn.params)
    ops_ = renamed(fn.body.ops, env, lambda span: span)
    yields = tuple(env.get(y, y) if isinstance(y, Value) else y for y in fn.body.yields)
    twin = replace(fn, params=params, body=Block((), tuple(ops_), yields))
    inputs = active(routine.taken(), sweep.varied)
    outputs = active(routine.given(), sweep.varied)
    halves = sweep.halves[routine] = Halves(
        routine, Routine(f"{routine.name}_backward"), inputs, outputs
    )
    b = Builder()
    b.span = fn.params[0].span if fn.params else sweep.b.span
    wrt = [p for k in inputs for p in grouped(params, routine.takes)[k]]
    sweep.varied |= varied(twin, wrt)
    sub = Sweep(twin, wrt, b, sweep)
    seeds = _seeds(sub, grouped(yields, routine.gives), outputs)
    patched = reverse.operations(sub, twin.body.ops)
    gradients = tuple(_whole(sub, p) for p in wrt)
    unique([*params, *seeds])
    halves.backward.takes = (*routine.takes, *_sizes(routine.gives, outputs))
    halves.backward.gives = _sizes(routine.takes, inputs)
    body = Block((), (*patched, *b.ops), gradients)
    halves.backward.function = function(halves.backward, [*params, *seeds], body)
    return halves


def _seeds(sub: Sweep, given: list[tuple[Atom, ...]], outputs: Iterable[int]) -> list[Value]:
    """Return the parameters for the adjoints of the results, added to their adjoints."""
    seeds: list[Value] = []
    for k in outputs:
        for y in given[k]:
            word = sub.hint(y) if isinstance(y, Value) else "out"
            seed = sub.b.value(adjoint_type(type_of(y)), f"d{word}", True)
            seeds.append(seed)
            sub.add(y, seed)
    return seeds


def _whole(sub: Sweep, param: Value) -> Atom:
    """Return the adjoint of a parameter, of its shape."""
    if param not in sub.varied:
        return ops.ZERO
    found = reverse.named_total(sub, param)
    return sub.zero(param) if isinstance(found, Undef) else ops.fit(sub.b, found, param)


def _twin(value: Value, hint: str, env: dict[Value, Atom]) -> Value:
    """Return the parameter through which a value is handed on."""
    twin = Value(value.name or hint, value.type, value.span, True)
    env[value] = twin
    return twin


def _twin_op(op: Apply, env: dict[Value, Atom]) -> Apply:
    twin = Value(op.out.name, op.out.type, op.out.span, op.out.stated)
    env[op.out] = twin
    return replace(op, out=twin)


def _sizes(sizes: tuple[int | None, ...], chosen: Iterable[int]) -> tuple[int | None, ...]:
    return tuple(sizes[k] for k in chosen)
