"""The tangent pass: Function -> Function, a tangent line beside each primal line.

Before: `y = sin(x)`. After: `y = sin(x); y_dot = cos(x) * x_dot`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.activity import active, varied
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates.kinds import Place
from adcompiler.gates.lists import as_list
from adcompiler.gates.table import gate
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import element, is_list
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
    Struct,
    Value,
    made_by,
)
from adcompiler.ir.routines import function, unique
from adcompiler.ir.types import Array, Scalar, Seq, Type, dtype_kind, is_differentiable
from adcompiler.ir.walk import free
from adcompiler.transforms import custom
from adcompiler.transforms.derivative import Derivative, moved, slots_of, with_aux


@dataclass(frozen=True)
class Tangent(Derivative):
    """The derivative along a direction: `(value, tangent)`, or the tangent alone."""

    has_aux: bool = False
    value: bool = True
    word = "jvp"

    def extras(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the tangents."""
        return self.tangent_names(names)

    def of(self, fn: Function) -> Function:
        """Return the program that gives tangents beside values."""
        names = self.tangent_names([p.name for p in fn.params])
        n = len(fn.body.yields)
        pushed = forward(fn, self.argnums, names)
        main, aux = with_aux(fn.result, self.has_aux)
        result = dot = moved(main, {k: n + k for k in range(n)})
        if self.value:
            result = Struct("tuple", (main, dot, *([aux] if self.has_aux else ())))
        elif self.has_aux:
            result = Struct("tuple", (dot, aux))
        # What is not returned is not computed: beside a Hessian's product no gradient.
        used = {k: i for i, k in enumerate(dict.fromkeys(slots_of(result)))}
        body = replace(pushed.body, yields=tuple(pushed.body.yields[k] for k in used))
        fresh = tuple(used[k] for k in slots_of(dot))
        return replace(pushed, body=body, result=moved(result, used), fresh=fresh)


def forward(fn: Function, wrt: Sequence[int], names: Sequence[str] = ()) -> Function:
    """Return a function of the parameters and one tangent for each of `wrt`.

    It yields what `fn` yields, then the tangents of all yields.
    """
    b = Builder()
    pushed = _Push(fn, [fn.params[k] for k in wrt], b)
    for seed, name in zip(pushed.seeds, names, strict=False):
        seed.name = name
    for op in fn.body.ops:
        pushed.op(op)
    tangents = [pushed.of_result(a) for a in fn.body.yields]
    params = (*fn.params, *pushed.seeds)
    body = Block((), tuple(b.ops), (*fn.body.yields, *tangents))
    return replace(fn, name=f"{fn.name}_jvp", params=params, body=body)


