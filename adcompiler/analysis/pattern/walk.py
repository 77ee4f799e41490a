"""One walk through a program: its values, and beside them what they depend on.

The walk sees one way through the program. It remembers whether another call of the same
shapes could go another way, or could read from other places.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from adcompiler.analysis.activity import flows
from adcompiler.analysis.pattern import trees
from adcompiler.analysis.pattern.at import At
from adcompiler.analysis.pattern.pairs import Pairs
from adcompiler.analysis.pattern.rows import Rows
from adcompiler.analysis.pattern.rules import dependence
from adcompiler.analysis.pattern.trees import Tree
from adcompiler.analysis.pattern.values import TAKES, computed, container, refused
from adcompiler.gates import core
from adcompiler.gates.kinds import Blocked, Distribute, LocalDerivative, Route, SwapAndScale
from adcompiler.gates.safe import CLOCKS
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    Call,
    Const,
    For,
    If,
    Op,
    Slot,
    Value,
    is_proceed,
)


class Stage(NamedTuple):
    """A value, its pattern, and whether every call of the same shapes has the same value."""

    value: Any
    deps: Tree = None
    fixed: bool = True


NOTHING = Stage(None)


# Gates whose operands decide nothing but numbers: not what is read, nor how much of it.
_OF_NUMBERS = (Distribute, SwapAndScale, LocalDerivative, Route)
_UNIONS = (np.where, core.mask)
# Gates whose operands from one on are places, or sizes.
_PLACES: dict[Any, int] = {
    core.load: 1,
    core.store: 2,
    core.accumulate: 2,
    core.insert: 2,
    core.push_inside: 2,
    core.drop_inside: 2,
    core.cut: 2,
    core.remove: 2,
    range: 0,
    np.flatnonzero: 0,
    core.custom: 0,
}
_SIZES = (core.shape, core.size, core.size_of, np.size, np.shape, np.ndim, len, core.dtype_of)


class Walk:
    """Where a walk is: the stages so far, the sets and pairs of inputs that it has met."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.pairs = rows, Pairs(rows)
        self.env: dict[Value, Stage] = {}
        self.outside: dict[Value, Stage] = {}
        self.flowing: dict[Apply, bool] = {}
        self.fixed = True
        self.caught: list[BaseException] = []

    def stage(self, atom: Atom) -> Stage:
        """Return what an atom stands for."""
        if isinstance(atom, Value):
            return self.env[atom]
        return Stage(atom.value) if isinstance(atom, Const) else NOTHING

    def result(self, tree: Any, yields: Sequence[Atom]) -> Stage:
        """Return what a program returns, put together of its yields."""
        if isinstance(tree, Slot):
            return self.stage(yields[tree.index])
        stages = [self.result(item, yields) for item in tree.items]
        value = container(tree.kind, [s.value for s in stages], tree.keys, tree.cls)
        deps = [trees.filled(s.value) if s.deps is None else s.deps for s in stages]
        named = tree.kind in ("dict", "object")
        return Stage(value, dict(zip(tree.keys, deps, strict=True)) if named else deps)

    def decides(self, stage: Stage) -> None:
        """Note that a value has decided where the walk goes on."""
        self.fixed = self.fixed and stage.fixed

    def block(self, block: Block) -> bool:
        """Walk through a block; tell whether a loop goes on after it."""
        for op in block.ops:
            if is_proceed(op):
                going = self.stage(op.args[0])
                self.decides(going)
                if not going.value:
                    return False
            else:
                self.op(op)
        return True

    def op(self, op: Op) -> None:
        """Walk through one operation."""
        match op:
            case Apply():
                self.env[op.out] = self.apply(op)
            case Call():
                self.call(op)
            case If():
                self.branch(op)
            case For():
                self.loop(op)

    # -- gates --------------------------------------------------------------------------

    def apply(self, op: Apply) -> Stage:
        """Return what a gate gives."""
        function = op.gate.function
        stages = [self.stage(a) for a in op.args]
        values = [s.value for s in stages]
        if function is core.demand:
            assert values[0], values[1] if len(values) > 1 else None
            return NOTHING
        if function is core.throw:
            self.throw(*values)
        if function is core.counted:
            core.counted(*values, **op.attrs)
            return NOTHING
        if function is core.caught:
            return Stage(self.caught[-1], None, False)
        value = computed(op, values)
        if function in _SIZES:
            return Stage(value)
        fixed = all(s.fixed for s in stages) and op.gate.pure and function not in CLOCKS
        if self.fixed and not fixed and self.places(op, stages):
            self.fixed = False
        deps = [s.deps for s in stages]
        if all(d is None for d in deps):
            return Stage(value, None, fixed)
        if function not in (core.item, core.pack):
            if not self.flows(op):
                return Stage(value, None, fixed)
        at = At(self.rows, self.pairs, op, values, deps, value)
        return Stage(value, dependence(at), fixed)

    def places(self, op: Apply, stages: list[Stage]) -> bool:
        """Tell whether what may change decides which elements a gate reads, or how many."""
        function = op.gate.function
        if function in _PLACES:
            return any(not s.fixed for s in stages[_PLACES[function] :])
        kind = op.gate.kind(op)
        if isinstance(kind, _OF_NUMBERS) or function in _UNIONS:
            return False
        if isinstance(kind, Blocked) and not op.gate.creates:
            return False
        return any(not s.fixed and has_places(s.value) for s in stages)

    def flows(self, op: Apply) -> bool:
        """Tell whether a derivative flows through a gate; a loop asks again and again."""
        if op not in self.flowing:
            self.flowing[op] = flows(op)
        return self.flowing[op]

    def throw(self, *values: Any) -> None:
        """Raise what the program raises."""
        if not values:
            raise self.caught[-1]
        raise values[0] from (values[1] if len(values) > 1 else None)

    # -- control flow -------------------------------------------------------------------

    def call(self, op: Call) -> None:
        """Walk through a routine, in variables of its own."""
        routine, around = op.routine, self.env
        inner = dict(self.outside)
        for params, size, arg in zip(routine.taken(), routine.takes, op.args, strict=True):
            stage = self.stage(arg)
            inner.update(zip(params, [stage] if size is None else self.split(stage), strict=True))
        self.env = inner
        try:
            self.block(routine.program.body)
            given = [[self.stage(a) for a in group] for group in routine.given()]
        finally:
            self.env = around
        for out, group, size in zip(op.out, given, routine.gives, strict=True):
            self.env[out] = group[0] if size is None else self.joined(group)

    def split(self, stage: Stage) -> list[Stage]:
        """Return the items of a tuple."""
        deps = [None] * len(stage.value) if stage.deps is None else stage.deps
        return [Stage(v, d, stage.fixed) for v, d in zip(stage.value, deps, strict=True)]

    def joined(self, stages: list[Stage]) -> Stage:
        """Return a tuple of items."""
        values = tuple(s.value for s in stages)
        deps = [trees.filled(s.value) if s.deps is None else s.deps for s in stages]
        return Stage(values, deps, all(s.fixed for s in stages))

    def branch(self, op: If) -> None:
        """Walk through the side that is taken."""
        if op.catches:
            self.fixed = False
            taken = self.attempt(op)
        elif op.within:
            with self.stage(op.cond).value:
                self.block(op.then)
            taken = op.then
        else:
            cond = self.stage(op.cond)
            self.decides(cond)
            taken = op.then if cond.value else op.orelse
            self.block(taken)
        for out, atom in zip(op.out, [self.stage(y) for y in taken.yields], strict=True):
            self.env[out] = atom

    def attempt(self, op: If) -> Block:
        """Walk through a try; return the block that came to its end."""
        try:
            self.block(op.then)
        except BaseException as error:
            if not isinstance(error, op.catches):
                raise
            self.caught.append(error)
            try:
                self.block(op.orelse)
            finally:
                self.caught.pop()
            return op.orelse
        return op.then

    def loop(self, op: For) -> None:
        """Walk round by round."""
        if op.takes:
            refused(TAKES)(op, ())
        carried = [self.stage(a) for a in op.init]
        collected: list[list[Stage]] = [[] for _ in op.collected]
        for items in self.rounds(op):
            self.env.update(zip(op.items, items, strict=True))
            self.env.update(zip(op.carried, carried, strict=True))
            if not self.block(op.body):
                break
            carried = [self.stage(a) for a in op.nexts]
            for kept, atom in zip(collected, op.gathered, strict=True):
                kept.append(self.stage(atom))
            if op.stop:
                stop = self.stage(op.stop[0])
                self.decides(stop)
                if stop.value:
                    break
        self.env.update(zip(op.finals, carried, strict=True))
        for out, kept in zip(op.collected, collected, strict=True):
            if op.backwards:
                kept.reverse()
            values = [s.value for s in kept]
            deps = [trees.filled(s.value) if s.deps is None else s.deps for s in kept]
            varied = any(s.deps is not None for s in kept)
            fixed = all(s.fixed for s in kept)
            self.env[out] = Stage(values, deps if varied else None, fixed)

    def rounds(self, op: For) -> Any:
        """Yield the items of each round."""
        if not op.over:
            return itertools.repeat(())
        stages = [self.stage(a) for a in op.over]
        walked = [
            s._replace(value=list(s.value)) if isinstance(s.value, dict) else s for s in stages
        ]
        order = range(min(len(s.value) for s in walked))
        return (
            [self.item(s, k) for s in walked] for k in (reversed(order) if op.backwards else order)
        )

    def item(self, stage: Stage, k: int) -> Stage:
        """Return one item of what a loop walks."""
        deps = None
        if stage.deps is not None and not isinstance(stage.deps, dict):
            deps = trees.whole(stage.deps[k])
        return Stage(stage.value[k], deps, stage.fixed)


def has_places(value: Any) -> bool:
    """Tell whether a value may be an index or a size, or holds one."""
    found = trees.parts(value)
    if found is not None:
        return any(has_places(v) for _, v in found)
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind not in "fc"
    return not isinstance(value, float | complex | str) and value is not None
