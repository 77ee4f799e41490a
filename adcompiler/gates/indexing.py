"""Reading parts of arrays and containers, and adding into them."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.infer.indexing import lists_in, may_hold_lists
from adcompiler.gates.kinds import Place, blocked, custom, linear
from adcompiler.gates.shapes import arrayed
from adcompiler.gates.table import gate, rule
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import is_table
from adcompiler.ir.nodes import Atom, Path, Slot, Value
from adcompiler.ir.types import Array, Scalar, Seq, Tree, Type, Unknown


def shifted(index: Any, by: int) -> Any:
    """Return an index pattern with its slots renumbered."""
    if isinstance(index, Slot):
        return Slot(index.index + by)
    if isinstance(index, Path):
        return Path(shifted(index.parts, by))
    if isinstance(index, tuple):
        return tuple(shifted(i, by) for i in index)
    if isinstance(index, slice):
        return slice(*(shifted(v, by) for v in (index.start, index.stop, index.step)))
    return index


def is_whole(index: Any, type_: Type) -> bool:
    """Tell whether an index, `x[:]` or `x[...]`, names every element of an array in its place.

    >>> from adcompiler.ir.types import (Array, Dim)
    >>> is_whole((slice(None), slice(None)), Array("float64", (Dim("n", False), Dim("m", False))))
    True
    """
    parts = index if isinstance(index, tuple) else (index,)
    plain = all(p is Ellipsis or (isinstance(p, slice) and p == slice(None)) for p in parts)
    return isinstance(type_, Array) and type_.rank > 0 and bool(parts) and plain


def add_at(b: Builder, d: Atom, g: Atom, op: Any) -> Value:
    """Append `d[index] += g`, with the index that `op`, a load, reads."""
    return b.apply(
        gate(core.accumulate), d, g, *op.args[1:], attrs={"index": shifted(op.attrs["index"], 1)}
    )


def _load_pull(at: Place, index: int, g: Atom) -> Atom | None:
    x = at.op.args[0]
    assert isinstance(x, Value)
    return add_at(at.b, ops.zero_like(at.b, x), g, at.op)


def _load_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return at.b.apply(at.op.gate, tangents[0], *at.op.args[1:], attrs=dict(at.op.attrs))


def _accumulate_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index == 0:
        return g
    if index > 1:
        return None
    load = at.b.apply(
        gate(core.load), g, *at.op.args[2:], attrs={"index": shifted(at.op.attrs["index"], -1)}
    )
    if isinstance(type_of(at.op.args[1]), Seq | Tree):
        return _fitted(at, load)
    return arrayed(at, load, 1)


def _accumulate_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    d = at.op.args[0]
    assert isinstance(d, Value)
    base = tangents.get(0) or ops.zero_like(at.b, d)
    if 1 not in tangents:
        return base
    return at.b.apply(at.op.gate, base, tangents[1], *at.op.args[2:], attrs=dict(at.op.attrs))


def _store_pull(at: Place, index: int, g: Atom) -> Atom | None:
    value, parts, old = at.op.args[1], _places(at), at.op.attrs.get("old")
    whole = type_of(at.op.args[0])
    if is_whole(at.op.attrs["index"], whole):
        if index == 0:
            return ops.zero_like(at.b, at.op.args[0])
        return _fitted(at, g) if index == 1 else None
    if index == 0:
        stood = value if old is None else at.op.args[old.index]
        return _stored_like(at, g, _zero_item(at, whole, stood))
    if index > 1:
        return None
    pattern = at.op.attrs["index"]
    read = {"index": shifted(pattern, -1)}
    load: Atom = at.b.apply(gate(core.load), g, *parts, attrs=read)
    if isinstance(whole, Array | Unknown):
        if not at.op.attrs.get("once") and lists_in(pattern, at.op.args):
            # What was written to a place and then overwritten by the same write is gone.
            stays = at.b.apply(gate(runtime.lasting), g, *parts, attrs=read)
            load = ops.masked(at.b, stays, load)
        elif not isinstance(type_of(load), Scalar) and not makes_copy(whole, parts):
            load = at.b.apply(gate(np.copy), load)
    return _fitted(at, load) if isinstance(value, Value) else None


def _fitted(at: Place, g: Atom) -> Atom:
    """Return the adjoint of what is written: a list is, as the array that NumPy makes of it."""
    whole, value = at.op.args[:2]
    into_array = isinstance(type_of(whole), Array | Unknown)
    if into_array and isinstance(type_of(value), Seq | Tree):
        value = at.b.apply(gate(np.asarray), value)
    return ops.fit(at.b, g, value)


def makes_copy(whole: Type, parts: tuple[Atom, ...]) -> bool:
    """Tell whether what is read at these places is a copy: at an array, or a list of an array."""
    lists = (Array, Seq, Tree) if isinstance(whole, Array) else Array
    types = map(type_of, parts)
    return any(isinstance(t, lists) and may_hold_lists(t) for t in types)


def _places(at: Place) -> tuple[Atom, ...]:
    """Return the operands that say where something is written."""
    _, _, *parts = at.op.args
    return tuple(parts[:-1] if "old" in at.op.attrs else parts)


def _stored_like(at: Place, whole: Atom, value: Atom) -> Value:
    """Append the same write into a list of adjoints or tangents."""
    attrs, parts = dict(at.op.attrs), _places(at)
    if "old" not in attrs:
        return at.b.apply(at.op.gate, whole, value, *parts, attrs=attrs)
    pattern = shifted(attrs["index"], -1)
    old = at.b.apply(gate(core.load), whole, *parts, attrs={"index": pattern})
    return at.b.apply(at.op.gate, whole, value, *parts, old, attrs=attrs)


def _zero_item(at: Place, whole: Type, value: Atom) -> Atom:
    """Return the zero that is written where a value was: one of its shape in a list."""
    if isinstance(whole, Array | Unknown) or not isinstance(value, Value):
        return ops.ZERO
    return ops.zero_like(at.b, value)


def _store_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    a, value = at.op.args[:2]
    assert isinstance(a, Value)
    base = tangents.get(0) or ops.zero_like(at.b, a)
    return _stored_like(at, base, tangents.get(1) or _zero_item(at, a.type, value))


rule(core.load, custom(_load_pull, _load_push, "select"), call="x, *parts", shape=shapes.indexed,
     view=True, name="load", raises="index")
rule(core.accumulate, custom(_accumulate_pull, _accumulate_push), call="d, g, *parts",
     shape=shapes.written, view=True, name="accumulate", raises="index")
rule(core.store, custom(_store_pull, _store_push), call="a, v, *parts", shape=shapes.written,
     view=True, name="store", raises="index")
rule(runtime.lasting, blocked("places"), call="a, *parts", shape=shapes.lasting, name="lasting",
     raises="index")
rule(core.item, blocked("containers are taken apart by the engine"), call="x", shape=shapes.item,
     light=True, view=True, name="item")
rule(core.pack, blocked("containers are put together by the engine"), call="*items",
     shape=shapes.packed, view=True, name="pack")
rule(core.flipped, custom(
    lambda at, index, g: at.b.apply(gate(core.flipped), g),
    lambda at, tangents: at.b.apply(gate(core.flipped), tangents[0])),
    call="x", shape=shapes.same, view=True, name="flipped")
rule(core.append, blocked("part of a loop"), call="value", pure=False, name="append")
rule(core.text, blocked("a text"), call="*parts", shape=shapes.text, name="text")
rule(core.proceed, blocked("control flow"), call="cond", pure=False, name="proceed")
rule(core.counter, blocked("integers"), call="start", shape=shapes.counted, name="counter",
     light=True)
rule(runtime.plus, custom(
    lambda at, index, g: arrayed(at, g, index),
    lambda at, tangents: ops.summed(at.b, list(tangents.values()))),
    call="x, y", shape=shapes.added, name="plus")


def _stack_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return g if index == 0 else None


def _stack_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if 0 not in tangents:
        return None
    return at.b.apply(at.op.gate, tangents[0], *at.op.args[1:], attrs=dict(at.op.attrs))


def _pad_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index != 0:
        return None
    count = at.b.apply(gate(len), at.op.args[0])
    if at.op.attrs.get("last"):
        missed = at.b.apply(gate(operator.sub), at.b.apply(gate(len), g), count)
        return at.b.apply(gate(core.load), g, missed, attrs={"index": slice(Slot(1), None)})
    return at.b.apply(gate(core.load), g, count, attrs={"index": slice(None, Slot(1))})


rule(core.stack_items, custom(_stack_pull, _stack_push), call="items, x", shape=shapes.second,
     name="stack_items")
rule(runtime.pad_items, custom(_pad_pull, _stack_push), call="items, x, *, last=False",
     shape=shapes.second, name="pad_items")


rule(np.array, custom(lambda at, index, g: g,
     lambda at, t: at.b.apply(at.op.gate, t[0], attrs=dict(at.op.attrs))),
     call="x, *, dtype=None", shape=shapes.array_of)
rule(np.asarray, linear("g"), call="x, *, dtype=None", shape=shapes.array_of, view=True)
def _list_pull(at: Place, index: int, g: Atom) -> Atom | None:
    _check_keys(at)
    return arrayed(at, g)


def _list_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _check_keys(at)
    return at.b.apply(at.op.gate, tangents[0])


def _check_keys(at: Place) -> None:
    """Refuse numbers that vary, became keys of a dict, and are read from it again."""
    if is_table(type_of(at.op.args[0])):
        raise refuse(
            "AD203",
            "numbers to differentiate that are read back from the keys of a dict",
            at.op.span,
            "a key carries no derivative",
            "keep the numbers in a list beside it, or among the values",
        )


def _tuple_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    """Return the tangent of a tuple, which is a list."""
    if is_table(type_of(at.op.args[0])):
        return None
    arrays = isinstance(type_of(tangents[0]), Array)
    return at.b.apply(gate(list), tangents[0]) if arrays else tangents[0]


rule(list, custom(_list_pull, _list_push),
     call="x", shape=shapes.as_list)
rule(tuple, custom(_list_pull, _tuple_push), call="x", shape=shapes.as_tuple)
