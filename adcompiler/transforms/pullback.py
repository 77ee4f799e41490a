"""Derivatives that wait for a seed: the pullback of a point, and its transpose, the linear map.

Before: `y = sin(x); dx = cos(x) * dy; return y, dx` with the parameters x and dy.
After: `y = sin(x); return y, partial(f_pullback, x)` and `f_pullback(x, dy)` beside it.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adcompiler.analysis.memory import memory
from adcompiler.analysis.saving import rebuilt
from adcompiler.gates import core, gate, ops
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import is_list
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Function,
    Op,
    Routine,
    Slot,
    Struct,
    Value,
)
from adcompiler.ir.routines import routines, unique
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Type, is_differentiable
from adcompiler.ir.walk import all_ops, bound, free, substitute, substitute_block
from adcompiler.source import NOWHERE, Span
from adcompiler.transforms.derivative import Derivative, moved, slots_of, with_aux
from adcompiler.transforms.forward import forward
from adcompiler.transforms.reverse import reverse


@dataclass(frozen=True)
class Pullback(Derivative):
    """`(value, pullback)`: what takes the adjoint of the value to those of the parameters."""

    has_aux: bool = False
    word = "vjp"
    later = "pullback"

    def of(self, fn: Function) -> Function:
        """Return the program of the parameters and a seed: the value and the adjoints."""
        main, _ = with_aux(fn.result, self.has_aux)
        b = Builder()
        b.span = replace(
            fn.params[0].span if fn.params else b.span, sweep=last_sweep(fn) + 1, derived=True
        )
        seeds: list[Atom] = [UNDEF] * len(fn.body.yields)
        seed = Value(_seed_name(fn, main), _seed_type(fn, main), b.span, True)
        _spread(b, fn, main, seed, seeds)
        swept = reverse(fn, self.argnums, seeds, b)
        first = len(fn.body.yields)
        slots = tuple(Slot(first + k) for k in range(len(swept.gradients)))
        body = Block((), (*swept.ops, *b.ops), (*fn.body.yields, *swept.gradients))
        result = Struct("tuple", (fn.result, Struct("tuple", slots)))
        name = f"{fn.name}_{self.later}"
        return Function(name, unique((*fn.params, seed)), body, result, fn.captures)


@dataclass(frozen=True)
class Linear(Derivative):
    """`(value, linear map)`: what takes the tangents of the parameters to that of the value.

    The map is the transpose of the pullback, which is linear in its seed.
    """

    has_aux: bool = False
    word = "linearize"
    later = "linear"

    def of(self, fn: Function) -> Function:
        """Return the program of the parameters and their tangents: the value and its tangent."""
        if any(_is_ruled(op) for r in (fn, *map(_program, routines(fn))) for op in all_ops(r.body)):
            forward(fn, self.argnums)  # refuses what only the other mode is given for
        pulled = Pullback(self.argnums, self.has_aux).of(fn)
        b = Builder()
        b.span = replace(
            fn.params[0].span if fn.params else b.span, sweep=last_sweep(fn) + 2, derived=True
        )
        names = self.tangent_names([p.name for p in fn.params])
        dots = [
            Value(name, fn.params[k].type, b.span, True)
            for name, k in zip(names, self.argnums, strict=True)
        ]
        n, first = len(fn.params), len(fn.body.yields)
        seeds = [UNDEF] * first + dots
        swept = reverse(pulled, (n,), seeds, b)
        _called_tangents(b.ops)
        # Of the seed nothing but its shape is read: that of what is returned.
        main, _ = with_aux(fn.result, self.has_aux)
        packs = Builder()
        packs.span = fn.params[0].span if fn.params else packs.span
        like = packed(packs, fn, main)
        at = start_of(swept.ops, last_sweep(fn))
        found = (*swept.ops[:at], *packs.ops, *swept.ops[at:], *b.ops)
        body = Block((), found, (*fn.body.yields, *swept.gradients))
        body = substitute_block(body, {pulled.params[n]: like})
        result = Struct("tuple", (fn.result, Slot(first)))
        name = f"{fn.name}_{self.later}"
        return Function(name, unique((*fn.params, *dots)), body, result, fn.captures)


def _is_ruled(op: Op) -> bool:
    """Tell whether an operation has a derivative that the user gives."""
    return isinstance(op, Apply) and op.gate.function is core.custom


def _program(routine: Routine) -> Function:
    return routine.program


def _called_tangents(ops: Sequence[Op]) -> None:
    """Call the adjoint of an adjoint what it is: the adjoint of `dy` is `y_dot`."""
    for value in bound(ops):
        if value.name.startswith("dd") and len(value.name) > 2:
            value.name = f"{value.name[2:]}_dot"


def last_sweep(fn: Function) -> int:
    """Return the number of the last sweep that a program holds."""
    return max((op.span.sweep for op in all_ops(fn.body)), default=0)


def after(fn: Function, sweeps: int) -> Span:
    """Return the place of a program, in a later sweep."""
    span = fn.params[0].span if fn.params else NOWHERE
    return replace(span, sweep=last_sweep(fn) + sweeps, derived=True)


def start_of(ops: Sequence[Op], sweep: int) -> int:
    """Return where the operations of later sweeps begin."""
    return next((k for k, op in enumerate(ops) if op.span.sweep > sweep), len(ops))


def _seed_name(fn: Function, main: object) -> str:
    atom = fn.body.yields[main.index] if isinstance(main, Slot) else None
    return f"d{atom.name}" if isinstance(atom, Value) and atom.name else "dout"


def _seed_type(fn: Function, tree: object) -> Type:
    """Return the type of the seed for a result, a container like it."""
    if isinstance(tree, Slot):
        type_ = type_of(fn.body.yields[tree.index])
        counts = isinstance(type_, Scalar) and type_.kind in ("int", "bool")
        return Scalar("float") if counts else type_
    assert isinstance(tree, Struct)
    items = tuple(_seed_type(fn, item) for item in tree.items)
    return Tree(tree.kind, items, tree.keys, tree.cls)


def _spread(b: Builder, fn: Function, tree: object, seed: Atom, seeds: list[Atom]) -> None:
    """Hand the seed of a container to the yields inside it."""
    if isinstance(tree, Slot):
        atom = fn.body.yields[tree.index]
        if isinstance(atom, Value) and is_differentiable(atom.type):
            here = seeds[tree.index]
            seeds[tree.index] = seed if here is UNDEF else ops.summed(b, [here, seed])
        return
    assert isinstance(tree, Struct)
    keys = tree.keys if tree.kind in ("dict", "object") else range(len(tree.items))
    for key, item in zip(keys, tree.items, strict=True):
        if any(is_differentiable(type_of(fn.body.yields[k])) for k in slots_of(item)):
            part = b.apply(gate(core.item), seed, attrs={"key": key})
            _spread(b, fn, item, part, seeds)


def packed(b: Builder, fn: Function, tree: object) -> Atom:
    """Return what the program returns as one value."""
    if isinstance(tree, Slot):
        return fn.body.yields[tree.index]
    assert isinstance(tree, Struct)
    items = [packed(b, fn, item) for item in tree.items]
    attrs = ops.shape_of_pack(Tree(tree.kind, tuple(map(type_of, items)), tree.keys, tree.cls))
    return b.apply(gate(core.pack), *items, attrs=attrs)


def split(fn: Function, options: Pullback | Linear, given: int, sweep: int) -> Function:
    """Return the program of what runs at once, with a function of the rest in its result.

    Parameters
    ----------
    fn
        A program that yields values and, after them, what depends on its seeds.
    options
        The derivative that it is.
    given
        How many of its parameters are known at once; the others are the seeds.
    sweep
        The last sweep that belongs to what runs at once.

    """
    at = start_of(fn.body.ops, sweep)
    head, tail = fn.body.ops[:at], fn.body.ops[at:]
    value, later = fn.result.items
    main, aux = with_aux(value, options.has_aux)
    asked = {k: n for n, k in enumerate(slots_of(later))}
    routine, kept = _apart(fn, head, tail, given, (moved(later, asked), [*asked]))
    chosen = {k: n for n, k in enumerate(dict.fromkeys(slots_of(value)))}
    yields = [fn.body.yields[k] for k in chosen]
    own, copies = _copied(fn, head, yields, kept)
    held = tuple(Slot(len(yields) + k) for k in range(len(own)))
    parts = (moved(main, chosen), Struct("bound", held, (routine,)))
    result = Struct("tuple", (*parts, moved(aux, chosen)) if options.has_aux else parts)
    body = Block((), (*head, *copies), (*yields, *own))
    name = f"{fn.name.removesuffix(options.later)}{options.word}"
    return Function(name, fn.params[:given], body, result, fn.captures)


def _apart(
    fn: Function,
    head: tuple[Op, ...],
    tail: tuple[Op, ...],
    given: int,
    asked: tuple[object, list[int]],
) -> tuple[Routine, list[Value]]:
    """Return the second part as a function of its own, and the values that it is handed."""
    seeds = fn.params[given:]
    result, slots = asked
    yields = tuple(fn.body.yields[k] for k in slots)
    needs = [v for v in free(Block((), tail, yields)) if v not in seeds]
    inside = {*needs, *free(Block((), head, ())), *bound(head)}
    again, kept = rebuilt(head, needs, inside)
    env: dict[Value, Atom] = {}
    params = []
    for k, v in enumerate(kept):
        params.append(Value(v.name or f"kept{k}", v.type, v.span, True))
        env[v] = params[-1]
    first: list[Op] = []
    for op in again:
        made = substitute(op, env)
        assert isinstance(made, Apply)
        fresh = Value(op.out.name, op.out.type, op.out.span, op.out.stated)
        first.append(replace(made, out=fresh))
        env[op.out] = fresh
    body = substitute_block(Block((), (*first, *tail), yields), env)
    everything = unique((*params, *seeds))
    routine = Routine(fn.name, (None,) * len(everything), (None,) * len(yields))
    routine.function = Function(fn.name, everything, body, result, (), tuple(range(len(yields))))
    return routine, kept


def _copied(
    fn: Function, head: tuple[Op, ...], yields: Sequence[Atom], kept: Sequence[Value]
) -> tuple[list[Atom], list[Op]]:
    """Return what is kept, and the copies of what the caller sees too and may write to."""
    m = memory(replace(fn, body=Block((), head, (*yields, *kept))))
    seen = {m.find(v) for v in m.foreign}
    seen |= {m.find(y) for y in yields if isinstance(y, Value) and y in m.made}
    b = Builder()
    own: list[Atom] = []
    for v in kept:
        copier = None if m.find(v) not in seen else _copier(v.type)
        b.span = v.span
        attrs = {"style": "copy"} if copier is np.copy else {}
        own.append(v if copier is None else b.apply(gate(copier), v, attrs=attrs))
    return own, list(b.ops)


def _copier(type_: Type) -> Any:
    """Return how a value is copied that may be written to, None for what cannot be."""
    match type_:
        case Array():
            return np.copy
        case Seq(Scalar()) if is_list(type_):
            return core.duplicate
        case Tree("tuple", items) if all(_copier(item) is None for item in items):
            return None
    return copy.deepcopy if is_differentiable(type_) and not isinstance(type_, Scalar) else None