class _Push:
    """One forward sweep."""

    def __init__(
        self, fn: Function, wrt: list[Value], b: Builder, around: _Push | None = None
    ) -> None:
        self.b = b
        self.varied: set[Value] = around.varied if around else varied(fn, wrt)
        self.pushed: dict[Routine, Routine] = around.pushed if around else {}
        self.names = {p.name for p in fn.params}  # that are bound so far
        self.seeds = [Value(f"{p.name}_dot", p.type, p.span, True) for p in wrt]
        pairs = zip(wrt, self.seeds, strict=True)
        self.tangents: dict[Value, Atom] = {p: s for p, s in pairs if p in self.varied}

    def dense(self, atom: Atom) -> Atom:
        """Return the tangent of an atom, a zero if it has none."""
        if isinstance(atom, Value):
            found = self.tangents.get(atom)
            if found is None:
                return ops.zero_like(self.b, atom)
            return as_list(self.b, found) if is_list(atom.type) else found
        return ops.ZERO

    def of_result(self, atom: Atom) -> Atom:
        """Return the tangent of what is returned; what is no number stands for itself."""
        number = isinstance(type_of(atom), Scalar) or is_differentiable(type_of(atom))
        return self.rounded(self.dense(atom), atom) if number else atom

    def rounded(self, tangent: Atom, primal: Atom) -> Atom:
        """Return a tangent in the precision of its primal, where that is known."""
        match type_of(primal), type_of(tangent):
            case Array(str() as want), Array(str() as have):
                if want != have and dtype_kind(want) == dtype_kind(have):
                    narrow = {"dtype": np.dtype(want).type}
                    return self.b.apply(gate(core.astype), tangent, attrs=narrow)
            case Scalar(kind, str() as want), Scalar(same, str() as have):
                if want not in (have, "?") and kind == same and isinstance(primal, Value):
                    return self.b.apply(gate(runtime.like), tangent, primal)
        return tangent

    def op(self, op: Op) -> None:
        """Append an operation and its tangent."""
        self.b.span = replace(op.span, derived=True)
        match op:
            case Apply():
                self.apply(op)
            case Call():
                self.call(op)
            case If():
                self.branch(op)
            case For():
                self.loop(op)

    def apply(self, op: Apply) -> None:
        """Append one gate and the tangent of its output."""
        if op.gate.function is core.custom:
            found = custom.push(self.b, op, self.dense, self.varied)
            if found is not None:
                self.tangents[op.out] = self.named(self.shaped(found, op.out), op.out)
            return
        if op.out not in self.varied:
            self.b.append(op)
            return
        at = len(self.b.ops)
        self.b.append(op)
        self.tangent(op)
        if op.out.stated and op.out.name in self.names:
            # A name that is bound again: the tangent still reads what it was bound to.
            _put_last(self.b.ops, at)
        self.names.add(op.out.name)

    def tangent(self, op: Apply) -> None:
        """Append the tangent of what a gate has given."""
        active = {
            k: self.tangents[a]
            for k, a in enumerate(op.args)
            if isinstance(a, Value) and a in self.tangents
        }
        if not active:
            return
        out: Atom | None
        if op.gate.function is core.item:
            out = self.item(op, active[0])
        elif op.gate.function is core.pack:
            attrs = dict(op.attrs)
            if "layout" in attrs:
                attrs["layout"] = attrs["layout"].adjoint
            out = self.b.apply(op.gate, *map(self.dense, op.args), attrs=attrs)
        else:
            kind = op.gate.kind(op)
            if kind is None:
                raise refuse("AD203", f"no gate rule for {op.gate.name!r}", op.span)
            out = kind.push(Place(self.b, op, tuple(active)), active)
        if out is None:
            return
        self.tangents[op.out] = self.named(self.shaped(out, op.out), op.out)

    def item(self, op: Apply, whole: Atom) -> Atom:
        """Append the tangent of an item: that of the item itself, where a tuple was just packed."""
        packed = made_by(self.b.made, whole)
        if packed is not None and packed.gate.function is core.pack:
            if packed.attrs.get("kind") == "tuple":
                return packed.args[op.attrs["key"]]
        return self.b.apply(op.gate, whole, attrs=dict(op.attrs))

    def shaped(self, tangent: Atom, primal: Value) -> Atom:
        """Return a tangent spread to the shape of its primal, and of its kind."""
        tangent = ops.of_kind(self.b, tangent, primal)
        if is_list(primal.type):
            return as_list(self.b, tangent)
        if isinstance(primal.type, Array) and not same_shape(type_of(tangent), primal.type):
            tangent = ops.broadcast_like(self.b, tangent, primal)
        return ops.of_kind(self.b, tangent, primal)

    def named(self, tangent: Atom, primal: Value) -> Atom:
        """Let a tangent be called after its primal."""
        if isinstance(tangent, Value) and not tangent.stated and primal.name:
            if tangent in self.b.made and not tangent.name:
                tangent.name, tangent.stated = f"{primal.name}_dot", primal.stated
        return tangent

    def call(self, op: Call) -> None:
        """Append the call of a routine that gives tangents beside its results."""
        if not any(v in self.varied for v in op.out):
            self.b.append(op)
            return
        routine = op.routine
        inputs, outputs = (active(g, self.varied) for g in (routine.taken(), routine.given()))
        pushed = self.pushed.get(routine) or self.apart(routine, inputs, outputs)
        dots = [self.dot(op.out[k]) for k in outputs]
        args = [*op.args, *(self.dense(op.args[k]) for k in inputs)]
        self.b.call(pushed, args, [*op.out, *dots])
        self.tangents.update(zip((op.out[k] for k in outputs), dots, strict=True))

    def apart(self, routine: Routine, inputs: tuple[int, ...], outputs: tuple[int, ...]) -> Routine:
        """Make the routine that gives tangents beside its results."""
        fn = routine.program
        takes = (*routine.takes, *(routine.takes[k] for k in inputs))
        gives = (*routine.gives, *(routine.gives[k] for k in outputs))
        made = self.pushed[routine] = Routine(f"{routine.name}_jvp", takes, gives)
        b = Builder()
        sweep = _Push(fn, [p for k in inputs for p in routine.taken()[k]], b, self)
        for op in fn.body.ops:
            sweep.op(op)
        given = [a for k in outputs for a in routine.given()[k]]
        dots = [sweep.dense(a) if is_differentiable(type_of(a)) else ops.ZERO for a in given]
        body = Block((), tuple(b.ops), (*fn.body.yields, *dots))
        made.function = function(made, unique((*fn.params, *sweep.seeds)), body)
        return made

    def dot(self, value: Value) -> Value:
        """Return the tangent that an operation with several results binds."""
        return Value(f"{value.name}_dot" if value.name else "", _dot_type(value), value.span, True)

    def branch(self, op: If) -> None:
        """Append a branch that yields tangents beside its values."""
        chosen = [k for k, v in enumerate(op.out) if v in self.varied]
        sides = []
        for block in (op.then, op.orelse):
            with self.b.block() as made:
                for inner in block.ops:
                    self.op(inner)
                extra = [
                    UNDEF if block.yields[k] is UNDEF else self.dense(block.yields[k])
                    for k in chosen
                ]
            sides.append(Block((), tuple(made), (*block.yields, *extra)))
        dots = [
            Value(f"{op.out[k].name}_dot" if op.out[k].name else "", op.out[k].type, op.span, True)
            for k in chosen
        ]
        ternary = op.ternary and not dots
        out = (*op.out, *dots)
        self.b.append(replace(op, then=sides[0], orelse=sides[1], out=out, ternary=ternary))
        self.tangents.update(zip((op.out[k] for k in chosen), dots, strict=True))

    def loop(self, op: For) -> None:
        """Append a loop that carries, walks and collects tangents beside its values."""
        n = len(op.init)
        walked = [k for k, a in enumerate(op.over) if a in self.tangents]
        carried = [k for k, p in enumerate(op.carried) if p in self.varied]
        gathered = [k for k in range(n, len(op.out)) if op.out[k] in self.varied]
        starts = [UNDEF if op.init[k] is UNDEF else self.dense(op.init[k]) for k in carried]
        items = [
            Value(f"{op.items[k].name}_dot", element(type_of(op.over[k])), op.span, True)
            for k in walked
        ]
        params = [
            Value(f"{op.carried[k].name}_dot", _dot_type(op.carried[k]), op.span, True)
            for k in carried
        ]
        starts_at = zip(op.carried, op.init, strict=True)
        self.names.update(p.name for p, start in starts_at if start is not UNDEF)
        self.tangents.update(zip((op.items[k] for k in walked), items, strict=True))
        self.tangents.update(zip((op.carried[k] for k in carried), params, strict=True))
        with self.b.block() as made:
            for inner in op.body.ops:
                self.op(inner)
            nexts = [self.dense(op.body.yields[k]) for k in carried]
            kept = [self.dense(op.body.yields[k]) for k in gathered]
        over = (*op.over, *(self.tangents[op.over[k]] for k in walked))  # type: ignore[index]
        finals = [
            Value(f"{op.out[k].name}_dot", _dot_type(op.out[k]), op.span, True) for k in carried
        ]
        lists = [
            Value(f"{op.out[k].name}_dot", _list_type(op.out[k], a), op.span, True)
            for k, a in zip(gathered, kept, strict=True)
        ]
        yields = (*op.nexts, *nexts, *op.gathered, *kept, *op.stop)
        body = Block((*op.items, *items, *op.carried, *params), tuple(made), yields)
        out = (*op.finals, *finals, *op.collected, *lists)
        self.b.append(replace(op, over=over, init=(*op.init, *starts), body=body, out=out))
        self.tangents.update(zip((op.out[k] for k in carried), finals, strict=True))
        self.tangents.update(zip((op.out[k] for k in gathered), lists, strict=True))


def _list_type(value: Value, item: Atom) -> Type:
    """Return the type of collected tangents: what is kept of a walk fits it from the end."""
    return Seq(type_of(item), value.type.kind if isinstance(value.type, Seq) else "kept")


def _dot_type(value: Value) -> Type:
    return Scalar(value.type.kind, "?") if isinstance(value.type, Scalar) else value.type


def _put_last(ops: list[Op], at: int) -> None:
    """Move an operation behind those after it, if none of them needs it."""
    op = ops[at]
    assert isinstance(op, Apply)
    if op.out not in free(Block((), tuple(ops[at + 1 :]), ())):
        ops.append(ops.pop(at))
