"""Values that are taken apart where they are bound: `u, s = f(x)`, `for a, b in pairs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from adcompiler.gates import core
from adcompiler.ir.containers import is_list
from adcompiler.ir.nodes import (
    Apply,
    Atom,
    Block,
    For,
    Op,
    Value,
)
from adcompiler.ir.types import Tree
from adcompiler.ir.walk import (
    uses,
)

_NO_CALLS = (core.pack, core.item, core.named, core.append, *core.RESIZES)
_TAKING = (core.drop, core.drop_inside, core.remove)


def unpacked_calls(block: Block) -> dict[Value, list[Value | None]]:
    """Return the tuples that a call gives and the program takes apart by name: `u, s, vh = f(x)`.

    None stands for a part that nothing reads.
    """
    found: dict[Value, dict[int, Value]] = {}
    made = {o.out: o for o in block.ops if isinstance(o, Apply)}
    for op in made.values():
        if op.gate.function is core.item and op.args[0] in made and op.out.stated:
            whole = op.args[0]
            assert isinstance(whole, Value)
            if isinstance(whole.type, Tree) and not whole.stated:
                found.setdefault(whole, {}).setdefault(op.attrs["key"], op.out)
    count = uses(block) if found else {}
    calls: dict[Value, list[Value | None]] = {
        v: [parts.get(k) for k in range(len(v.type.items))]
        for v, parts in found.items()
        if isinstance(v.type, Tree) and v.type.kind == "tuple"
        if made[v].gate.function not in _NO_CALLS and 1 < len(parts) == count[v]
    }
    return calls | _unpacked_sequences(block)


def _unpacked_sequences(block: Block) -> dict[Value, list[Value | None]]:
    """Return for each test of a number of items those that are read right after it: `a, b = xs`."""
    found: dict[Value, list[Value | None]] = {}
    for k, op in enumerate(block.ops):
        if not isinstance(op, Apply) or op.gate.function is not core.counted:
            continue
        before, after = op.attrs["before"], op.attrs["after"]
        places: list[Any] = [*range(before)]
        if after is not None:
            places += [slice(before, -after or None), *range(-after, 0)]
        parts: list[Value | None] = [None] * len(places)
        for load in block.ops[k + 1 : k + 1 + len(places)]:
            if not isinstance(load, Apply) or load.gate.function is not core.load:
                break
            at, whole = load.attrs["index"], load.args[0]
            if whole is not op.args[0] or at not in places:
                break
            if not isinstance(at, slice) or is_list(load.out.type):
                parts[places.index(at)] = load.out
        found[op.out] = parts
    return found


def unpacked_items(op: For) -> dict[Value, list[Value]]:
    """Return the items, tuples, that the body does nothing with but take them apart.

    Of a dict Python would take the keys: one stays whole, whatever they are.
    """
    found: dict[Value, dict[int, Value]] = {}
    for inner in op.body.ops:
        if isinstance(inner, Apply) and inner.gate.function is core.item:
            whole, key = inner.args[0], inner.attrs["key"]
            if whole in op.items and _is_sequence(whole):
                assert isinstance(whole, Value)
                found.setdefault(whole, {}).setdefault(key, inner.out)
    count = uses(op.body) if found else {}
    return {
        v: [parts[k] for k in sorted(parts)]
        for v, parts in found.items()
        if isinstance(v.type, Tree) and set(parts) == set(range(len(v.type.items)))
        if count[v] == len(parts)
    }


def _is_sequence(whole: Atom) -> bool:
    type_ = getattr(whole, "type", None)
    return isinstance(type_, Tree) and type_.kind in ("tuple", "list")


def taken_apart(block: Block) -> set[Value]:
    """Return the items of lists that are read right before they are dropped.

    In between, only other lists are taken from, those of the tangents: the first one tells
    what is raised.
    """
    place = {op.out: k for k, op in enumerate(block.ops) if isinstance(op, Apply)}
    found: dict[Value, tuple[int, int]] = {}
    for k, op in enumerate(block.ops):
        if isinstance(op, Apply) and op.gate.function in _TAKING:
            start, gone = _read_at(block, op, place), op.args[1]
            if start is not None and isinstance(gone, Value):
                found[gone] = (start, k)
    while True:
        ends = found.items()
        kept = {v: (j, k) for v, (j, k) in ends if _only_takes(block.ops[j + 1 : k], found)}
        if len(kept) == len(found):
            return set(kept)
        found = kept


def _read_at(block: Block, op: Apply, place: dict[Value, int]) -> int | None:
    """Return where what a list gives away was read of it, or of what it is a copy of."""

    def made(atom: Atom) -> Apply | None:
        op = block.ops[place[atom]] if isinstance(atom, Value) and atom in place else None
        return op if isinstance(op, Apply) else None

    whole, load = op.args[0], made(op.args[1])
    copied = made(whole)
    if load is None or load.gate.function is not core.load:
        return None
    if copied is not None and copied.gate.function is core.duplicate:
        if place[copied.out] > place[load.out]:
            whole = copied.args[0]
    return place[load.out] if load.args[0] is whole else None


def _only_takes(between: Sequence[Op], taken: Mapping[Value, object]) -> bool:
    """Tell whether operations copy lists and take from them, and no more."""
    for op in between:
        if not isinstance(op, Apply):
            return False
        if op.gate.function not in (*_TAKING, core.duplicate) and op.out not in taken:
            return False
    return True
