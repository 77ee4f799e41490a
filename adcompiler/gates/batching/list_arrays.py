"""Lists that become arrays, and arrays that become the gradients of lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates.batching.axes import LED, SHARED, How, Items, Parts, alike, parts
from adcompiler.gates.batching.lists import Found, as_item, as_items, of_lists, swapped
from adcompiler.gates.batching.place import Apart, Many, shape_slots
from adcompiler.gates.batching.shapes import fit
from adcompiler.gates.batching.spreading import spread_to
from adcompiler.ir import types
from adcompiler.ir.containers import depth, element
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Atom, Value
from adcompiler.ir.types import Array, Other, Scalar, Seq, Tree, Type, rank


@of_lists(np.array, np.asarray)
def array(at: Many) -> Found:
    """`np.array(xs)` of a list: its axis comes after that of the examples."""
    if at.op.attrs.get("dtype") is not None:
        raise Apart
    return arrayed(at, 0), LED


def arrayed(at: Many, k: int) -> Atom:
    """Return a list of numbers or arrays as an array that begins with the examples."""
    type_ = at.type(k)
    if isinstance(type_, Tree):
        return _stacked(at, at.args[k], type_, at.how[k])
    if not isinstance(type_, Seq):
        raise Apart
    n = rank(item_of(type_))
    if n is None:
        raise Apart
    items = as_items(at, k)
    if n:
        return swapped(at, at.apply(np.array, items), n + 1)
    pattern, operands = shape_slots([at.apply(len, items), at.size], 1)
    return swapped(at, at.apply(np.reshape, items, *operands, shape=pattern), 1)


def _stacked(at: Many, x: Atom, type_: Type, how: How) -> Atom:
    """Return nested lists of known structure as an array that begins with the examples."""
    if isinstance(type_, Scalar | Array):
        return spread_to(at.b, x, type_, how, LED, at.first)
    if not isinstance(type_, Tree) or type_.kind not in ("list", "tuple") or not type_.items:
        raise Apart
    if len({depth(t) for t in type_.items} | {rank(t) for t in type_.items}) > 2:
        raise Apart
    hows = how.items if isinstance(how, Parts) else (alike(how),) * len(type_.items)
    rows = []
    for j, (inner, one) in enumerate(zip(type_.items, hows, strict=True)):
        rows.append(_stacked(at, at.apply(core.item, x, key=j), inner, one))
    return at.apply(core.stack, *rows, axis=1)


@of_lists(core.stack_items)
def stack_items(at: Many) -> Found:
    """What a loop has collected, an item for each part of an array."""
    items = at.args[0]
    n = at.rank(1)
    if at.how[0] != Items(LED) or n == 0:
        raise Apart
    first, *rest = at.sizes(1)
    pattern, operands = shape_slots([first, at.size, *rest], 1)
    found = at.apply(np.reshape, items, *operands, shape=pattern)
    return swapped(at, found, n), LED


@of_lists(runtime.pad_items)
def pad_items(at: Many) -> Found:
    """What a loop that ended early has collected, zeros for the rest."""
    if at.how[0] not in (SHARED, Items(LED)):
        raise Apart
    items = as_items(at, 0)
    if isinstance(at.type(1), Array):
        n = at.rank(1)
        return swapped(at, at.again(items, swapped(at, at.lifted(1), n)), n), LED
    return at.again(items, as_items(at, 1)), Items(LED)


@of_lists(core.concatenated)
def concatenated(at: Many) -> Found:
    """`np.concatenate(xs)` of a list of arrays."""
    type_ = at.type(0)
    item_type = item_of(type_) if isinstance(type_, Seq | Tree) else element(type_)
    n = rank(item_type)
    if not n:
        raise Apart
    return at.again(as_items(at, 0), axis=at.moved(at.op.attrs.get("axis", 0), n)), LED


@of_lists(runtime.pieces)
def pieces(at: Many) -> Found:
    """The parts of an array that came from the arrays of a list."""
    g = as_item(at, 0)
    n = at.rank(0)
    axis = at.moved(at.op.attrs.get("axis", 0), n)
    return at.again(g, as_items(at, 1), axis=axis), Items(LED)


@of_lists(runtime.like)
def like(at: Many) -> Found:
    """The gradient of a container, of the kind of its parts."""
    return _like(at, (at.args[0], at.type(0), at.how[0]), (at.args[1], at.type(1), at.how[1]))


Known = tuple[Atom, Type, How]


def _like(at: Many, g: Known, x: Known) -> Found:
    """Return a gradient of the kind of what it is for, part by part."""
    type_ = x[1]
    if isinstance(type_, Other | types.Known):
        return x[0], x[2]
    if isinstance(type_, Tree):
        names = range(len(type_.items)) if type_.kind in ("list", "tuple") else type_.names
        found = [_like(at, _part(at, g, k), _part(at, x, k)) for k in names]
        made = at.apply(core.pack, *(a for a, _ in found), **ops.shape_of_pack(type_))
        return made, parts(tuple(h for _, h in found))
    if isinstance(type_, Seq):
        if g[2] == LED and isinstance(g[1], Array):
            g = at.apply(list, swapped(at, g[0], g[1].rank)), Seq(element(g[1])), Items(LED)
        items = [spread_to(at.b, *one, Items(LED), at.first) for one in (g, x)]
        return at.apply(runtime.like, *items), Items(LED)
    if g[2] == SHARED and x[2] == SHARED:
        return at.apply(runtime.like, g[0], x[0]), SHARED
    stand_ins = tuple(Value("", one[1]) for one in (g, x))
    op = replace(at.op, args=stand_ins, out=Value("", type_))
    return fit(replace(at, op=op, args=(g[0], x[0]), how=(g[2], x[2]))), LED


def _part(at: Many, whole: Known, key: Any) -> Known:
    """Return a part of a container, its type, and how it is."""
    atom, type_, how = whole
    if isinstance(type_, Tree):
        place = type_.names.index(key)
        hows = how.items if isinstance(how, Parts) else (alike(how),) * len(type_.items)
        return at.apply(core.item, atom, key=key), type_.items[place], hows[place]
    if isinstance(type_, Seq) and isinstance(how, Items):
        return at.apply(core.load, atom, index=key), type_.item, how.item
    if isinstance(type_, Array) and type_.dims:
        if how == LED:
            part = at.load(atom, (slice(None), key))
        else:
            part = at.load(atom, key)
        return part, element(type_), how
    raise Apart


@of_lists(np.linalg.slogdet)
def slogdet(at: Many) -> Found:
    """The sign and logarithm of the determinant of each matrix of a stack."""
    at.rank(0)
    return at.again(at.args[0]), Parts((LED, LED))
