"""Which values may share memory, and which updates in place another value could see.

An update (`d[i] += g`) is a gate that returns the new array; written in place it is the same
thing only where nobody reads the old one afterwards, under any of its names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.indexing import makes_copy
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import depth, grows
from adcompiler.ir.nodes import Apply, Atom, Block, Call, For, Function, If, Op, Path, Value
from adcompiler.ir.types import NOTHING, Array, Scalar, Seq, Tree, Type, Unknown
from adcompiler.ir.walk import all_ops, operands, outputs

Sides = tuple[tuple[int, int], ...]


@dataclass(eq=False)
class Spot:
    """Where something stands: its place in program order, the loops and branches around it."""

    at: int
    loops: tuple[For, ...]
    sides: Sides


@dataclass(eq=False)
class Memory:
    """The sharing of memory in one program, and where its values are made and read."""

    parent: dict[Value, Value] = field(default_factory=dict)
    foreign: set[Value] = field(default_factory=set)  # arguments and what is captured
    made: dict[Value, Spot] = field(default_factory=dict)
    read: dict[Value, list[Spot]] = field(default_factory=dict)
    updates: list[tuple[Apply, Spot]] = field(default_factory=list)
    ends: dict[For, tuple[int, int]] = field(default_factory=dict)
    kept: dict[Value, list[For]] = field(default_factory=dict)  # collected in these loops
    ops: dict[Value, Apply] = field(default_factory=dict)
    carried: dict[Value, tuple[For, int]] = field(default_factory=dict)  # and what comes out
    merged: dict[Value, tuple[Atom, Atom]] = field(default_factory=dict)  # by branches
    clock: int = 0

    def find(self, value: Value) -> Value:
        """Return the representative of the values that may share memory with this one."""
        while (up := self.parent.get(value, value)) is not value:
            self.parent[value] = value = self.parent.get(up, up)
        return value

    def join(self, atoms: Iterable[Atom]) -> None:
        """Record that these values may share memory; plain numbers never do."""
        values = [a for a in atoms if isinstance(a, Value) and not isinstance(a.type, Scalar)]
        for other in values[1:]:
            self.parent[self.find(other)] = self.find(values[0])

    def groups(self) -> dict[Value, list[Value]]:
        """Return the values of each group that shares memory."""
        found: dict[Value, list[Value]] = {}
        for value in self.made:
            found.setdefault(self.find(value), []).append(value)
        return found


def memory(fn: Function) -> Memory:
    """Return who may share memory with whom in a program."""
    found = Memory()
    outside = [*fn.params, *(c.value for c in fn.captures)]
    found.foreign.update(outside)
    for value in outside:
        found.made[value] = Spot(-1, (), ())
    _block(fn.body, found, (), ())
    return found


def _block(block: Block, m: Memory, loops: tuple[For, ...], sides: Sides) -> None:
    for op in block.ops:
        m.clock += 1
        here = Spot(m.clock, loops, sides)
        for atom in operands(op):
            if isinstance(atom, Value):
                m.read.setdefault(atom, []).append(here)
        match op:
            case Apply():
                m.ops[op.out] = op
                m.join((op.out, *shared(op)))
                if op.gate.function is core.append:
                    m.join((op.attrs["to"], *op.args))
                if _is_read_only(op):
                    m.foreign.add(op.out)
                if op.gate.function in core.UPDATES:
                    m.updates.append((op, here))
            case Call():
                m.join((*op.out, *op.args))  # whatever it returns or keeps may be an argument
            case If():
                for k, inner in enumerate((op.then, op.orelse)):
                    # The handler of a try runs after a part of its body.
                    side = (*sides, (id(op), 0 if op.catches or op.within else k))
                    _block(inner, m, loops, side)
                    m.clock += 1
                    _reads(inner.yields, m, Spot(m.clock, loops, side))
                for out, x, y in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                    m.join((out, x, y))
                    m.merged[out] = (x, y)
            case For():
                _loop(op, m, here, loops, sides)
        m.clock += 1
        for out in outputs(op):
            m.made[out] = Spot(m.clock, loops, sides)
    m.clock += 1
    if not loops and not sides:
        _reads(block.yields, m, Spot(m.clock, loops, sides))


def shared(op: Apply) -> tuple[Atom, ...]:
    """Return the operands that the result of a gate may share memory with."""
    function = op.gate.function
    if grows(op.out.type) and function not in core.UPDATES:
        if function is runtime.pad_items:
            return op.args[:1]
        cuts = function is core.load and isinstance(op.attrs["index"], slice)
        if cuts or function in (list, core.chain, core.repeated, runtime.repeat, core.pack):
            flat = isinstance(op.out.type, Seq) and isinstance(op.out.type.item, Scalar)
            return () if flat else op.args
    if function in (core.pack, core.custom):
        return op.args
    if function is core.extend:
        flat = isinstance(op.out.type, Seq) and isinstance(op.out.type.item, Scalar)
        return op.args[:1] if flat else op.args
    if function in (core.push, core.push_inside, core.insert) or (
        function is core.store and grows(op.out.type)
    ):
        return op.args[:2]
    if function is core.load and isinstance(type_of(op.args[0]), Array | Unknown):
        if makes_copy(type_of(op.args[0]), op.args[1:]):
            return ()
    return op.args[:1] if op.gate.view or function is core.named else ()


def _is_read_only(op: Apply) -> bool:
    """Tell whether a gate of the compiler's own spreads an array, which nobody may write to."""
    return op.gate.function is core.broadcast_like and not isinstance(type_of(op.args[0]), Scalar)


