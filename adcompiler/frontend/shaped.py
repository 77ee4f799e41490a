"""The arguments and results of a routine: structures whose numbers and arrays are slots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adcompiler.frontend import choices, memory, optional
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Static, Thing
from adcompiler.ir.nodes import UNDEF, Atom, Const, Slot, Struct, Value
from adcompiler.ir.types import Array, Layout, Other, Scalar, Tree, Type


def whole(scope: Scope, thing: Thing, absent: bool = False) -> Thing:
    """Return what a thing contains now, all the way down; with `absent`, what may be None too."""
    content = thing if absent and optional.is_one(thing) else memory.now(scope, thing)
    if isinstance(content, Struct):
        items = tuple(whole(scope, i, absent) for i in content.items)
        return Struct(content.kind, items, content.keys, content.cls)
    return content


def outline(thing: Thing, numbers: list[Any]) -> Any:
    """Return what must agree for two calls to be calls of one routine."""
    match thing:
        case Const(value):
            if _is_number(thing):
                numbers.append(value)
                return "number"
            return (type(value), repr(value))
        case Value(type=Scalar(kind)):
            return "truth" if kind == "bool" else "number"
        case Value(type=Array(_, dims)):
            return ("array", len(dims))
        case Value(type=Tree(layout=Layout() as layout)):
            return layout
        case Value(type=Tree()):
            return thing.type
        case Value(type=Other(cls)):
            return cls
        case Value():
            return type(thing.type)
        case Struct(kind, items, keys, cls):
            return (kind, keys, cls, tuple(outline(i, numbers) for i in items))
        case Static(value):
            return id(value)
        case Inner(captured, scope):
            return (id(captured.node), id(scope))
        case Bound(called, receiver):
            return (id(called), outline(receiver, numbers))
    return id(thing)


def size(things: Iterable[Thing]) -> int:
    """Return how many items arguments hold, as deep as they are."""
    return sum(size(t.items) if isinstance(t, Struct) else 1 for t in things)


def words(whole: Struct) -> list[str]:
    """Return what the name of each item adds to the name of the whole."""
    named = whole.keys or range(len(whole.items))
    found = (f"_{w}" if str(w).isidentifier() else f"{w}" for w in named)
    return [w if f"x{w}".isidentifier() else f"{k}" for k, w in enumerate(found)]


def slots(name: str, thing: Thing, leaves: list[tuple[str, Atom]], literals: bool = False) -> Any:
    """Return a thing with its numbers and arrays, but no `literals`, as slots into `leaves`."""
    if isinstance(thing, Struct):
        items = tuple(
            slots(name + word, i, leaves, literals)
            for word, i in zip(words(thing), thing.items, strict=True)
        )
        return Struct(thing.kind, items, thing.keys, thing.cls)
    if isinstance(thing, Value) or thing is UNDEF or (_is_number(thing) and not literals):
        leaves.append((name, thing))  # type: ignore[arg-type]
        return Slot(len(leaves) - 1)
    return thing


def filled(scope: Scope, shape: Any, values: list[Value]) -> Thing:
    """Return a shape with its slots filled, its structures things of their own."""
    thing = choices.fill(scope, shape, tuple(values))
    _placed(scope, thing)
    return thing


def _placed(scope: Scope, thing: Thing) -> None:
    if isinstance(thing, Struct):
        scope.program.b.place(thing)
        for item in thing.items:
            _placed(scope, item)


def same_structure(x: Any, y: Any) -> bool:
    """Tell whether two results have one structure."""
    if isinstance(x, Struct) and isinstance(y, Struct):
        mine, other = (x.kind, x.keys, x.cls), (y.kind, y.keys, y.cls)
        if mine != other or len(x.items) != len(y.items):
            return False
        return all(map(same_structure, x.items, y.items))
    if isinstance(x, Static) and isinstance(y, Static):
        return x.value is y.value
    return bool(x == y)


def roots(things: Iterable[Thing]) -> set[Any]:
    """Return what parameters stand for: these things, and those inside them."""
    found: set[Any] = set()
    stack = [*things]
    while stack:
        thing = stack.pop()
        if isinstance(thing, Value | Struct):
            found.add(thing)
        if isinstance(thing, Struct):
            stack += thing.items
    return found


def bare(type_: Type) -> Type:
    """Return a type without what holds for one value only."""
    return Scalar(type_.kind, type_.dtype) if isinstance(type_, Scalar) else type_


def _is_number(thing: Any) -> bool:
    return isinstance(thing, Const) and type(thing.value) in (int, float, complex)
