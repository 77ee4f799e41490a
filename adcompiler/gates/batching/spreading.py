"""Giving a value the axis of the examples where another that it meets has it."""

from __future__ import annotations

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.batching.axes import (
    LED,
    SHARED,
    How,
    Items,
    Parts,
    alike,
    apart,
    widened,
)
from adcompiler.gates.batching.place import Apart, spread
from adcompiler.gates.table import gate
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import element, is_table
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Value, made_by
from adcompiler.ir.types import Array, Dim, Seq, Tree, Type, fresh_dim


def spread_to(b: Builder, x: Atom, type_: Type, have: How, want: How, first: Atom) -> Atom:
    """Return a value as it is wanted, from how it is there for many examples."""
    if have == want or x is UNDEF:
        return x
    if apart(have) or apart(want) or have == LED:
        raise Apart
    if want == LED and have == SHARED:
        if _may_lack_shape(b, x):
            out = Value("", widened(type_, LED, _dim(first)), b.span)
            b.append(Apply(gate(runtime.for_each), (x, first), {}, out, b.span))
            return out
        return spread(b, x, type_, first, own=True)
    if isinstance(want, Parts) and isinstance(type_, Tree):
        return _parts(b, x, type_, have, want, first)
    if isinstance(want, Items) and isinstance(type_, Tree) and type_.kind in ("list", "tuple"):
        hows = have.items if isinstance(have, Parts) else (alike(have),) * len(type_.items)
        items = []
        for k, (inner, one) in enumerate(zip(type_.items, hows, strict=True)):
            part = b.apply(gate(core.item), x, attrs={"key": k})
            items.append(spread_to(b, part, inner, one, want.item, first))
        return b.apply(gate(core.pack), *items, attrs={"kind": "list", "alike": True})
    if isinstance(want, Items) and isinstance(type_, Seq) and not is_table(type_):
        return _items(b, x, type_, have, want, first)
    raise Apart


def _may_lack_shape(b: Builder, x: Atom) -> bool:
    """Tell whether these are zeros like something that may have no value, and no shape then."""
    made = made_by(b.made, x)
    while made is not None and made.gate.function is np.zeros_like:
        made = made_by(b.made, made.args[0])
    return made is not None and made.gate.function is runtime.zeros and bool(made.attrs)


def _parts(b: Builder, x: Atom, type_: Tree, have: How, want: Parts, first: Atom) -> Atom:
    """Return a container with each part as it is wanted."""
    from adcompiler.gates import ops

    hows = have.items if isinstance(have, Parts) else (alike(have),) * len(want.items)
    items: list[Atom] = []
    rows = zip(type_.names, type_.items, hows, want.items, strict=True)
    for key, inner, one, other in rows:
        part = b.apply(gate(core.item), x, attrs={"key": key})
        items.append(spread_to(b, part, inner, one, other, first))
    return b.apply(gate(core.pack), *items, attrs=ops.shape_of_pack(type_))


def _items(b: Builder, x: Atom, type_: Seq, have: How, want: Items, first: Atom) -> Value:
    """Return `[spread(item) for item in xs]`."""
    inner = item_of(type_) if type_.kind != "range" else element(type_)
    one = have.item if isinstance(have, Items) else SHARED
    dim = _dim(first)
    item = Value("item", widened(inner, one, dim))
    with b.block() as made:
        value = spread_to(b, item, inner, one, want.item, first)
    name = x.name if isinstance(x, Value) else ""
    out = Value(name, Seq(widened(inner, want.item, dim), type_.kind), b.span)
    b.loop([x], [], [item], (made, [value]), [out])
    return out


def _dim(first: Atom) -> Dim:
    type_ = type_of(first)
    return type_.dims[0] if isinstance(type_, Array) else fresh_dim()
