"""Appending operations: infer the type of each, keep the current place in the user's text.

A Builder holds a stack of open blocks; every pass that makes operations makes them here.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import numpy as np

from adcompiler.ir.joining import inductive
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Call,
    Const,
    For,
    If,
    Op,
    Routine,
    Undef,
    Value,
)
from adcompiler.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    NOTHING,
    UNKNOWN,
    Array,
    Dim,
    Other,
    Type,
    of_scalar_dtype,
)
from adcompiler.source import NOWHERE, Span


def type_of(atom: Atom) -> Type:
    """Return the type of an atom; a literal is as good as its value."""
    if isinstance(atom, Value):
        return atom.type
    if isinstance(atom, Undef):
        return UNKNOWN
    return type_of_constant(atom.value)


def type_of_constant(value: Any) -> Type:
    """Return the type of a compile-time constant."""
    if isinstance(value, bool):
        return BOOL
    if type(value) is int:
        return INT
    if type(value) is float:
        return FLOAT
    if type(value) is complex:
        return COMPLEX
    if isinstance(value, np.generic):
        return of_scalar_dtype(str(value.dtype))
    if isinstance(value, np.ndarray):
        dims = tuple(Dim(str(n), n == 1) for n in value.shape)
        return Array(str(value.dtype), dims)
    return Other(type(value))


class Builder:
    """Makes operations, appends them to the innermost open block, infers their types."""

    def __init__(self) -> None:
        self._stack: list[list[Op]] = [[]]
        self.span: Span = NOWHERE
        self.made: dict[Value, Apply] = {}
        self.truths: dict[Value, bool] = {}  # what the open blocks have asked
        self._choices: dict[Value, tuple[If, int]] = {}
        self._home: dict[Any, list[Op]] = {}
        self._spliced: dict[int, tuple[list[Op], list[Op]]] = {}  # by id: a block, and into which

    @property
    def ops(self) -> list[Op]:
        """The operations of the innermost open block."""
        return self._stack[-1]

    @property
    def nested(self) -> bool:
        """Whether a branch or a loop is being built."""
        return len(self._stack) > 1

    def append(self, op: Op) -> None:
        """Append a finished operation."""
        self.ops.append(op)
        if isinstance(op, Apply):
            self.made[op.out] = op
        for out in (op.out,) if isinstance(op, Apply) else op.out:
            self._home[out] = self.ops

    def place(self, thing: Any, outermost: bool = False) -> None:
        """Remember that a thing belongs to the innermost open block, or to the program."""
        self.place_in(self._stack[0] if outermost else self.ops, thing)

    def place_in(self, ops: list[Op], thing: Any) -> None:
        """Remember that a thing belongs to a block."""
        self._home[thing] = ops

    def place_beside(self, other: Any, thing: Any) -> None:
        """Remember that a thing belongs to the block of another."""
        self.place_in(self._home[other], thing)

    def placed_count(self) -> int:
        """Return how many things belong to a block by now."""
        return len(self._home)

    def placed_since(self, count: int) -> frozenset[Any]:
        """Return what belongs to a block and did not when there were so many."""
        return frozenset(islice(self._home, count, None))

    def innermost(self, thing: Any) -> bool:
        """Tell whether a thing belongs to the innermost open block."""
        return self._home_of(thing) is self.ops

    def visible(self, thing: Any) -> bool:
        """Tell whether what was made belongs to a block that is still open."""
        home = self._home_of(thing)
        if home is None:
            assert isinstance(thing, Value), thing
            return True  # a parameter
        return any(home is ops for ops in self._stack)

    def is_open(self, ops: list[Op]) -> bool:
        """Tell whether a block is still being built."""
        return any(ops is one for one in self._stack)

    @property
    def depth(self) -> int:
        """How many blocks are open."""
        return len(self._stack)

    def older(self, thing: Any, depth: int) -> bool:
        """Tell whether a thing belongs to one of the outermost so many open blocks, or to none."""
        home = self._home_of(thing)
        return home is None or any(home is ops for ops in self._stack[:depth])

    def placed(self, thing: Any) -> bool:
        """Tell whether it is known to which block a thing belongs."""
        return thing in self._home

    @contextmanager
    def reopened(self, ops: list[Op]) -> Iterator[None]:
        """Go on with a block that was closed."""
        self._stack.append(ops)
        try:
            yield
        finally:
            self._stack.pop()

    @contextmanager
    def block(self) -> Iterator[list[Op]]:
        """Open a nested block; what is made inside goes into the list it yields."""
        ops: list[Op] = []
        self._stack.append(ops)
        before = dict(self.truths)
        try:
            yield ops
        finally:
            self._stack.pop()
            self.truths = before

    def assume(self, test: Atom, holds: bool) -> None:
        """Remember the truth of a condition, and what follows from it, up to the end of a block."""
        if not isinstance(test, Value) or test in self.truths:
            return
        self.truths[test] = holds
        made = self.made.get(test)
        if made is not None and made.gate.function is operator.not_:
            self.assume(made.args[0], not holds)
        if test in self._choices:
            op, k = self._choices[test]
            for side, other, taken in ((op.then, op.orelse, True), (op.orelse, op.then, False)):
                left_out = other.yields[k]
                plain = isinstance(left_out, Const) and bool(left_out.value) is not holds
                if plain or (left_out is op.cond and taken is holds):
                    self.assume(op.cond, taken)
                    self.assume(side.yields[k], holds)

    def splice(self, ops: list[Op]) -> None:
        """Append what was made in a nested block, as if it had been made here."""
        self.ops.extend(ops)
        self._spliced[id(ops)] = (ops, self.ops)

    def _home_of(self, thing: Any) -> list[Op] | None:
        home = self._home.get(thing)
        while home is not None and id(home) in self._spliced:
            home = self._spliced[id(home)][1]
        return home

    def value(self, type_: Type, name: str = "", stated: bool = False) -> Value:
        """Return a new stage that is not bound yet."""
        return Value(name, type_, self.span, stated)

    def apply(
        self, gate: Any, *args: Atom, attrs: dict[str, Any] | None = None, name: str = ""
    ) -> Value:
        """Append one gate and return its output."""
        attrs = attrs or {}
        type_ = gate.result(args, attrs, self.span)
        if type_ == UNKNOWN and any(type_of(a) == NOTHING for a in args):
            type_ = NOTHING  # made of what is not known yet
        out = self.value(type_, name)
        self.append(Apply(gate, args, attrs, out, self.span))
        return out

    def call(
        self, routine: Routine, args: Sequence[Atom], out: Sequence[Value]
    ) -> tuple[Value, ...]:
        """Append a call of a routine and return its results."""
        self.append(Call(routine, tuple(args), tuple(out), self.span))
        return tuple(out)

    def branch(
        self,
        cond: Atom,
        then: tuple[list[Op], Sequence[Atom]],
        orelse: tuple[list[Op], Sequence[Atom]],
        names: Sequence[tuple[str, bool]],
        ternary: bool = False,
        catches: tuple[type, ...] = (),
        within: bool = False,
    ) -> tuple[Value, ...]:
        """Append an If over two finished blocks and return its outputs."""
        out = tuple(
            self.value(merge_types(a, b), name, stated)
            for a, b, (name, stated) in zip(then[1], orelse[1], names, strict=True)
        )
        first, second = (Block((), tuple(ops), tuple(yields)) for ops, yields in (then, orelse))
        op = If(cond, first, second, out, self.span, ternary, catches, within)
        self.append(op)
        if not catches and not within:
            self._choices.update({value: (op, k) for k, value in enumerate(out)})
        return out

    def loop(
        self,
        over: Sequence[Atom],
        init: Sequence[Atom],
        params: Sequence[Value],
        body: tuple[list[Op], Sequence[Atom]],
        out: Sequence[Value],
        backwards: bool = False,
        stops: bool = False,
    ) -> For:
        """Append a For over a finished body."""
        block = Block(tuple(params), tuple(body[0]), tuple(body[1]))
        op = For(tuple(over), tuple(init), block, tuple(out), backwards, self.span, stops)
        self.append(op)
        return op


def merge_types(a: Atom, b: Atom) -> Type:
    """Return the type of a variable that is one atom or the other."""
    if a is UNDEF or b is UNDEF:
        return type_of(b if a is UNDEF else a)
    return inductive(type_of(a), type_of(b), set())
