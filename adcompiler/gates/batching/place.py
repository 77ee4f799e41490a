"""One gate being written for many examples at once, and the table of how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from adcompiler.gates import core, ops
from adcompiler.gates.batching.axes import LED, SHARED, How, widened
from adcompiler.gates.table import gate, named_operands
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Apply, Atom, Const, Slot, Value, made_by
from adcompiler.ir.types import Array, Dim, Other, Scalar, Type, dtype_kind, rank


class Apart(Exception):
    """This cannot be written for many examples at once."""


Facts = dict[Any, list[tuple[str, Value]]]  # what a check has shown, and its question


@dataclass(frozen=True, eq=False)
class Many:
    """One gate: as it is for one example, and its operands as they are for many."""

    b: Builder
    op: Apply
    args: tuple[Atom, ...]
    how: tuple[How, ...]
    first: Atom  # what the number of examples is read from
    dim: Dim
    facts: Facts

    # -- what is known ------------------------------------------------------------------

    def led(self, k: int) -> bool:
        """Tell whether an operand has the axis of the examples."""
        return self.how[k] == LED

    def type(self, k: int) -> Type:
        """Return the type of an operand of one example."""
        return type_of(self.op.args[k])

    def rank(self, k: int) -> int:
        """Return the rank of an operand of one example."""
        type_ = self.type(k)
        if isinstance(type_, Other) and type_.cls is type(None) and not self.led(k):
            return 0
        found = rank(type_)
        if found is None or self.how[k] not in (LED, SHARED):
            raise Apart
        return found

    @property
    def ranks(self) -> tuple[int, ...]:
        """The ranks of all operands of one example."""
        return tuple(self.rank(k) for k in range(len(self.args)))

    @property
    def size(self) -> Atom:
        """The number of examples."""
        return self.b.apply(gate(len), self.first)

    @property
    def names(self) -> dict[str, Any]:
        """The static options by name, with their defaults."""
        return dict(named_operands(self.op))

    def position(self, name: str) -> int | None:
        """Return which operand a parameter is, None where it is not given."""
        found = named_operands(self.op).get(name)
        return next((k for k, a in enumerate(self.op.args) if a is found), None)

    # -- making -------------------------------------------------------------------------

    def apply(self, function: Any, *args: Atom, **attrs: Any) -> Value:
        """Append a gate."""
        return self.b.apply(gate(function), *args, attrs=attrs)

    def again(self, *args: Atom, function: Any = None, **attrs: Any) -> Value:
        """Append the gate itself, on these operands, some options changed."""
        known = self.op.gate if function is None else gate(function)
        return self.b.apply(known, *args, attrs={**self.op.attrs, **attrs})

    def load(self, x: Atom, index: Any, *parts: Atom) -> Value:
        """Append `x[index]`."""
        return self.b.apply(gate(core.load), x, *parts, attrs={"index": index})

    def aligned(self, k: int, to: int) -> Atom:
        """Return an operand whose axes after the first stand at the end of so many."""
        n = self.rank(k)
        if not self.led(k) or n >= to:
            return self.args[k]
        return self.behind(self.args[k], to - n)

    def behind(self, x: Atom, count: int) -> Atom:
        """Return `x[:, None]`, with so many axes of size 1 after the first."""
        return self.load(x, (slice(None), *[None] * count)) if count else x

    def lifted(self, k: int) -> Atom:
        """Return an operand that has the axis of the examples, if it must be repeated."""
        if self.led(k):
            return self.args[k]
        return spread(self.b, self.args[k], self.type(k), self.first)

    def owned(self, k: int) -> Atom:
        """Return an operand that has the axis of the examples, to be written into."""
        if self.led(k):
            return self.args[k]
        return spread(self.b, self.args[k], self.type(k), self.first, own=True)

    def moved(self, axis: Any, n: int) -> Any:
        """Return axes of one example as axes behind the first; all of them where it is None."""
        if axis is None:
            return 1 if n == 1 else tuple(range(1, n + 1))
        if isinstance(axis, tuple):
            return tuple(self.moved(a, n) for a in axis)
        if not isinstance(axis, int):
            raise Apart
        return axis + 1 if axis >= 0 else axis

    def sizes(self, k: int) -> list[Atom]:
        """Return the sizes of the axes of an operand, without that of the examples."""
        shift = int(self.led(k))
        return [self.apply(core.size_of, self.args[k], axis=j + shift) for j in range(self.rank(k))]


NARROW: dict[str | None, Any] = {"float32": np.float32, "complex64": np.complex64}
Rule = Callable[[Many], Any]
RULES: dict[Any, Rule] = {}


def batching(*functions: Any) -> Callable[[Rule], Rule]:
    """Declare how the gates of these functions are written for many examples at once."""

    def declare(found: Rule) -> Rule:
        RULES.update(dict.fromkeys(functions, found))
        return found

    return declare


def spread(b: Builder, x: Atom, type_: Type, first: Atom, own: bool = False) -> Atom:
    """Return what is the same for all with an axis for them, to be written into if `own`."""
    n = b.apply(gate(len), first)
    if isinstance(type_, Scalar) and isinstance(x, Const | Value):
        if type_.dtype not in (None, "?") or type_.kind == "bool" or type_.kind == "int":
            if isinstance(x, Value) or type_.kind != "int":
                return b.apply(gate(np.broadcast_to), x, n, attrs={"shape": (Slot(1),)})
        if ops.is_number(x, 0) and type_.kind == "float":
            return b.apply(gate(np.zeros), n, attrs={"shape": Slot(0)})
        return b.apply(gate(np.full), n, x, attrs={"shape": Slot(0)})
    if not isinstance(type_, Array):
        raise Apart
    sizes = _sizes(b, x, type_)
    made = made_by(b.made, x)
    zeros = made is not None and made.gate.function in (np.zeros_like, np.zeros)
    if zeros and type_.dtype is not None and dtype_kind(type_.dtype) != "other":
        pattern, operands = shape_slots([n, *sizes], 0)
        narrow = type_.dtype != "float64"
        dtype = {"dtype": np.dtype(type_.dtype).type} if narrow else {}
        return b.apply(gate(np.zeros), *operands, attrs={"shape": pattern, **dtype})
    pattern, operands = shape_slots([n, *sizes], 1)
    wide = b.apply(gate(np.broadcast_to), x, *operands, attrs={"shape": pattern})
    return b.apply(gate(np.copy), wide) if own else wide


def _sizes(b: Builder, x: Atom, type_: Array) -> list[Atom]:
    """Return the sizes of an array, of zeros those that they were made with."""
    made = made_by(b.made, x)
    if made is not None and made.gate.function is np.zeros_like:
        if rank(type_of(made.args[0])) == type_.rank:
            x = made.args[0]
    elif made is not None and made.gate.function is np.zeros:
        shape = made.attrs["shape"]
        shape = shape if isinstance(shape, tuple) else (shape,)
        if len(shape) == type_.rank:
            found = [made.args[s.index] if isinstance(s, Slot) else Const(s) for s in shape]
            if all(isinstance(type_of(a), Scalar) for a in found):
                return found
    return [b.apply(gate(core.size_of), x, attrs={"axis": k}) for k in range(type_.rank)]


def shape_slots(sizes: list[Atom], offset: int) -> tuple[tuple[Any, ...], list[Atom]]:
    """Return a shape as a static pattern, and the operands that its slots stand for."""
    pattern: list[Any] = []
    operands: list[Atom] = []
    for atom in sizes:
        if isinstance(atom, Const):
            pattern.append(atom.value)
        else:
            pattern.append(Slot(offset + len(operands)))
            operands.append(atom)
    return tuple(pattern), operands


def product(at: Many, sizes: list[Atom]) -> Atom:
    """Return the product of sizes."""
    out: Atom = Const(1)
    for size in sizes:
        out = size if out == Const(1) else ops.times(at.b, out, size)
    return out


def result(at: Many, found: Atom) -> Atom:
    """Return the result of a rule, of the name, type and precision that it has for one example."""
    out = at.op.out
    want, have = out.type, type_of(found)
    if isinstance(want, Array | Scalar) and isinstance(have, Array) and want.dtype in NARROW:
        if have.dtype is not None and have.dtype != want.dtype:
            found = at.apply(core.astype, found, dtype=NARROW[want.dtype])
    if isinstance(found, Value) and found in at.b.made and found not in at.args:
        if not found.stated:
            found.name, found.stated = out.name, out.stated
        wide = widened(out.type, LED, at.dim)
        if isinstance(wide, Array) and not isinstance(found.type, Array):
            found.type = wide
    return found
