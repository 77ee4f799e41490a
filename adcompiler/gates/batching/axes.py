"""How a value of one example is there for many of them.

A value that is the same for all stays as it is, SHARED. A number or array that differs is LED:
it has one axis more, the first. A tuple is so part by part, a list item by item. What fits none
of these, lists of different lengths say, is a list of one value for EACH example.

>>> join(Parts((SHARED, LED)), SHARED)
Parts(items=('shared', 'led'))
"""

from __future__ import annotations

from dataclasses import dataclass

from adcompiler.ir.containers import is_table
from adcompiler.ir.joining import item_of
from adcompiler.ir.types import DTYPE_OF, Array, Dim, Known, Other, Scalar, Seq, Tree, Type

SHARED, LED, EACH = "shared", "led", "each"


@dataclass(frozen=True)
class Parts:
    """A tuple, list, dict or object of known structure, part by part."""

    items: tuple[How, ...]


@dataclass(frozen=True)
class Items:
    """A list, all items alike."""

    item: How


How = str | Parts | Items


def parts(items: tuple[How, ...]) -> How:
    """Return how a container is, of whose parts this is known."""
    return SHARED if all(i == SHARED for i in items) else Parts(items)


def join(a: How, b: How) -> How:
    """Return how a variable is that is one value or the other."""
    if a == b or b == SHARED:
        return a
    if a == SHARED:
        return b
    if isinstance(a, Parts) and isinstance(b, Parts) and len(a.items) == len(b.items):
        return Parts(tuple(join(p, q) for p, q in zip(a.items, b.items, strict=True)))
    if isinstance(a, Items) and isinstance(b, Items):
        return Items(join(a.item, b.item))
    if isinstance(a, Items) and isinstance(b, Parts):
        return Items(join(a.item, alike(b)))
    if isinstance(a, Parts) and isinstance(b, Items):
        return Items(join(alike(a), b.item))
    return EACH


def alike(how: How) -> How:
    """Return how any item of a list is."""
    if isinstance(how, Items):
        return how.item
    out: How = SHARED
    for item in how.items if isinstance(how, Parts) else ():
        out = join(out, item)
    return out if isinstance(how, Parts) else how


def apart(how: How) -> bool:
    """Tell whether a value, or a part of it, is a list of one for each example."""
    if isinstance(how, Parts):
        return any(map(apart, how.items))
    return apart(how.item) if isinstance(how, Items) else how == EACH


def told(how: How, type_: Type) -> bool:
    """Tell whether a type knows the parts that this says something about."""
    if isinstance(how, Parts):
        return isinstance(type_, Tree) and all(map(told, how.items, type_.items))
    return True


def leading(type_: Type) -> How:
    """Return how a value of this type is where everything in it has the axis more."""
    match type_:
        case Scalar(maybe=False) | Array():
            return LED
        case Tree(_, items):
            return Parts(tuple(map(leading, items)))
        case Seq(item) if not is_table(type_) and leading(item) == LED:
            return Items(LED)
    return EACH


def given(type_: Type) -> How:
    """Return how a parameter of this type is given for many examples: its numbers LED.

    The integers and truth values of an object are options, the same for all.
    """
    match type_:
        case Tree("object", items):
            return parts(tuple(SHARED if _option(t) else given(t) for t in items))
        case Tree(_, items):
            return parts(tuple(map(given, items)))
        case Seq(item):
            inner = given(item)
            return SHARED if inner == SHARED else Items(inner)
        case Other() | Known():
            return SHARED
    return LED


def _option(type_: Type) -> bool:
    return isinstance(type_, Scalar) and type_.kind in ("int", "bool")


def widened(type_: Type, how: How, dim: Dim) -> Type:
    """Return the type that a value of one example has where it is there for many."""
    match how, type_:
        case "led", Scalar(kind, dtype):
            known = DTYPE_OF[kind] if dtype is None else dtype
            return Array(None if known == "?" else known, (dim,))
        case "led", Array(dtype, dims):
            return Array(dtype, (dim, *dims))
        case "each", _:
            return Seq(type_)
        case Parts(hows), Tree(kind, items, keys, cls):
            pairs = zip(items, hows, strict=True)
            return Tree(kind, tuple(widened(t, h, dim) for t, h in pairs), keys, cls)
        case Items(item_how), Seq(item, kind, key):
            return Seq(widened(item, item_how, dim), kind, key)
        case Items(item_how), Tree(kind, items):
            return Seq(widened(item_of(type_), item_how, dim), kind)
    return type_