def _loop(op: For, m: Memory, here: Spot, loops: tuple[For, ...], sides: Sides) -> None:
    inside = (*loops, op)
    for k, pair in enumerate(zip(op.carried, op.finals, strict=True)):
        m.carried.update(dict.fromkeys(pair, (op, k)))
    for param in op.body.params:
        m.made[param] = Spot(here.at, inside, sides)
    for item, whole in zip(op.items, op.over, strict=True):
        m.join((item, whole))
    _block(op.body, m, inside, sides)
    m.clock += 1
    _reads(op.body.yields, m, Spot(m.clock, inside, sides))
    m.ends[op] = (here.at, m.clock)
    n = len(op.init)
    for k, after in enumerate((*op.nexts, *op.gathered)):
        m.join((op.out[k], after, *((op.init[k], op.carried[k]) if k < n else ())))
        if k >= n and isinstance(after, Value):
            m.kept.setdefault(after, []).append(op)


def _reads(atoms: Iterable[Atom], m: Memory, spot: Spot) -> None:
    for atom in atoms:
        if isinstance(atom, Value):
            m.read.setdefault(atom, []).append(spot)


def lists_changing(fn: Function, how: Sequence[object] = core.UPDATES) -> set[Value]:
    """Return the lists that are changed in place in one of these ways, under all their names."""
    changed = [
        o.out
        for o in all_ops(fn.body)
        if isinstance(o, Apply) and o.gate.function in how and grows(o.out.type)
    ]
    if not changed:
        return set()
    m = memory(fn)
    roots = {m.find(v) for v in changed}
    return {v for v in m.made if grows(v.type) and m.find(v) in roots}


@dataclass(frozen=True, eq=False)
class Seen:
    """An update whose effect others would see in place: these values, or what is outside."""

    update: Apply
    by: tuple[Value, ...]
    outside: bool

    def parts(self, m: Memory) -> set[Value]:
        """Return the parts of arrays among those that see it."""
        return {v for v in self.by if _is_part(m.ops.get(v))}


def _is_spread(op: Apply | None) -> bool:
    """Tell whether a value is a view that NumPy lets nobody write to."""
    return op is not None and op.gate.function is np.broadcast_to


def _is_part(op: Apply | None) -> bool:
    """Tell whether a value is a part of an array, which is never larger than the array."""
    return op is not None and op.gate.function is core.load and isinstance(op.out.type, Array)


