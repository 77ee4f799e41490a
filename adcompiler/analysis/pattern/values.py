"""What a gate computes, for a walk through a program: every value is new, none is written to."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core
from adcompiler.gates.table import slots_in
from adcompiler.ir.nodes import Apply, Op, Path, Slot


def filled(pattern: Any, args: Sequence[Any]) -> Any:
    """Return a static attribute with the operands in its slots.

    >>> filled((Slot(1), slice(None, Slot(0))), [7, 8])
    (8, slice(None, 7, None))
    """
    if isinstance(pattern, Slot):
        return args[pattern.index]
    if isinstance(pattern, tuple):
        return tuple(filled(p, args) for p in pattern)
    if isinstance(pattern, slice):
        return slice(*(filled(v, args) for v in (pattern.start, pattern.stop, pattern.step)))
    return pattern


def operands(op: Apply) -> dict[str, tuple[int, ...]]:
    """Return which operands are bound to each parameter of a gate; those in slots are left out."""
    taken = {s.index for v in op.attrs.values() for s in slots_in(v)}
    free = [k for k in range(len(op.args)) if k not in taken]
    found: dict[str, tuple[int, ...]] = {}
    for p in op.gate.parameters:
        if p.variadic:
            found[p.name], free = tuple(free), []
        elif p.name not in op.attrs and free and not p.keyword_only:
            found[p.name] = (free.pop(0),)
    return found


def computed(op: Apply, args: Sequence[Any], without: tuple[str, ...] = ()) -> Any:
    """Return what a gate makes of its operands, some of its options left out."""
    special = SPECIAL.get(op.gate.function)
    if special is not None:
        return special(op, args)
    if not op.attrs:
        return op.gate.function(*args)
    bound = operands(op)
    given: list[Any] = []
    keywords: dict[str, Any] = {}
    for p in op.gate.parameters:
        if p.name in without:
            continue
        if p.name in op.attrs:
            value = filled(op.attrs[p.name], args)
            if p.keyword_only:
                keywords[p.name] = value
            else:
                given.append(value)
        else:
            given += [args[k] for k in bound.get(p.name, ())]
    return op.gate.function(*given, **keywords)


def place(op: Apply, args: Sequence[Any]) -> tuple[Any, ...]:
    """Return the indices, one after another, of what is read or written."""
    pattern = op.attrs["index"]
    parts = pattern.parts if isinstance(pattern, Path) else (pattern,)
    return tuple(filled(p, args) for p in parts)


def part(whole: Any, steps: tuple[Any, ...]) -> Any:
    """Return what is in a place."""
    for step in steps:
        whole = whole[step]
    return whole


def replaced(whole: Any, steps: tuple[Any, ...], new: Callable[[Any], Any]) -> Any:
    """Return a copy in which the content of a place is another."""
    first, *rest = steps
    out = whole.copy() if isinstance(whole, np.ndarray) else copy.copy(whole)
    out[first] = replaced(whole[first], tuple(rest), new) if rest else new(whole)
    return out


def stored(op: Apply, args: Sequence[Any]) -> Any:
    """Return an array or container with something else in one place."""
    return replaced(args[0], place(op, args), lambda whole: args[1])


def accumulated(op: Apply, args: Sequence[Any]) -> Any:
    """Return an array or container with something added in one place."""
    steps = place(op, args)

    def added(whole: Any) -> Any:
        if not isinstance(whole, np.ndarray):
            return runtime.plus(whole[steps[-1]], args[1])
        whole = whole.copy()
        np.add.at(whole, steps[-1], args[1])
        return whole[steps[-1]]

    return replaced(args[0], steps, added)


def packed(op: Apply, args: Sequence[Any]) -> Any:
    """Return a container."""
    kind, keys, cls = op.attrs["kind"], op.attrs.get("keys", ()), op.attrs.get("cls")
    return container(kind, list(args), keys, cls)


def container(kind: str, items: list[Any], keys: Sequence[Any], cls: Any) -> Any:
    """Return a tuple, list, dict or object of these items."""
    if kind == "dict":
        return dict(zip(keys, items, strict=True))
    if kind == "object":
        return runtime.instance(cls, **dict(zip(keys, items, strict=True)))
    if cls is not None:
        return cls(*items)
    return items if kind == "list" else tuple(items)


def entry(op: Apply, args: Sequence[Any]) -> Any:
    """Return one part of a container."""
    whole, key = args[0], op.attrs["key"]
    if isinstance(whole, dict | list | tuple | np.ndarray):
        return whole[key]
    return getattr(whole, key)


def resized(op: Apply, args: Sequence[Any]) -> Any:
    """Return a longer or shorter list, or a container with one in it."""
    if op.gate.function in core.RESIZED_INSIDE:
        steps, more = place(op, args), op.gate.function is core.push_inside
        last = steps[-1]
        return replaced(
            args[0], steps, lambda xs: [*xs[last], args[1]] if more else list(xs[last][:-1])
        )
    return op.gate.function(copy.copy(args[0]), *args[1:])


def made(op: Apply, args: Sequence[Any]) -> Any:
    """Return an object that no derivative flows through."""
    return core.made(*args, cls=op.attrs["cls"], keywords=op.attrs.get("keywords", ()))


def refused(what: str) -> Callable[[Op, Sequence[Any]], Any]:
    def always(op: Op, args: Sequence[Any]) -> Any:
        hint = "do that outside, and pass what it gives as an argument"
        raise refuse("AD402", f"a sparsity pattern of a function that {what}", op.span, "", hint)

    return always


TAKES = "takes from an iterator"
SPECIAL: dict[Any, Callable[[Apply, Sequence[Any]], Any]] = {
    core.custom: lambda op, args: core.custom(*args, **op.attrs),
    core.load: lambda op, args: part(args[0], place(op, args)),
    core.store: stored,
    core.accumulate: accumulated,
    core.pack: packed,
    core.item: entry,
    core.made: made,
    core.text: lambda op, args: core.text(*args, **op.attrs),
    core.counter: lambda op, args: range(args[0], sys.maxsize),
    core.bound: lambda op, args: core.bound(*args, **op.attrs),
    core.duplicate: lambda op, args: args[0],  # nothing is written to, so nothing is shared
    core.stack_items: lambda op, args: runtime.pad_items(*args),
    core.say: lambda op, args: None,
    core.append: lambda op, args: None,
    core.draw: refused("draws random numbers"),
    core.take: refused(TAKES),
    core.put: refused("writes to what outlives the call"),
    core.tell: refused("writes to what outlives the call"),
    core.perform: refused("has an effect"),
    **dict.fromkeys(core.RESIZES, resized),
}
