"""Jacobians: one derivative program for many directions, a whole basis of them.

jacfwd    x_dot = np.eye(len(x)) at the start, the columns are the tangents of the value
jacrev    dy = np.eye(len(y)) where the value is known, the rows are the adjoints of `x`

Both are the program of one direction, batched: it has one axis more, the first. A few plain
numbers that are returned have a backward sweep each instead, which stays arithmetic on numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, gate, ops
from adcompiler.gates.batching import given, widened
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, Function, Op, Slot, Struct, Value
from adcompiler.ir.types import (
    Array,
    Dim,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_complex,
    is_differentiable,
)
from adcompiler.ir.walk import free_of_op, outputs, substitute_block
from adcompiler.transforms.batch import batched, depending
from adcompiler.transforms.derivative import Derivative, moved, slots_of, with_aux
from adcompiler.transforms.forward import forward
from adcompiler.transforms.pullback import Pullback, last_sweep, packed, start_of
from adcompiler.transforms.reverse import reverse

SIZE = Dim("?directions", None)
FEW = 4  # numbers that are returned, each with a sweep of its own


@dataclass(frozen=True)
class Jacobian(Derivative):
    """All derivatives of what is returned by the chosen parameters."""

    single: bool = True
    has_aux: bool = False
    word = "jacobian"

    def made(self, fn: Function, body: Block, found: Any, aux: Any) -> Function:
        """Return the program that gives a Jacobian."""
        result = Struct("tuple", (found, aux)) if self.has_aux else found
        fresh = tuple(slots_of(found))
        name = f"{fn.name}_{self.word}"
        return Function(name, fn.params, body, result, fn.captures, fresh)


def _replaced(tree: Any, order: dict[int, int], parts: list[Any]) -> Any:
    """Return a result with the Jacobian of each leaf in its place."""
    if isinstance(tree, Slot):
        return parts[order[tree.index]]
    assert isinstance(tree, Struct)
    if tree.kind == "object":
        raise refuse("AD302", "the Jacobian of an object", hint="return a tuple, list or dict")
    items = tuple(_replaced(item, order, parts) for item in tree.items)
    return Struct(tree.kind, items, tree.keys, tree.cls)


@dataclass(frozen=True)
class Forward(Jacobian):
    """By columns: one tangent of the parameters for each of their numbers."""

    def of(self, fn: Function) -> Function:
        """Return the program of the Jacobian, by forward mode."""
        _check(fn, self.argnums, self.has_aux)
        n, names = len(fn.params), self.tangent_names([p.name for p in fn.params])
        main, aux = with_aux(fn.result, self.has_aux)
        pushed = forward(fn, self.argnums, names)
        asked = [len(fn.body.yields) + k for k in slots_of(main)]
        beside = slots_of(aux)
        chosen = [pushed.body.yields[k] for k in (*asked, *beside)]
        one = replace(pushed, body=replace(pushed.body, yields=tuple(chosen)))
        wrt = [fn.params[k] for k in self.argnums]
        b = Builder()
        b.span = wrt[0].span
        seeds = range(n, n + len(wrt))
        if _is_number(wrt):
            body = substitute_block(one.body, {one.params[n]: ops.ONE})
            depends = [True] * len(asked)
        else:
            depends = list(depending(one, seeds))
            many = batched(one, seeds)
            basis(b, wrt, many.params[n:])
            body = many.body
        after = Builder()
        after.span = replace(b.span, sweep=last_sweep(fn), derived=True)
        like, yields, parts = self.like(after, wrt), list(body.yields), []
        for k, dot in enumerate(body.yields[: len(asked)]):
            leaf = fn.body.yields[slots_of(main)[k]]
            if not is_differentiable(type_of(leaf)) and not isinstance(type_of(leaf), Scalar):
                raise refuse("AD302", "the Jacobian of what is no number or array")
            column = _column(after, dot, leaf, wrt, like, depends[k])
            whole = isinstance(type_of(leaf), Seq | Tree)
            if whole or len(wrt) == 1:
                single = self.single or whole
                parts.append(_given([column], single, yields))
            else:
                by_each = [_item(after, column, k) for k in range(len(wrt))]
                parts.append(_given(by_each, False, yields))
        found = (*b.ops, *body.ops, *after.ops)
        aux = moved(aux, {k: len(asked) + i for i, k in enumerate(beside)})
        order = {k: n for n, k in enumerate(slots_of(main))}
        jacobian = _replaced(main, order, parts)
        return self.made(fn, Block((), found, tuple(yields)), jacobian, aux)

    def like(self, b: Builder, wrt: Sequence[Value]) -> Atom:
        """Return the parameters as one value."""
        if len(wrt) == 1:
            return wrt[0]
        return b.apply(gate(core.pack), *wrt, attrs={"kind": "tuple"})


@dataclass(frozen=True)
class Reverse(Jacobian):
    """By rows: one adjoint of what is returned for each of its numbers."""

    def of(self, fn: Function) -> Function:
        """Return the program of the Jacobian, by reverse mode."""
        _check(fn, self.argnums, self.has_aux)
        n = len(fn.params)
        main, aux = with_aux(fn.result, self.has_aux)
        one = Pullback(self.argnums, self.has_aux).of(fn)
        first = len(fn.body.yields)
        beside = slots_of(aux)
        chosen = (*one.body.yields[first:], *(one.body.yields[k] for k in beside))
        one = replace(one, body=replace(one.body, yields=chosen))
        wrt = [fn.params[k] for k in self.argnums]
        leaves = [fn.body.yields[k] for k in slots_of(main)]
        if len(leaves) <= FEW and all(isinstance(type_of(a), Scalar) for a in leaves):
            return self.one_by_one(fn, main, aux)
        b = Builder()
        b.span = replace(wrt[0].span, sweep=last_sweep(fn) + 1, derived=True)
        depends = depending(one, [n])
        many = batched(one, [n])
        at = start_of(many.body.ops, last_sweep(fn))
        whole = packed(b, fn, main)
        seed = many.params[n]
        if isinstance(whole, Value):
            basis(b, [whole], [seed])
        after = Builder()
        after.span = b.span
        yields = list(many.body.yields)
        rows = [
            g if d else _repeated(after, g, whole)
            for g, d in zip(yields[: len(wrt)], depends, strict=False)
        ]
        if isinstance(main, Slot) and _rank(leaves[0]) == 1 and all(map(_is_array, wrt)):
            found = _given(rows, self.single, yields)
        else:
            whole_row = rows[0]
            if not self.single:
                whole_row = after.apply(gate(core.pack), *rows, attrs=TUPLE)
            yields.append(_made(after, runtime.rows, (whole_row, whole), Unknown()))
            found = Slot(len(yields) - 1)
        early, late = _sorted(many.body.ops[:at], seed)
        everything = (*early, *b.ops, *late, *many.body.ops[at:], *after.ops)
        aux = moved(aux, {k: len(wrt) + i for i, k in enumerate(beside)})
        return self.made(fn, Block((), everything, tuple(yields)), found, aux)

    def one_by_one(self, fn: Function, main: Any, aux: Any) -> Function:
        """Return the program with a backward sweep for each number that is returned."""
        swept, late = fn, []
        yields = [fn.body.yields[k] for k in slots_of(aux)]
        aux = moved(aux, {k: i for i, k in enumerate(slots_of(aux))})
        parts: list[Any] = []
        for count, k in enumerate(slots_of(main), 1):
            b = Builder()
            b.span = replace(fn.params[0].span, sweep=last_sweep(fn) + count, derived=True)
            seeds: list[Atom] = [UNDEF] * len(fn.body.yields)
            seeds[k] = ops.ONE
            found = reverse(swept, self.argnums, seeds, b)
            swept = replace(swept, body=replace(swept.body, ops=found.ops))
            late += b.ops
            parts.append(_given(found.gradients, self.single, yields))
        order = {k: i for i, k in enumerate(slots_of(main))}
        body = Block((), (*swept.body.ops, *late), tuple(yields))
        return self.made(fn, body, _replaced(main, order, parts), aux)


def _sorted(ops: Sequence[Op], seed: Value) -> tuple[list[Op], list[Op]]:
    """Return the operations that do not need the seed, and those that do."""
    needing = {seed}
    parts: tuple[list[Op], list[Op]] = ([], [])
    for op in ops:
        waits = not needing.isdisjoint(free_of_op(op))
        parts[waits].append(op)
        needing.update(outputs(op) if waits else ())
    return parts


TUPLE = {"kind": "tuple"}


def _check(fn: Function, argnums: Sequence[int], has_aux: bool) -> None:
    """Refuse what has no real Jacobian."""
    main, _ = with_aux(fn.result, has_aux)
    types = [type_of(fn.body.yields[k]) for k in slots_of(main)]
    types += [fn.params[k].type for k in argnums]
    for type_ in types:
        if not isinstance(type_, Unknown) and is_complex(type_):
            hint = "take the real and the imaginary part apart"
            raise refuse("AD302", "a Jacobian of complex numbers", hint=hint)


def basis(b: Builder, of: Sequence[Value], seeds: Sequence[Value]) -> None:
    """Bind seeds to all directions of values: a one for each number, zeros elsewhere."""
    if len(of) == 1:
        x, seed = of[0], seeds[0]
        if isinstance(x.type, Array) and x.type.rank == 1:
            attrs: dict[str, Any] = {}
            if x.type.dtype not in (None, "float64"):
                attrs["dtype"] = np.dtype(x.type.dtype).type
            size = b.apply(gate(len), x)
            b.append(Apply(gate(np.eye), (size,), attrs, seed, b.span))
            return
        b.append(Apply(gate(runtime.basis), (x,), {}, seed, b.span))
        return
    whole = b.apply(gate(core.pack), *of, attrs=TUPLE)
    type_ = Tree("tuple", tuple(s.type for s in seeds))
    made = _made(b, runtime.basis, (whole,), type_)
    for k, seed in enumerate(seeds):
        b.append(Apply(gate(core.item), (made,), {"key": k}, seed, b.span))


def _made(b: Builder, function: Any, args: Sequence[Atom], type_: Type) -> Value:
    out = b.value(type_)
    b.append(Apply(gate(function), tuple(args), {}, out, b.span))
    return out


def _item(b: Builder, whole: Atom, key: int) -> Value:
    out = b.value(Unknown())
    b.append(Apply(gate(core.item), (whole,), {"key": key}, out, b.span))
    return out


def _is_number(wrt: Sequence[Value]) -> bool:
    return len(wrt) == 1 and isinstance(wrt[0].type, Scalar)


def _is_array(x: Value) -> bool:
    return isinstance(x.type, Array)


def _rank(atom: Atom) -> int | None:
    type_ = type_of(atom)
    return type_.rank if isinstance(type_, Array) else 0 if isinstance(type_, Scalar) else None


def _repeated(b: Builder, g: Atom, whole: Atom) -> Atom:
    """Return what is the same for all rows once for each row."""
    return _made(b, runtime.each, (g, whole), widened(type_of(g), given(type_of(g)), SIZE))


def _column(
    b: Builder, dot: Atom, leaf: Atom, wrt: Sequence[Value], like: Atom, depends: bool
) -> Atom:
    """Return the Jacobian of one leaf of the value, from its tangents in all directions."""
    if _is_number(wrt):
        return dot
    x = wrt[0]
    if depends and len(wrt) == 1 and isinstance(x.type, Array) and x.type.rank == 1:
        rank = _rank(leaf)
        if rank == 0:
            return dot
        if rank == 1:
            return b.apply(gate(np.transpose), dot, attrs={"style": "T"})
        if rank is not None:
            return b.apply(gate(np.moveaxis), dot, attrs={"source": 0, "destination": -1})
    if not depends:
        dot = _made(b, runtime.each, (dot, like), Unknown())
    return _made(b, runtime.columns, (dot, like), Tree("tuple", ()) if len(wrt) > 1 else Unknown())


def _given(found: Sequence[Atom], single: bool, yields: list[Atom]) -> Any:
    slots = []
    for atom in found:
        slots.append(Slot(len(yields)))
        yields.append(atom)
    return slots[0] if single else Struct("tuple", tuple(slots))


@dataclass(frozen=True)
class Hessian(Forward):
    """The Jacobian of a gradient, by columns."""

    word = "hessian"
