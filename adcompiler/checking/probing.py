"""A program that tells while it runs what each of its gates is given, and what it decides.

Before every gate that a derivative flows through its operands are noted; after every gate
with a truth value or an integer, that answer. The control flow is that of the emitted code.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from adcompiler import pipeline
from adcompiler.analysis.activity import varied
from adcompiler.checking.derivatives import Program, compiled, undisturbed
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
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
    Routine,
    Slot,
    Struct,
    Value,
    is_proceed,
)
from adcompiler.ir.routines import redirected, routines
from adcompiler.ir.types import NOTHING, Other, is_differentiable, numeric_kind
from adcompiler.ir.walk import all_ops, blocks, free, reads, substitute, substitute_block
from adcompiler.source import Span

KEPT = 30  # runs of one gate
TOLD = 100_000  # answers


@dataclass(frozen=True, eq=False)
class Site:
    """One gate where it stands in the program, and the operations that it is a program of."""

    op: Apply
    ops: tuple[Apply, ...]
    inputs: tuple[Value, ...]
    home: Any

    @cached_property
    def program(self) -> Program:
        """The gate alone, its operands as parameters."""
        fresh = {v: Value(f"x{k}", v.type) for k, v in enumerate(self.inputs)}
        ops = tuple(substitute(op, fresh) for op in self.ops)
        fn = Function("gate", tuple(fresh.values()), Block((), ops, (self.op.out,)), Slot(0))
        if self.op.gate.function in core.COMPOSITES:
            return Program(fn, self.home, tuple(self.inputs.index(v) for v in variables(self.op)))
        return Program(fn, self.home, tuple(range(len(self.inputs))))


@dataclass(frozen=True, eq=False)
class Part:
    """The body of a loop, or one side of a branch: found by what that binds, and a number."""

    place: tuple[Value, int]
    block: Block
    inputs: tuple[Value, ...]
    home: Any

    @cached_property
    def program(self) -> Program:
        """The part alone, what it reads from outside as parameters; it ends no loop."""
        params = {v: Value(f"x{k}", v.type) for k, v in enumerate(self.inputs)}
        read = (*self.block.params, *free(self.block))
        outside: dict[Value, Atom] = dict.fromkeys(read, UNDEF)
        block = substitute_block(self.block, {**outside, **params})
        unbound = perhaps_unbound(block)
        yields = tuple(a for a in block.yields if isinstance(a, Value) and a not in unbound)
        ops = tuple(op for op in block.ops if not is_proceed(op))
        result = Struct("tuple", tuple(map(Slot, range(len(yields)))))
        fn = Function("part", tuple(params.values()), Block((), ops, yields), result)
        wrt = tuple(k for k, v in enumerate(self.inputs) if is_differentiable(v.type))
        return Program(fn, self.home, wrt)


@dataclass(eq=False)
class Recorder:
    """What one run has told: the operands of the gates, and the answers, in order."""

    sites: list[Site] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rounds: dict[tuple[Value, int], list[tuple[Part, tuple[Any, ...]]]] = field(
        default_factory=dict
    )
    runs: list[tuple[int, int, tuple[Any, ...]]] = field(default_factory=list)
    answers: list[tuple[int, Any]] = field(default_factory=list)
    asked: list[Apply] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)

    def note_operands(self, k: int, *values: Any) -> None:
        """Note what a gate is given."""
        run = self.counts[k] = self.counts.get(k, 0) + 1
        if run <= KEPT:
            with suppress(TypeError):  # what cannot be copied
                self.runs.append((k, run, copy.deepcopy(values)))

    def note_round(self, k: int, *values: Any) -> None:
        """Note what a part of the program is given."""
        part = self.parts[k]
        rounds = self.rounds.setdefault(part.place, [])
        if len(rounds) < KEPT:
            with suppress(TypeError):
                rounds.append((part, copy.deepcopy(values)))

    def note_answer(self, k: int, value: Any) -> None:
        """Note a truth value or an integer."""
        if len(self.answers) < TOLD and isinstance(value, bool | int | np.ndarray | np.generic):
            array = np.asarray(value)
            if array.dtype.kind in "biu":
                self.answers.append((k, array.copy()))


@dataclass(frozen=True, eq=False)
class Observed:
    """A program with notes taken, compiled once."""

    program: Program
    recorder: Recorder = field(default_factory=Recorder)

    @cached_property
    def _function(self) -> Any:
        fn = self.program.recognised
        found = varied(fn, [fn.params[k] for k in self.program.wrt])
        taker = _Taker(self.program, self.recorder, found)
        return compiled(pipeline.run(taker.taken(fn), pipeline.AFTER), self.program.home)

    def run(self, values: Sequence[Any]) -> Recorder:
        """Run the program on copies of the values and return what it told, as far as it came."""
        r = self.recorder
        function = self._function
        r.runs, r.answers, r.counts, r.rounds = [], [], {}, {}
        try:
            with undisturbed(), np.errstate(all="ignore"):
                function(*copy.deepcopy(list(values)))
        except Exception:  # what the program raises was raised before, and is not the question
            r.answers.append((-1, np.asarray(0)))
        return replace(r, runs=list(r.runs), answers=list(r.answers))


class _Taker:
    """Puts the notes into one program."""

    def __init__(self, program: Program, recorder: Recorder, found: set[Value]) -> None:
        self.home, self.recorder, self.varied = program.home, recorder, found
        self.made: dict[Value, Apply] = {}
        self.unbound: set[Value] = set()

    def taken(self, fn: Function) -> Function:
        """Return the program, and the routines that it calls, with notes."""
        known = routines(fn)
        for one in (*(r.program for r in known), fn):
            self.made.update({o.out: o for o in all_ops(one.body) if isinstance(o, Apply)})
            self.unbound |= perhaps_unbound(one.body)
        fresh = {r: Routine(r.name, r.takes, r.gives) for r in known}
        for old, new in fresh.items():
            body = redirected(self.block(old.program.body), fresh)
            new.function = replace(old.program, body=body)
        return replace(fn, body=redirected(self.block(fn.body), fresh))

    def block(self, block: Block) -> Block:
        """Return a block with notes."""
        ops: list[Op] = []
        for op in block.ops:
            if isinstance(op, Apply):
                ops += self.operands(op)
            if isinstance(op, If) and op.ternary:
                op = replace(op, ternary=False)
            if isinstance(op, If):
                op = replace(op, then=self.part(op, 0), orelse=self.part(op, 1))
            elif isinstance(op, For):
                op = replace(op, body=self.part(op, 0))
            ops.append(op)
            if isinstance(op, Apply) and numeric_kind(op.out.type) in ("bool", "int"):
                self.recorder.asked.append(op)
                ops.append(
                    _note(self.recorder.note_answer, op.span, len(self.recorder.asked) - 1, op.out)
                )
        return replace(block, ops=tuple(ops))

    def part(self, op: If | For, k: int) -> Block:
        """Return a block of an operation with notes, one of what it is given at its start."""
        block = blocks(op)[k]
        made = self.block(block)
        read = set(reads(block))
        seen = (*(p for p in block.params if p in read), *free(block))
        inputs = tuple(v for v in seen if v not in self.unbound)
        if not self.varied.intersection(op.out):
            return made
        self.recorder.parts.append(Part((op.out[0], k), block, inputs, self.home))
        note = self.recorder.note_round, op.span, len(self.recorder.parts) - 1
        return replace(made, ops=(_note(*note, *inputs), *made.ops))

    def operands(self, op: Apply) -> Iterator[Op]:
        """Yield the note of what a gate is given, if its rule can be tested alone."""
        if op.out not in self.varied or not op.gate.pure or op.gate.function in core.APART:
            return
        ops = self.slice(op)
        bound = {o.out for o in ops}
        read = [a for o in ops for a in o.args if isinstance(a, Value) and a not in bound]
        inputs = tuple(dict.fromkeys(read))
        if any(v.type == NOTHING or isinstance(v.type, Other) for v in inputs):
            return
        self.recorder.sites.append(Site(op, tuple(ops), inputs, self.home))
        yield _note(self.recorder.note_operands, op.span, len(self.recorder.sites) - 1, *inputs)

    def slice(self, op: Apply) -> list[Apply]:
        """Return the operations that a composite stands for and itself; for a gate, itself."""
        if op.gate.function not in core.COMPOSITES:
            return [op]
        stop, out = set(variables(op)), [op]
        waiting = [op.args[0]]
        while waiting:
            atom = waiting.pop()
            made = self.made.get(atom) if isinstance(atom, Value) and atom not in stop else None
            if made is not None:
                out = [made, *(o for o in out if o is not made)]
                waiting += made.args
        return out


def perhaps_unbound(block: Block) -> set[Value]:
    """Return the values that may have no value when they are read."""
    found: set[Value] = set()
    moves: list[tuple[Value, Atom]] = []
    for op in all_ops(block):
        if isinstance(op, If):
            for side in (op.then, op.orelse):
                moves += zip(op.out, side.yields, strict=True)
        elif isinstance(op, For):
            for starts in (op.init, op.nexts):
                moves += [*zip(op.carried, starts, strict=True), *zip(op.finals, starts)]
    before = -1
    while len(found) != before:
        before = len(found)
        found |= {v for v, a in moves if a is UNDEF or a in found}
    return found


def variables(op: Apply) -> tuple[Value, ...]:
    """Return what a composite gate is a function of: its operands after its value."""
    return tuple(a for a in op.args[1:] if isinstance(a, Value) and is_differentiable(type_of(a)))


def _note(function: Any, span: Span, k: int, *values: Value) -> Apply:
    attrs = {"function": function, "keywords": ()}
    out = Value("", Other(type(None)), span)
    return Apply(gate(core.perform), (Const(k), *values), attrs, out, span)
