"""One number for all that is equal, across the forward and the backward loops of a program.

Equal are what is computed alike, the items of one sequence in one round, and what a loop has
kept when another walks it; loops have equal numbers if they have the same rounds.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Const,
    For,
    Function,
    If,
    Op,
    Path,
    Slot,
    Value,
    is_proceed,
)

OF_ITS_SIZE = {
    core.named: 0, core.store: 0, core.accumulate: 0, core.duplicate: 0, core.broadcast_like: 1,
    np.zeros_like: 0, np.ones_like: 0, np.copy: 0, list: 0, runtime.zeros: 0,
    runtime.fit: 1, runtime.repeat: 1,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Place:
    """Where an operation stands: in program order, in which loops, on which sides."""

    at: int
    loops: tuple[tuple[int, list[int]], ...]
    around: frozenset[int]


@dataclass(eq=False)
class Numbers:
    """One number for all that is equal wherever it is in sight: values, sizes, loops, sides."""

    resized: set[tuple[int, int]]  # the carried values whose size changes from round to round
    table: dict[Hashable, int] = field(default_factory=dict)
    names: list[Any] = field(default_factory=list)
    same: dict[Value, int] = field(default_factory=dict)
    sizes: dict[Value, int] = field(default_factory=dict)
    kept: dict[int, tuple[int, int]] = field(default_factory=dict)  # by which loop, of what
    at: dict[Op, Place] = field(default_factory=dict)
    loops: tuple[tuple[int, list[int]], ...] = ()

    def number(self, name: Hashable) -> int:
        """Return the number of what has this name."""
        found = self.table.setdefault(name, len(self.names))
        if found == len(self.names):
            self.names.append(name)
        return found

    def of(self, atom: Atom) -> int:
        """Return the number of a value."""
        if isinstance(atom, Const):
            return self.number(("literal", type(atom.value).__name__, repr(atom.value)))
        if not isinstance(atom, Value):
            return self.number("undefined")
        if atom not in self.same:
            self.same[atom] = self.number(("value", id(atom)))
        return self.same[atom]

    def size(self, atom: Atom) -> int:
        """Return the number of the size of a value: all of one size have the same places."""
        found = self.sizes.get(atom) if isinstance(atom, Value) else None
        return self.of(atom) if found is None else found

    def filled(self, index: Any, args: tuple[Atom, ...]) -> Hashable:
        """Return an index pattern with the numbers of what is in its slots."""
        match index:
            case Slot(k):
                return self.of(args[k])
            case Path(parts) | (*parts,):
                return tuple(self.filled(p, args) for p in parts)
            case slice():
                return ("slice", self.filled((index.start, index.stop, index.step), args))
        return repr(index)

    def block(self, block: Block, around: frozenset[int]) -> None:
        """Number what a block makes."""
        last = max((k for k, op in enumerate(block.ops) if is_proceed(op)), default=-1)
        for k, op in enumerate(block.ops):
            # What comes before the question runs once more than what the loop keeps.
            here = around if k > last else around | {self.number(("before", id(block)))}
            self.at[op] = Place(len(self.at), self.loops, here)
            match op:
                case Apply():
                    self.apply(op)
                case If():
                    self.branch(op, here)
                case For():
                    self.loop(op, here)

    def apply(self, op: Apply) -> None:
        """Number what a gate makes, by its operands."""
        function = op.gate.function
        if function is core.named:
            self.same[op.out] = self.of(op.args[0])
        elif function not in (*core.UPDATES, *core.ONCE, core.made) and op.gate.pure and op.args:
            attrs = repr(sorted((k, v) for k, v in op.attrs.items() if k != "style"))
            self.same[op.out] = self.number((function, tuple(map(self.of, op.args)), attrs))
        if function in OF_ITS_SIZE:
            self.sizes[op.out] = self.size(op.args[OF_ITS_SIZE[function]])

    def branch(self, op: If, around: frozenset[int]) -> None:
        """Number what the sides of a branch make; of a try nothing is known."""
        apart = op.catches or op.within
        asked = id(op) if apart else self.of(op.cond)
        for side, block in enumerate((op.then, op.orelse)):
            self.block(block, around | {self.number(("side", bool(apart), asked, side))})
        if apart:
            return
        for out, *sides in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
            known = [a for a in sides if a is not UNDEF]
            if len(known) == 1:
                self.same[out] = self.of(known[0])
            sizes = {self.size(a) for a in known}
            if len(sizes) == 1:
                self.sizes[out] = sizes.pop()

    def loop(self, op: For, around: frozenset[int]) -> None:
        """Number what a loop makes; one that walks what another has kept has its rounds."""
        walked = [self.of(a) for a in op.over]
        kept = [self.kept[n] for n in walked if n in self.kept]
        if kept:
            rounds = kept[0][0]
        elif op.early:
            rounds = self.number(("rounds", id(op)))
        else:
            endless = [self.names[n][0] is core.counter for n in walked]
            own = tuple(n for n, e in zip(walked, endless, strict=True) if not e)
            rounds = self.number(("rounds", around, own))
        for item, n in zip(op.items, walked, strict=True):
            known = self.kept.get(n)
            self.same[item] = known[1] if known else self.number(("item", rounds, n))
        steady = [k for k in range(len(op.init)) if (id(op), k) not in self.resized]
        for k in steady:
            self.sizes[op.carried[k]] = self.sizes[op.out[k]] = self.size(op.init[k])
        end: list[int] = []
        before, self.loops = self.loops, (*self.loops, (len(self.at) - 1, end))
        self.block(op.body, around | {rounds})
        self.loops = before
        end.append(len(self.at))
        for k in steady:
            if self.size(op.nexts[k]) != self.size(op.carried[k]):
                self.resized.add((id(op), k))
        for k, (out, a) in enumerate(zip(op.collected, op.gathered, strict=True)):
            self.same[out] = self.number(("kept", id(op), k))
            self.kept[self.same[out]] = (rounds, self.of(a))


def numbered(fn: Function) -> Numbers:
    """Return the numbers of a program, walked again until no size was guessed wrongly."""
    resized: set[tuple[int, int]] = set()
    while True:
        before, numbers = len(resized), Numbers(resized)
        numbers.block(fn.body, frozenset())
        if len(resized) == before:
            return numbers
