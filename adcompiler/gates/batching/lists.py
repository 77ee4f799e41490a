"""Lists of equal length for all examples: each item has the axis of the examples.

A rule here returns what it made, and how that is there for many examples.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.batching.axes import LED, SHARED, How, Items, Parts, apart, parts, told
from adcompiler.gates.batching.place import Apart, Many
from adcompiler.gates.batching.spreading import spread_to
from adcompiler.ir.containers import element, is_table
from adcompiler.ir.nodes import Atom, Const, Path, Slot, Value
from adcompiler.ir.types import Array, Scalar, Seq, Tree

Found = tuple[Atom, How]
ListRule = Callable[[Many], Found]
LISTS: dict[Any, ListRule] = {}


def of_lists(*functions: Any) -> Callable[[ListRule], ListRule]:
    """Declare what the gates of these functions do with lists for many examples at once."""

    def declare(found: ListRule) -> ListRule:
        LISTS.update(dict.fromkeys(functions, found))
        return found

    return declare


def as_items(at: Many, k: int, item: How = LED) -> Atom:
    """Return a list operand whose items all have the axis of the examples."""
    type_ = at.type(k)
    if is_table(type_) or not isinstance(type_, Seq | Tree):
        raise Apart
    return spread_to(at.b, at.args[k], type_, at.how[k], Items(item), at.first)


def as_item(at: Many, k: int) -> Atom:
    """Return an operand that goes into such a list."""
    return spread_to(at.b, at.args[k], at.type(k), at.how[k], LED, at.first)


def shared(at: Many, start: int) -> None:
    """Refuse an operand from `start` on that is not the same for all examples."""
    if any(h != SHARED for h in at.how[start:]):
        raise Apart


@of_lists(core.pack)
def pack(at: Many) -> Found:
    """A container of known structure is so part by part."""
    if at.op.attrs.get("alike"):
        if at.op.attrs["kind"] == "dict":
            raise Apart
        args = [as_item(at, k) for k in range(len(at.args))]
        return at.again(*args), Items(LED)
    made = at.op.out.type
    slots = made.items if isinstance(made, Tree) else (made,) * len(at.how)
    if any(apart(how) and not told(how, t) for how, t in zip(at.how, slots, strict=True)):
        raise Apart
    return at.again(*at.args), parts(at.how)


@of_lists(core.item)
def item(at: Many) -> Found:
    """A part of a container of known structure."""
    (how,) = at.how
    type_ = at.type(0)
    if isinstance(type_, Tree) and isinstance(how, Parts):
        place = type_.names.index(at.op.attrs["key"])
        return at.again(at.args[0]), how.items[place]
    if isinstance(how, Items):
        return at.again(at.args[0]), how.item
    if how == LED and isinstance(type_, Array):
        return at.load(at.args[0], (slice(None), at.op.attrs["key"])), LED
    raise Apart


@of_lists(core.load)
def load(at: Many) -> Found:
    """An item, or a slice, of a list."""
    shared(at, 1)
    index, how = at.op.attrs["index"], at.how[0]
    if isinstance(index, Path | tuple):
        raise Apart
    if isinstance(how, Parts):
        type_ = at.type(0)
        assert isinstance(type_, Tree)
        if type_.kind not in ("list", "tuple"):
            raise Apart
        if isinstance(index, int):
            return at.again(*at.args), how.items[index]
        whole = as_items(at, 0)
        return at.again(whole, *at.args[1:]), Items(LED) if isinstance(index, slice) else LED
    if not isinstance(how, Items) or is_table(at.type(0)):
        raise Apart
    return at.again(*at.args), how if isinstance(index, slice) else how.item


@of_lists(core.store, core.accumulate)
def write(at: Many) -> Found:
    """An item of a list replaced, or added to."""
    index = at.op.attrs["index"]
    shared(at, 2)
    if isinstance(index, Path | tuple | slice) or "old" in at.op.attrs:
        raise Apart
    return at.again(as_items(at, 0), as_item(at, 1), *at.args[2:]), Items(LED)


@of_lists(core.push, core.drop, core.insert, core.remove)
def resized(at: Many) -> Found:
    """A list that grows or shrinks by the same for all examples."""
    shared(at, 2)
    value = at.args[1]
    if isinstance(value, Value) or at.op.gate.function in (core.push, core.insert):
        value = as_item(at, 1)
    return at.again(as_items(at, 0), value, *at.args[2:]), Items(LED)


@of_lists(core.chain, core.extend, core.cut)
def chain(at: Many) -> Found:
    """Two lists joined, or the end of a list cut off."""
    shared(at, 2)
    return at.again(as_items(at, 0), as_items(at, 1), *at.args[2:]), Items(LED)


@of_lists(core.repeated)
def repeated(at: Many) -> Found:
    """A few items over and over."""
    if at.how[0] != SHARED:
        raise Apart
    items = [as_item(at, k) for k in range(1, len(at.args))]
    return at.again(at.args[0], *items), Items(LED)


@of_lists(core.duplicate, runtime.zeros, core.flipped, core.named, runtime.stop_gradient)
def unchanged(at: Many) -> Found:
    """What keeps the structure of a container keeps how it is."""
    if is_table(at.type(0)):
        raise Apart
    return at.again(at.args[0]), at.how[0]


@of_lists(list)
def listed(at: Many) -> Found:
    """`list(x)` of an array is a list of its parts, behind the axis of the examples."""
    if at.how[0] == LED:
        return at.again(swapped(at, at.args[0], at.rank(0))), Items(LED)
    return at.again(at.args[0]), at.how[0]


def swapped(at: Many, x: Atom, n: int) -> Atom:
    """Return an array whose first two axes have changed places."""
    if n == 0:
        raise Apart
    if n == 1:
        return at.apply(np.transpose, x, style="T")
    return at.apply(np.swapaxes, x, Const(0), Const(1))


@of_lists(runtime.repeat)
def repeat(at: Many) -> Found:
    """`[g] * len(xs)` of one value for each example."""
    if at.how[0] not in (LED, SHARED) or not isinstance(at.type(1), Seq):
        raise Apart
    return at.again(as_item(at, 0), as_items(at, 1)), Items(LED)


@of_lists(runtime.plus)
def plus(at: Many) -> Found:
    """Two adjoints of lists, added item by item."""
    types = at.type(0), at.type(1)
    if all(isinstance(t, Tree) for t in types) and at.how[0] == at.how[1]:
        return at.again(*at.args), at.how[0]
    return at.again(as_items(at, 0), as_items(at, 1)), Items(LED)


@of_lists(sum)
def summed(at: Many) -> Found:
    """`sum(xs)` begins with a zero for each example."""
    if at.how[0] == LED:
        raise Apart
    if len(at.args) > 1:
        start = as_item(at, 1)
    else:
        if not isinstance(element(at.type(0)), Scalar):
            return at.again(as_items(at, 0)), LED
        start = at.apply(np.zeros, at.size, shape=Slot(0))
    return at.again(as_items(at, 0), start), LED


def length(at: Many) -> Atom:
    """Return the length of a list, the same for all examples."""
    if isinstance(at.how[0], Parts | Items):
        return at.again(at.args[0])
    raise Apart
