"""The state of one backward sweep: which contributions have reached each value so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adcompiler import runtime
from adcompiler.analysis.activity import varied
from adcompiler.analysis.hints import stage_hints
from adcompiler.analysis.memory import lists_changing
from adcompiler.gates import core, gate, ops
from adcompiler.gates.lists import as_list
from adcompiler.ir.builder import Builder
from adcompiler.ir.containers import is_list
from adcompiler.ir.nodes import Apply, Atom, Block, For, Function, Op, Routine, Value
from adcompiler.ir.types import Scalar, Tree, is_differentiable
from adcompiler.ir.walk import all_ops, blocks, bound, look, maybe_missing, uses
from adcompiler.source import Span


@dataclass(eq=False)
class Adjoints:
    """The contributions that have reached each value so far."""

    parts: dict[Value, list[Atom]] = field(default_factory=dict)
    buffers: dict[Value, Atom] = field(default_factory=dict)
    slots: dict[Value, dict[Any, list[Atom]]] = field(default_factory=dict)


@dataclass(eq=False)
class Halves:
    """The two parts of a routine; the arguments that get adjoints, the results that have them."""

    forward: Routine
    backward: Routine
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class Sweep:
    """One backward sweep over a function, or over a routine that the function calls."""

    def __init__(
        self, fn: Function, wrt: list[Value], b: Builder, around: Sweep | None = None
    ) -> None:
        self.fn, self.wrt, self.b = fn, wrt, b
        self.varied: set[Value] = around.varied if around else varied(fn, wrt)
        self.halves: dict[Routine, Halves] = around.halves if around else {}
        self.adjoints = Adjoints()
        self.hints = stage_hints(fn.body)
        self.forward = bound(fn.body.ops) | set(fn.params) | {c.value for c in fn.captures}
        self.sweep = 1 + max((op.span.sweep for op in all_ops(fn.body)), default=0)
        self.spans: dict[Value, Span] = {}
        self.settled: dict[Value, frozenset[Atom]] = {}  # factors that a product has seen to
        self.reads = uses(fn.body)
        self.made = {o.out: o for o in all_ops(fn.body) if isinstance(o, Apply)}
        self.home = homes(fn.body)
        self.guesses: dict[For, Any] = {}  # what each reversed loop carries
        self.undone: dict[Value, Value] = {}  # what a loop made of an array -> what it started from
        self.unbound = maybe_missing(fn.body)
        self.changing = lists_changing(fn)
        self.counters = {
            o.out
            for o in all_ops(fn.body)
            if isinstance(o, Apply) and o.gate.function is core.counter
        }

    def rename(self, env: Mapping[Value, Atom]) -> None:
        """Let contributions be called otherwise from here on."""
        a = self.adjoints
        a.parts = {v: [look(env, g) for g in parts] for v, parts in a.parts.items()}
        a.buffers = {v: look(env, g) for v, g in a.buffers.items()}
        for slots in a.slots.values():
            slots.update({k: [look(env, g) for g in parts] for k, parts in slots.items()})

    def contributions(self) -> Iterator[Atom]:
        """Yield every contribution that has reached a value so far."""
        a = self.adjoints
        for parts in a.parts.values():
            yield from parts
        yield from a.buffers.values()
        for slots in a.slots.values():
            for parts in slots.values():
                yield from parts

    def add(self, atom: Atom, g: Atom) -> None:
        """Add a contribution to the adjoint of a value."""
        if isinstance(atom, Value) and atom in self.varied:
            self.adjoints.parts.setdefault(atom, []).append(ops.of_kind(self.b, g, atom))
            self.spans[atom] = self.b.span

    def touched(self, value: Value) -> bool:
        """Tell whether anything has reached the value."""
        a = self.adjoints
        return bool(a.parts.get(value)) or value in a.buffers or value in a.slots

    def total(self, value: Value) -> Atom | None:
        """Return the sum of all contributions, None if there are none; and remember it."""
        a = self.adjoints
        parts = a.parts.pop(value, [])
        buffer = a.buffers.pop(value, None)
        slots = a.slots.pop(value, None)
        if slots is not None:
            parts = [*parts, self.packed(value, slots, parts)]
            parts = parts[-1:]
        if buffer is not None:
            parts = [buffer, *parts]
        if not parts:
            return None
        before = len(self.b.ops)
        # A sum belongs to the statement of the contribution that came last.
        here, self.b.span = self.b.span, self.spans.get(value, self.b.span)
        found = ops.summed(self.b, parts)
        if isinstance(found, Value) and value.stated and self.foreign(found):
            found = self.b.apply(gate(core.named), found)
        self.b.span = here
        if isinstance(found, Value) and not found.stated and not self.foreign(found):
            if len(self.b.ops) > before or not found.name or value.stated:
                found.name, found.stated = f"d{self.hint(value)}", value.stated
        if buffer is not None and len(parts) == 1:
            a.buffers[value] = found
        else:
            a.parts[value] = [found]
        return found

    def zero(self, value: Value) -> Atom:
        """Return the zero adjoint of a value, which may be unbound where nothing reads it."""
        if value in self.unbound and not isinstance(value.type, Scalar):
            attrs = {"style": "of None too", **ops.as_lists(value.type)}
            return self.b.apply(gate(runtime.zeros), value, attrs=attrs)
        return ops.zero_like(self.b, value)

    def listed(self, value: Value, g: Atom) -> Atom:
        """Return the adjoint of a value that a loop or branch passes on: of a list, a list."""
        return as_list(self.b, g) if is_list(value.type) else g

    def foreign(self, value: Value) -> bool:
        """Tell whether a value is not an adjoint: the other factor of a product, say."""
        return value not in self.b.made and value in self.forward

    def packed(self, value: Value, slots: dict[Any, list[Atom]], whole: list[Atom]) -> Atom:
        """Return the adjoint of a container from those of its items."""
        type_ = value.type
        assert isinstance(type_, Tree)
        items: list[Atom] = []
        for key in type_.names:
            parts = list(slots.get(key, []))
            for g in whole:
                parts.append(self.b.apply(gate(core.item), g, attrs={"key": key}))
            if parts:
                items.append(ops.summed(self.b, parts))
            else:
                part = self.b.apply(gate(core.item), value, attrs={"key": key})
                items.append(ops.zero_like(self.b, part) if is_differentiable(part.type) else part)
        return self.b.apply(gate(core.pack), *items, attrs=ops.shape_of_adjoint(type_))

    def hint(self, value: Value) -> str:
        """Return the name of a stage, or what it would be called."""
        return value.name or self.hints.get(value, "stage")

    def hint_new(self, before: int, operand: Value) -> None:
        """Let the stages of a contribution be called after the adjoint that they are for."""
        for op in self.b.ops[before:]:
            if isinstance(op, Apply) and not op.out.name:
                op.out.name = f"d{self.hint(operand)}"

    def at(self, op: Op) -> None:
        """Let what is appended now belong to the statement of a forward operation."""
        self.b.span = self.swept(op.span)

    def swept(self, span: Span) -> Span:
        """Return the place of what this sweep does for a forward operation."""
        return replace(span, sweep=self.sweep, derived=True)


def homes(block: Block) -> dict[Value, Block]:
    """Return the block that each gate of a program stands in, by what it gives."""
    found = {op.out: block for op in block.ops if isinstance(op, Apply)}
    for op in block.ops:
        for inner in blocks(op):
            found.update(homes(inner))
    return found
