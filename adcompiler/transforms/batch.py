"""The batching pass: Function -> Function, the same program for many values of some parameters.

Before: `y = np.sin(x) * w`, of one `x`. After: the same text, `x` with one axis more, the first.
What does not depend on such a parameter is done once for all. A gate of which it is not known
how NumPy does it for many is done for one example after the other (`examples`), and so is what
decides by a number that differs.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from adcompiler import runtime
from adcompiler.analysis.memory import memory
from adcompiler.analysis.unbound import unsure
from adcompiler.errors import CompileError, refuse
from adcompiler.gates import core, gate
from adcompiler.gates.batching import (
    EACH,
    LED,
    OF_SHAPE,
    RULES,
    SHARED,
    Apart,
    Facts,
    How,
    Many,
    apart,
    given,
    join,
    result,
    widened,
)
from adcompiler.gates.batching.lists import LISTS, length
from adcompiler.gates.batching.spreading import spread_to
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import is_table
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    For,
    Function,
    If,
    Op,
    Value,
    is_proceed,
    made_by,
)
from adcompiler.ir.types import Array, Dim, Scalar, Seq, Tree, Unknown
from adcompiler.ir.walk import (
    draws,
    free_of_op,
    has_effects,
    look,
    outputs,
    reads,
    substitute,
    takes,
)
from adcompiler.source import NOWHERE
from adcompiler.transforms import batch_flow, examples

_count = itertools.count()


def batched(fn: Function, which: Sequence[int], every: bool = False) -> Function:
    """Return the program for many values of the parameters `which` at once.

    These have one axis more, the first; so have the yields that depend on them, or all.

    Parameters
    ----------
    fn
        The program of one example.
    which
        The parameters that differ from example to example.
    every
        Whether yields that are the same for all examples get the axis too.

    """
    return _Batch(fn, which).function(every)


def depending(fn: Function, which: Sequence[int]) -> tuple[bool, ...]:
    """Return for each yield whether it differs from example to example."""
    run = _Batch(fn, which)
    run.function(False)
    return tuple(run.at(a) != SHARED for a in fn.body.yields)


def unbatched_gates(fn: Function, which: Sequence[int]) -> tuple[str, ...]:
    """Return the names of the gates that are done for one example after the other."""
    run = _Batch(fn, which)
    run.function(False)
    return tuple(dict.fromkeys(run.singly))


class _Batch:
    """One walk over a program."""

    def __init__(self, fn: Function, which: Sequence[int]) -> None:
        self.fn = fn
        self.b = Builder()
        self.dim = Dim(f"?batch{next(_count)}", None)
        self.how: dict[Value, How] = {}
        self.env: dict[Value, Atom] = {}
        self.singly: list[str] = []
        self.facts: Facts = {}
        self.unsure = unsure(fn.body)
        self.written = _written(fn)
        params = list(fn.params)
        for k in which:
            param = fn.params[k]
            how = given(param.type)
            self.bind(param, how)
            new = self.env[param]
            assert isinstance(new, Value)
            params[k] = new
        self.params = tuple(params)
        self.first: Atom = self._first([params[k] for k in which])

    def _first(self, params: list[Value]) -> Atom:
        """Return an array that has the axis of the examples, to read their number from."""
        listed = [p for p in params if isinstance(p.type, Seq)]
        for param in (*(p for p in params if p not in listed), *listed):
            found = self._leaf(param)
            if found is not None:
                return found
        what = "many values of a parameter that holds no numbers"
        raise refuse("AD204", what, params[0].span if params else NOWHERE)

    def _leaf(self, value: Value) -> Value | None:
        if isinstance(value.type, Array | Unknown):
            return value
        if isinstance(value.type, Tree):
            for key, type_ in zip(value.type.names, value.type.items, strict=True):
                if isinstance(type_, Array | Unknown | Tree | Seq):
                    with self.b.block() as made:
                        part = self.b.apply(gate(core.item), value, attrs={"key": key})
                        found = self._leaf(part)
                    if found is not None:
                        self.b.splice(made)
                        return found
        if isinstance(value.type, Seq) and not is_table(value.type):
            part = self.b.apply(gate(core.load), value, attrs={"index": 0})
            return self._leaf(part)
        return None

    def function(self, every: bool) -> Function:
        """Return the program for many examples."""
        self.block(self.fn.body.ops, self.fn.body.yields)
        yields = []
        for atom in self.fn.body.yields:
            wanted = join(self.at(atom), given(type_of(atom))) if every else EACH
            whole = apart(wanted) or self.at(atom) == wanted
            yields.append(examples.together(self, atom) if whole else self.repeated(atom, wanted))
        body = Block((), tuple(self.b.ops), tuple(yields))
        return replace(self.fn, name=f"{self.fn.name}_batched", params=self.params, body=body)

    # -- atoms --------------------------------------------------------------------------

    def at(self, atom: Atom) -> How:
        """Return how an atom of the program of one example is there for many."""
        return self.how.get(atom, SHARED) if isinstance(atom, Value) else SHARED

    def new(self, atom: Atom) -> Atom:
        """Return what an atom has become."""
        return look(self.env, atom)

    def bind(self, value: Value, how: How, dtype: str | None = None) -> Value:
        """Let a value be there for many examples so, in this precision; return what it becomes."""
        self.how.pop(value, None)
        self.env.pop(value, None)
        if how == SHARED:
            return value
        self.how[value] = how
        type_ = widened(value.type, how, self.dim)
        if dtype is not None and isinstance(type_, Array) and type_.dtype is None:
            type_ = Array(dtype, type_.dims)
        new = Value(value.name, type_, value.span, value.stated)
        self.env[value] = new
        return new

    def become(self, value: Value, atom: Atom, how: How) -> None:
        """Let a value have become an atom."""
        if atom is value:
            return
        self.env[value] = atom
        if how == SHARED:
            self.how.pop(value, None)
        else:
            self.how[value] = how

    def lift(self, atom: Atom, how: How) -> Atom:
        """Return what an atom has become, as it is wanted."""
        return spread_to(self.b, self.new(atom), type_of(atom), self.at(atom), how, self.first)

    def repeated(self, atom: Atom, how: How) -> Atom:
        """Return a yield with the axis of the examples, the same for all where it has none."""
        try:
            return self.lift(atom, how)
        except Apart:
            n = self.b.apply(gate(len), self.first)
            each = self.b.apply(gate(core.repeated), n, self.new(atom))
            return self.b.apply(gate(runtime.together), each)

    def depends(self, op: Op) -> bool:
        """Tell whether an operation reads what differs."""
        return any(v in self.how for v in free_of_op(op))

    # -- operations ---------------------------------------------------------------------

    def block(self, ops: Sequence[Op], yields: Sequence[Atom]) -> None:
        """Append operations; those that cannot be done for many at once in loops over them."""
        run: list[Op] = []
        for k, op in enumerate(ops):
            self.b.span = op.span
            if not self.depends(op):
                if not self.folded(op):
                    self.b.append(substitute(op, self.env))
                continue
            made = self.attempt(op)
            if made is None:
                _check_repeatable(op)
                examples.promise(self, op)
                run.append(op)
                if has_effects(op):  # in the order in which they were written
                    examples.flush(self, run, _read(ops[k + 1 :], yields))
                    run = []
                continue
            promised = {self.env[v] for one in run for v in outputs(one) if v in self.env}
            if promised and any(a in promised for a in reads(Block((), tuple(made), ()))):
                examples.flush(self, run, _read(ops[k:], yields))
                run = []
            self.b.splice(made)
        if run:
            examples.flush(self, run, _read((), yields))

    def folded(self, op: Op) -> bool:
        """Let a part of a shape that was put together be that part; tell whether it is one."""
        if not isinstance(op, Apply) or op.gate.function not in (core.load, core.item):
            return False
        whole, key = self.new(op.args[0]), op.attrs.get("index", op.attrs.get("key"))
        made = made_by(self.b.made, whole)
        if whole is op.args[0] or made is None or made.gate.function is not core.pack:
            return False
        if not isinstance(key, int) or made.attrs["kind"] != "tuple":
            return False
        self.env[op.out] = made.args[key]
        return True

    def attempt(self, op: Op) -> list[Op] | None:
        """Return an operation for many examples at once, None if it cannot be done so."""
        with self.b.block() as made:
            try:
                match op:
                    case Apply():
                        self.apply(op)
                    case If():
                        batch_flow.branch(self, op)
                    case For():
                        batch_flow.loop(self, op)
                    case _:
                        raise Apart
            except Apart:
                return None
            except CompileError:
                return None
        return made

    def apply(self, op: Apply) -> None:
        """Append one gate for many examples at once."""
        if is_proceed(op):
            raise Apart
        function = op.gate.function
        args = tuple(map(self.new, op.args))
        how = tuple(map(self.at, op.args))
        at = Many(self.b, op, args, how, self.first, self.dim, self.facts)
        if function in OF_SHAPE:
            found = length(at) if function is len and how[0] not in (LED, EACH) else None
            self.become(op.out, OF_SHAPE[function](at) if found is None else found, SHARED)
            return
        listed = LISTS.get(function)
        if listed is not None and (
            function not in RULES
            or any(h not in (LED, SHARED) for h in how)
            or isinstance(type_of(op.args[0]), Seq | Tree)
        ):
            atom, as_ = listed(at)
            if apart(as_) and function not in (core.pack, core.item):
                raise Apart
            self.become(op.out, _named(atom, op, args), as_)
            return
        if function not in RULES:
            raise Apart
        found = result(at, RULES[function](at))
        if function is core.load and isinstance(op.out.type, Scalar) and op.args[0] in self.written:
            found = self.copied(found, op)
        self.become(op.out, found, LED)

    def copied(self, part: Atom, op: Apply) -> Atom:
        """Return a part that was a number, which nobody could change, as memory of its own."""
        if isinstance(part, Value):
            part.name, part.stated = "", False
        return _named(self.b.apply(gate(np.copy), part), op, ())


def _check_repeatable(op: Op) -> None:
    """Refuse an operation run for one example after another that goes on where the last stopped."""
    if takes(op):
        raise refuse(
            "AD402",
            "an iterator that is walked for each example anew",
            op.span,
            "it can be walked only once",
            "make a list of it before",
        )
    if draws(op):
        raise refuse(
            "AD402",
            "random numbers that are drawn for each example anew",
            op.span,
            "the examples would not see the numbers that each sees alone",
            "draw them all before, outside of loops and branches that depend on it",
        )


def _written(fn: Function) -> set[Value]:
    """Return the arrays that are written to, under all their names."""
    m = memory(fn)
    roots = {m.find(op.out) for op, _ in m.updates}
    return {v for v in (*m.made, *fn.params) if m.find(v) in roots}


def _named(atom: Atom, op: Apply, args: tuple[Atom, ...]) -> Atom:
    """Return what was made, called as it is for one example."""
    if isinstance(atom, Value) and atom not in args and not atom.stated:
        atom.name, atom.stated = op.out.name, op.out.stated
    return atom


def _read(ops: Sequence[Op], yields: Sequence[Atom]) -> set[Atom]:
    """Return what is still read."""
    found: set[Atom] = set(yields)
    for op in ops:
        found.update(free_of_op(op))
    return found
