"""Reading and writing parts: `x[i]` becomes `x[:, i]`, one place for each example `x[rows, i]`."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.gates import core
from adcompiler.gates.batching.place import Apart, Many, batching
from adcompiler.gates.indexing import shifted
from adcompiler.gates.infer import part_of
from adcompiler.gates.table import slots_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Path, Slot
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Type, numeric_kind, rank


def parts_of(at: Many) -> list[Any]:
    """Return the index as a list of what stands between the commas, a Path refused."""
    pattern = at.op.attrs["index"]
    if isinstance(pattern, Path):
        raise Apart
    return list(pattern) if isinstance(pattern, tuple) else [pattern]


def kind_of(at: Many, part: Any) -> Type | None:
    """Return the type of a part of an index, None for a slice, an ellipsis or a new axis."""
    if part is None or part is Ellipsis or isinstance(part, slice):
        return None
    found = at.type(part.index) if isinstance(part, Slot) else type_of(Const(part))
    if isinstance(part, list):
        listed = type_of(Const(np.asarray(part)))
        found = Array("int64", listed.dims) if isinstance(listed, Array) else listed
    known = isinstance(found, Array) and found.dtype is not None
    if not known and not (isinstance(found, Scalar) and found.kind == "int"):
        if not isinstance(found, Seq) and not (isinstance(found, Tree) and found.kind == "list"):
            raise Apart
    return found


def advanced(at: Many, parts: list[Any]) -> list[int]:
    """Return the places of the parts that NumPy treats together, if any is an array."""
    kinds = [kind_of(at, p) for p in parts]
    if not any(isinstance(k, Array | Seq | Tree) for k in kinds):
        return []
    return [k for k, kind in enumerate(kinds) if kind is not None]


def shared_index(at: Many, by: int) -> Any:
    """Return the pattern behind the axis of the examples."""
    parts = parts_of(at)
    places = advanced(at, parts)
    if places and places[-1] - places[0] >= len(places):
        raise Apart  # NumPy would put the axes of the index before that of the examples
    return (slice(None), *(shifted(p, by) for p in parts))


def rows(at: Many, extra: int = 0) -> Atom:
    """Return the number of each example, as an index beside one for each."""
    found = at.apply(np.arange, at.size)
    return at.behind(found, extra)


def differs(at: Many, start: int) -> bool:
    """Tell whether the index is not the same for all examples."""
    return any(h != "shared" for h in at.how[start:])


def own_index(at: Many, start: int, lead: bool) -> tuple[Any, list[Atom]]:
    """Return the pattern and the operands of an index with a place for each example.

    `lead` says that the array has the axis of the examples, which gets an index too.
    """
    parts = parts_of(at)
    kinds = [kind_of(at, p) for p in parts]
    if any(slots_in(p) and isinstance(p, slice) and _led_slots(at, p) for p in parts):
        raise Apart
    if any(isinstance(k, Seq | Tree) for k in kinds):
        raise Apart
    if any(isinstance(k, Array) and numeric_kind(k) == "bool" for k in kinds):
        raise Apart
    places = [k for k, kind in enumerate(kinds) if kind is not None]
    top = max(rank(kind) or 0 for kind in kinds if kind is not None)
    ahead = parts[: places[0]]
    contiguous = places[-1] - places[0] < len(places)
    if ahead and (not lead or top) and (contiguous or not lead):
        raise Apart
    operands: list[Atom] = []

    def put(part: Any) -> Any:
        if isinstance(part, Slot):
            at.rank(part.index)
            atom = at.aligned(part.index, top)
            operands.append(atom)
            return Slot(start + len(operands) - 1)
        if isinstance(part, slice):
            return slice(*(put(v) for v in (part.start, part.stop, part.step)))
        return part

    if lead:
        operands.append(rows(at, top))
        return (Slot(start), *map(put, parts)), operands
    found = [put(p) for p in parts]
    return (found[0] if len(found) == 1 else tuple(found)), operands


def _led_slots(at: Many, part: Any) -> bool:
    return any(at.how[s.index] != "shared" for s in slots_in(part))


@batching(core.load)
def load(at: Many) -> Atom:
    """`x[i]` becomes `x[:, i]`, and where the index differs `x[np.arange(len(x)), i]`."""
    at.rank(0)
    if not differs(at, 1):
        return at.load(at.args[0], shared_index(at, 0), *at.args[1:])
    pattern, operands = own_index(at, 1, at.led(0))
    return at.load(at.args[0], pattern, *operands)


def region(at: Many) -> int:
    """Return the rank of the part that an index names."""
    found = rank(part_of(at.type(0), at.op.attrs["index"], at.op.args))
    if found is None:
        raise Apart
    return found


@batching(core.store, core.accumulate)
def write(at: Many) -> Atom:
    """`a[i] = v` becomes `a[:, i] = v`."""
    if not isinstance(at.type(0), Array):
        raise Apart
    masked = _masked(at)
    if masked is not None:
        return masked
    whole, count = at.owned(0), region(at)
    value = at.aligned(1, count)
    if not differs(at, 2):
        pattern: Any = shared_index(at, 0)
        return at.b.apply(at.op.gate, whole, value, *at.args[2:], attrs={"index": pattern})
    pattern, operands = own_index(at, 2, True)
    return at.b.apply(at.op.gate, whole, value, *operands, attrs={"index": pattern})


def _masked(at: Many) -> Atom | None:
    """Return `a[mask] = v` where each example has its own mask and one number is written."""
    parts = parts_of(at)
    part = parts[0] if len(parts) == 1 else None
    if not isinstance(part, Slot) or at.how[part.index] != "led":
        return None
    kind = at.type(part.index)
    if not isinstance(kind, Array) or numeric_kind(kind) != "bool":
        return None
    if at.op.gate.function is not core.store or at.rank(1) or kind.rank != at.rank(0):
        raise Apart
    n = at.rank(0)
    return at.apply(np.where, at.args[part.index], at.aligned(1, n), at.args[0])
