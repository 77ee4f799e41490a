"""From stages to Python variables: keep the user's names, share dead ones, nothing random.

First the values that a loop or branch passes on are put into one variable where nothing
forbids it; then each variable takes the name that its first stage would like.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field

from adcompiler.analysis.hints import stage_hints
from adcompiler.analysis.liveness import Interference, interference
from adcompiler.backend.layout import Layout
from adcompiler.gates import core
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, For, Function, If, Op, Value
from adcompiler.ir.walk import all_ops, ends, outputs

RESERVED = {*keyword.kwlist, *keyword.softkwlist, "np", "math", "cmath"} - {
    "type",
    "case",
    "match",
    "_",
}


@dataclass(eq=False)
class Variables:
    """Which variable each value lives in, and what it is called."""

    parent: dict[Value, Value] = field(default_factory=dict)
    members: dict[Value, list[Value]] = field(default_factory=dict)
    names: dict[Value, str] = field(default_factory=dict)
    clashes: Interference = field(default_factory=Interference)
    outside: set[Value] = field(default_factory=set)  # what is read from outside: never bound

    def find(self, value: Value) -> Value:
        """Return the representative of a variable."""
        while value in self.parent:
            value = self.parent[value]
        return value

    def same(self, a: Atom, b: Atom) -> bool:
        """Tell whether two values live in one variable."""
        return isinstance(a, Value) and isinstance(b, Value) and self.find(a) is self.find(b)

    def name(self, value: Value) -> str:
        """Return the name of a value's variable."""
        return self.names[self.find(value)]

    def group(self, value: Value) -> list[Value]:
        """Return the values that live in the same variable."""
        root = self.find(value)
        return self.members.get(root, [root])

    def clash(self, a: Value, b: Value) -> bool:
        """Tell whether two variables are needed at the same time."""
        return self.clashes.clash(self.group(a), self.group(b))

    def join(self, a: Value, b: Value) -> None:
        """Put two values into one variable."""
        a, b = self.find(a), self.find(b)
        if a is not b:
            members = [*self.group(a), *self.group(b)]
            self.parent[b] = a
            self.members[a] = members


def assign(layout: Layout, taken: Iterable[str] = ()) -> Variables:
    """Return the variables of a program, with their names."""
    fn = layout.fn
    v = Variables()
    pinned = [*fn.params, *(c.value for c in fn.captures)]
    v.clashes = interference(fn.body, pinned, layout.inlined, layout.leaves)
    v.outside.update(c.value for c in fn.captures)
    fixed = set(pinned)
    for op in all_ops(fn.body):
        if isinstance(op, For):
            for param, out in zip(op.carried, op.finals, strict=True):
                v.join(param, out)
    _join_phis(fn.body, layout, v, fixed)
    _name(fn, layout, v, fixed, set(taken))
    return v


def _try_join(v: Variables, a: Value, b: Atom, layout: Layout, fixed: set[Value]) -> None:
    """Put two values into one variable if nothing speaks against it."""
    if not isinstance(b, Value) or b in layout.inlined or v.same(a, b):
        return
    if (a in layout.backwards) is not (b in layout.backwards):
        return  # one of them is filled last item first
    if not v.outside.isdisjoint((a, b)):
        return
    mine = {m for m in (*v.group(a), *v.group(b)) if m in fixed}
    if len(mine) <= 1 and not v.clash(a, b) and _agree(v, a, b):
        v.join(a, b)


def _agree(v: Variables, a: Value, b: Value) -> bool:
    """Two of the user's variables keep their two names."""
    names = [next((m.name for m in v.group(x) if m.stated and m.name), "") for x in (a, b)]
    return not all(names) or names[0] == names[1]


def _join_phis(block: Block, layout: Layout, v: Variables, fixed: set[Value]) -> None:
    for op in block.ops:
        match op:
            case Apply():
                if op.gate.function in core.UPDATES:
                    first = op.args[0]
                    live = v.clashes.after.get(op, set())
                    if first not in live:
                        _try_join(v, op.out, first, layout, fixed)
            case If():
                _join_phis(op.then, layout, v, fixed)
                _join_phis(op.orelse, layout, v, fixed)
                if op.out and op.out[0] in layout.inlined:
                    continue
                for out, x, y in zip(op.out, op.then.yields, op.orelse.yields, strict=True):
                    for side in (x, y):
                        _try_join(v, out, side, layout, fixed)
            case For():
                _join_phis(op.body, layout, v, fixed)
                for param, start, after in zip(op.carried, op.init, op.nexts, strict=True):
                    for side in (after, start):
                        _try_join(v, param, side, layout, fixed)


def _order(block: Block) -> Iterable[Value]:
    for op in block.ops:
        if isinstance(op, For):
            yield from op.body.params
            yield from op.collected
        if isinstance(op, If | For):
            for inner in (op.then, op.orelse) if isinstance(op, If) else (op.body,):
                yield from _order(inner)
        yield from outputs(op)


def _name(fn: Function, layout: Layout, v: Variables, fixed: set[Value], taken: set[str]) -> None:
    """Name every variable, the parameters first, then in order of definition."""
    hints = stage_hints(fn.body)
    lone = sometimes_unbound(fn.body)
    used: dict[str, list[Value]] = {}
    for value in [*fn.params, *(c.value for c in fn.captures)]:
        v.names[v.find(value)] = value.name
        used.setdefault(value.name, []).append(value)
    # What is read from outside keeps its name for itself: to bind it would make it local.
    bare = {c.path.partition(".")[0] for c in fn.captures if c.holder is None}
    reserved = RESERVED | taken | bare
    for value in _order(fn.body):
        root = v.find(value)
        if value in layout.inlined or value in layout.unpacked or root in v.names:
            continue
        group = v.group(root)
        alone = any(m in lone for m in group)
        for name in _candidates(group, hints):
            rivals = used.get(name, [])
            if name in reserved or (alone and rivals):
                continue
            if any(v.clash(root, r) or any(m in lone for m in v.group(r)) for r in rivals):
                continue
            if hasattr(builtins, name) and not any(m.stated and m.name == name for m in group):
                continue
            v.names[root] = name
            used.setdefault(name, []).append(root)
            break


def _candidates(group: list[Value], hints: dict[Value, str]) -> Iterable[str]:
    """Yield the names that a variable may take, best first."""
    wished = [m.name for m in group if m.stated and m.name] + [m.name for m in group if m.name]
    wished += [hints[m] for m in group if m in hints]
    base = wished[0] if wished else "stage"
    yield base
    if group[0].span.sweep and base.startswith("d") and len(base) > 1:
        base = f"d_{base[1:]}"
        yield base
    k = 2
    while True:
        yield f"{base}{k}"
        k += 1


def sometimes_unbound(block: Block) -> set[Value]:
    """Return the values that have no variable bound on some path."""
    found: set[Value] = set()

    def visit(ops: Iterable[Op]) -> None:
        for op in ops:
            if isinstance(op, If):
                for out, *sides in zip(op.out, *ends(op), strict=True):
                    if UNDEF in sides:
                        found.add(out)
                visit(op.then.ops)
                visit(op.orelse.ops)
            elif isinstance(op, For):
                for param, start in zip(op.carried, op.init, strict=True):
                    if start is UNDEF:
                        found.add(param)
                visit(op.body.ops)

    visit(block.ops)
    return found