def seen_updates(fn: Function, m: Memory) -> list[Seen]:
    """Return the updates whose effect another value would see if they were done in place."""
    if not m.updates:
        return []
    groups = m.groups()
    found = []
    for op, spot in m.updates:
        base = op.args[0]
        if not isinstance(base, Value):
            continue
        group = groups.get(m.find(base), [])
        inside = isinstance(op.attrs.get("index"), Path)
        born = None if inside else _born(base, spot, m)
        if born is not None:
            # Made anew in this round: only what was derived from it since can share it.
            group = [v for v in group if m.made[v].at >= born]
        group = [v for v in group if not beneath(v, op)]
        by = tuple(
            v
            for v in group
            if (_sees(v, op, spot, m) and not _distinct(v, base, m)) or _keeps(v, group, spot, m)
        )
        outside = born is None and any(v in m.foreign for v in group)
        outside = outside or any(_is_spread(m.ops.get(v)) and m.made[v].at < spot.at for v in group)
        if by or outside:
            found.append(Seen(op, by, outside))
    return found


def beneath(value: Value, update: Apply) -> bool:
    """Tell whether a value can only be something inside the list that an update changes."""
    if not isinstance(update.out.type, Seq | Tree):
        return False
    if isinstance(value.type, Seq) and value.type.item == NOTHING:
        return False  # an empty list may come to hold anything
    index = update.attrs.get("index")
    above = len(index.parts) - 1 if isinstance(index, Path) else 0
    above += update.gate.function in core.RESIZED_INSIDE  # the path leads to the list itself
    deep, own = depth(update.out.type), depth(_collected(value.type))
    return deep is not None and own is not None and own < deep - above


def _collected(type_: Type) -> Type:
    """Return the type of what loops have collected in a list that only the sweep walks."""
    while isinstance(type_, Seq) and type_.kind == "kept":
        type_ = type_.item
    return type_


def _born(value: Value, spot: Spot, m: Memory) -> int | None:
    """Return when the memory of a value was made, None if not in this round and branch."""
    at: Atom = value
    while isinstance(at, Value):
        if at in m.carried and at is not (start := _before_loop(at, m)):
            at = start
            continue
        if at in m.merged and at is not (start := _before_branches(at, m)):
            at = start
            continue
        if at not in m.ops:
            return None
        op, here = m.ops[at], m.made[at]
        if (
            here.loops != spot.loops[: len(here.loops)]
            or here.sides != spot.sides[: len(here.sides)]
        ):
            return None
        if _is_read_only(op):
            return None
        sources = [a for a in shared(op) if not isinstance(type_of(a), Scalar)]
        if not sources:
            return here.at
        at = sources[0]
    return None


def _distinct(x: Value, y: Value, m: Memory) -> bool:
    """Tell whether two arrays never share memory in one round, though over several rounds they may.

    What a round makes anew is neither another array nor what a loop around has handed in.
    """
    first, second = _root(x, m), _root(y, m)
    if first is None or second is None or first is second:
        return False
    if first in m.carried and second in m.carried:
        return False
    handed, new = (first, second) if first in m.carried else (second, first)
    return handed not in m.carried or m.carried[handed][0] in m.made[new].loops


def _root(value: Value, m: Memory) -> Value | None:
    """Return whose memory an array shows: what a gate made, or what a loop has handed in."""
    at: Atom = value
    while isinstance(at, Value) and isinstance(at.type, Array):
        if at in m.carried:
            start = _before_loop(at, m)
            if start is at:
                return at if at in m.carried[at][0].carried else None
        elif at in m.merged:
            start = _before_branches(at, m)
            if start is at:
                return None
        elif at in m.ops and not _is_read_only(m.ops[at]):
            sources = [a for a in shared(m.ops[at]) if not isinstance(type_of(a), Scalar)]
            if not sources:
                return at
            if len(sources) > 1:
                return None
            start = sources[0]
        else:
            return None
        at = start
    return None


def changes_later(value: Value, m: Memory) -> bool:
    """Tell whether memory that a value shows may be updated after it is made, in any round."""
    made = m.made[value]
    born = _born(value, made, m)
    if born is None or (made.loops and born < m.ends[made.loops[-1]][0]):
        return True
    return any(
        spot.at > made.at and not _apart(spot.sides, made.sides)
        for update, spot in m.updates
        if isinstance(update.args[0], Value) and m.find(update.args[0]) is m.find(value)
    )


def _before_loop(value: Value, m: Memory) -> Atom:
    """Return what a loop carried in, where all its rounds only update that; else the value."""
    loop, k = m.carried[value]
    param = loop.carried[k]
    return loop.init[k] if _updated(loop.nexts[k], param, m) else value


def _before_branches(value: Value, m: Memory) -> Atom:
    """Return what two branches found, where both only update that; else the value."""
    first, second = m.merged[value]
    start = first
    while isinstance(start, Value) and start in m.ops:
        op = m.ops[start]
        if op.gate.function not in core.UPDATES:
            break
        start = op.args[0]
    return start if isinstance(start, Value) and _updated(second, start, m) else value


def _updated(atom: Atom, start: Value, m: Memory) -> bool:
    """Tell whether a value is what another was, with updates in place."""
    waiting, seen = [atom], {start}
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        if not isinstance(at, Value) or not (before := _before(at, m)):
            return False
        seen.add(at)
        waiting.extend(before)
    return True


def _before(value: Value, m: Memory) -> tuple[Atom, ...]:
    """Return what a value is with updates in place, on each side; nothing where it is new."""
    if value in m.carried:
        if value in m.carried[value][0].carried:
            return ()  # what another variable was at the end of the last round
        before = _before_loop(value, m)
        return () if before is value else (before,)
    if value in m.ops and m.ops[value].gate.function in core.UPDATES:
        return m.ops[value].args[:1]
    return m.merged.get(value, ())


def _keeps(value: Value, group: list[Value], spot: Spot, m: Memory) -> bool:
    """Tell whether a list holds the value while later rounds update memory from outside."""
    for loop in m.kept.get(value, ()):
        if loop in spot.loops:
            before = m.ends[loop][0]
            if any(m.made[v].at <= before or v in loop.body.params for v in group):
                return True
    return False


def _sees(value: Value, update: Apply, spot: Spot, m: Memory) -> bool:
    """Tell whether a value made before the update is read after it."""
    made = m.made[value]
    if value is update.out or isinstance(value.type, Scalar):
        return False
    if made.at > spot.at or _apart(made.sides, spot.sides):
        return False
    around = [loop for loop in spot.loops if loop not in made.loops]
    for use in m.read.get(value, ()):
        if use.at > spot.at and not _apart(use.sides, spot.sides):
            return True
        if any(m.ends[loop][0] < use.at <= m.ends[loop][1] for loop in around):
            return True  # the next round reads it again
    return False


def _apart(a: Sides, b: Sides) -> bool:
    """Tell whether two places are on different sides of one branch."""
    return any(x[0] == y[0] and x[1] != y[1] for x, y in zip(a, b, strict=False))


def entry(update: Apply, ops: Iterable[Op]) -> tuple[For, int] | None:
    """Return the outermost loop and slot through which the updated array was carried in."""
    carried: dict[Value, tuple[For, int]] = {}
    before: dict[Value, Atom] = {}
    for op in ops:
        if isinstance(op, For):
            carried.update({p: (op, k) for k, p in enumerate(op.carried)})
        if isinstance(op, Apply) and op.gate.function in (*core.UPDATES, core.named):
            before[op.out] = op.args[0]
    found: tuple[For, int] | None = None
    base: Atom = update.args[0]
    while isinstance(base, Value):
        if base in carried:
            found = carried[base]
            base = found[0].init[found[1]]
        elif base in before:
            base = before[base]
        else:
            break
    return found
