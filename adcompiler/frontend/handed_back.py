"""What a routine changes besides what it returns: a memo, a counter, a list it adds to.

Such a thing is handed in with the arguments and handed back with the result; its caller
lets it contain what came back. So a thing that is changed must be known by one name: a call
that hands it in twice, or to a function that also reads it from around, is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import aliases, growing, memory, shaped
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.sharing import not_made, shown
from adcompiler.frontend.things import Cell, Outer, Static, Thing
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import UNDEF, Const, Struct, Value
from adcompiler.ir.types import Array, Nothing, Other, Scalar, Seq, Tree, Type

if TYPE_CHECKING:
    from adcompiler.frontend.recursion import Frame
    from adcompiler.source import Span


@dataclass(frozen=True)
class Part:
    """A part of an argument: its name, the places that lead to it, and what it is called."""

    name: str
    path: tuple[int, ...] = ()
    word: str = field(default="", compare=False)


@dataclass(frozen=True)
class Same:
    """Stands for a thing that stays what it is, in what is handed back."""

    key: Any


class HandsBack(Exception):
    """A routine being built changes a thing that it must hand back, or make a list to do so."""

    def __init__(
        self, frame: Frame, key: Any, span: Span | None = None, as_list: bool = False
    ) -> None:
        super().__init__()
        self.frame, self.key, self.span, self.as_list = frame, key, span, as_list


def parts(env: Mapping[Any, Thing]) -> dict[Any, Part]:
    """Return which part of which argument each thing inside a routine is."""
    found: dict[Any, Part] = {}
    stack = [(t, Part(name, (), name)) for name, t in env.items() if isinstance(name, str)]
    while stack:
        thing, part = stack.pop()
        if isinstance(thing, Struct | Value):
            found[thing] = part
        if isinstance(thing, Struct):
            for k, (item, word) in enumerate(zip(thing.items, shaped.words(thing), strict=True)):
                stack.append((item, Part(part.name, (*part.path, k), part.word + word)))
    return found


WRITES = "writes to its arguments or around it"
HOLDS = "changes what holds arrays or lists"
TWICE = "writes to what it also has by another name"
RAISES = "writes inside a try around it: what it wrote would be lost where it raises"
REBINDS = "rebinds a variable around it that is no number"
ON_THE_WAY = {
    HOLDS: "let it hold numbers, or return the new value",
    TWICE: "hand it in once, and read it by that name",
    RAISES: "catch the exception inside the function",
}


def refused(scope: Scope, frame: Frame, what: str = WRITES) -> CompileError:
    """Return that a routine changes what it cannot hand back."""
    return refuse(
        "AD401",
        f"{frame.word} {what}",
        frame.written or scope.program.b.span,
        "written here",
        ON_THE_WAY.get(what, "return the new value instead"),
    )


def taken_in(scope: Scope, frame: Frame, things: Mapping[Any, Thing]) -> dict[Any, Thing]:
    """Return the arguments of a call, and what the things around contain that it changes."""
    found: dict[Any, Thing] = dict(things)
    for key in frame.changed:
        if isinstance(key, Part):
            if key in frame.lists:
                found[key.name] = _as_list(scope, found[key.name], scope.env[key.name], key.path)
            continue
        content = scope.env.get(key, UNDEF if isinstance(key, Cell) else key)
        if key in frame.lists:
            content = growing.sequence(scope, scope.captured.node, key, content)
        found[key] = _inside(scope, frame, content)
    return found


def without_lists(frame: Frame, thing: Thing, part: Part) -> Thing:
    """Return an argument whose lists and dicts that change may have any number of items."""
    if part in frame.changed and _is_listing(thing):
        return Const(list)
    if not isinstance(thing, Struct):
        return thing
    parts_of = (Part(part.name, (*part.path, k)) for k in range(len(thing.items)))
    items = tuple(map(without_lists, repeat(frame), thing.items, parts_of))
    return Struct(thing.kind, items, thing.keys, thing.cls)


def _is_listing(thing: Thing) -> bool:
    if isinstance(thing, Struct):
        return thing.kind in ("list", "dict")
    return isinstance(thing, Value) and grows(thing.type)


def _as_list(scope: Scope, whole: Thing, thing: Thing, path: tuple[int, ...]) -> Thing:
    """Return an argument with one of its parts, which the routine changes, as one list."""
    content = memory.now(scope, thing)
    if not path:
        return growing.sequence(scope, scope.captured.node, thing, content)
    assert isinstance(whole, Struct)
    assert isinstance(content, Struct)
    items = list(whole.items)
    items[path[0]] = _as_list(scope, items[path[0]], content.items[path[0]], path[1:])
    return Struct(whole.kind, tuple(items), whole.keys, whole.cls)


def _inside(scope: Scope, frame: Frame, content: Thing) -> Thing:
    """Return what a thing contains, of which only numbers are handed on: the rest is the same."""
    if not isinstance(content, Struct):
        if not _is_plain(type_of(content) if isinstance(content, Value | Const) else None):
            raise refused(scope, frame, HOLDS)
        return content
    items = tuple(i if _is_leaf(i) else Same(frame.parts.get(i, i)) for i in content.items)
    return Struct(content.kind, items, content.keys, content.cls)


def _is_leaf(thing: Thing) -> bool:
    """Tell whether a thing is a number, or a literal."""
    if isinstance(thing, Value):
        return isinstance(thing.type, Scalar)
    return not isinstance(thing, Struct)


def _is_plain(type_: Type | None) -> bool:
    """Tell whether nothing inside a value of a type can be written to."""
    match type_:
        case Scalar() | Array() | Nothing() | Other():
            return True
        case Seq(item):
            return _is_number(item)
    return False


def _is_number(type_: Type) -> bool:
    if isinstance(type_, Tree):
        return type_.kind == "tuple" and all(map(_is_number, type_.items))
    return isinstance(type_, Scalar | Nothing) or type_ == Other(str)


def begin(scope: Scope, frame: Frame) -> None:
    """Let the things around contain, inside a routine, what its parameters stand for."""
    frame.looked.clear()
    frame.handed.clear()
    frame.parts = parts({k: t for k, t in scope.env.items() if isinstance(k, str)})
    for key in frame.changed:
        if not isinstance(key, Part):
            scope.env[key] = _unmarked(scope, scope.env[key], {})


def _unmarked(scope: Scope, thing: Any, raw: Mapping[str, Thing]) -> Thing:
    """Return what is handed back with the things in it that stay what they are."""
    if isinstance(thing, Same):
        return _actual(scope, thing.key, raw)
    if not isinstance(thing, Struct):
        return thing
    items = tuple(_unmarked(scope, i, raw) for i in thing.items)
    if all(a is b for a, b in zip(items, thing.items, strict=True)):
        return thing
    made = Struct(thing.kind, items, thing.keys, thing.cls)
    scope.program.b.place(made)
    return made


def _actual(scope: Scope, key: Any, raw: Mapping[str, Thing]) -> Thing:
    """Return the thing of the caller that a part of an argument is."""
    if not isinstance(key, Part):
        return key
    thing = raw[key.name]
    for k in key.path:
        content = memory.now(scope, thing)
        assert isinstance(content, Struct)
        thing = content.items[k]
    return thing


def result(scope: Scope, frame: Frame, returned: Thing) -> Thing:
    """Return what a routine returns together with what it changes."""
    if not frame.changed:
        return shaped.whole(scope, returned)
    of_parts = {part: thing for thing, part in frame.parts.items()}
    items = [_returned(scope, frame, returned)]
    for key in frame.changed:
        thing = of_parts[key] if isinstance(key, Part) else key
        items.append(_left(scope, frame, key, scope.env.get(thing, thing)))
    return Struct("tuple", tuple(items))


def slots(scope: Scope, frame: Frame, word: str, thing: Thing) -> tuple[Any, list[Any]]:
    """Return a result with slots, and what goes into each with its name."""
    found: list[tuple[str, Any]] = []
    if not frame.changed:
        return shaped.slots(word, thing, found), found
    assert isinstance(thing, Struct)
    items = [shaped.slots("", thing.items[0], found)]
    for key, item in zip(frame.changed, thing.items[1:], strict=True):
        called = key.word if isinstance(key, Part) else memory.shown(scope, key)
        items.append(shaped.slots(called, item, found))
    return Struct("tuple", tuple(items)), found


def _returned(scope: Scope, frame: Frame, thing: Thing) -> Any:
    """Return what a routine returns; a thing that it changes stays what it is."""
    both = scope.program.merged.get(thing, ())
    if len(both) > 1 and len({id(one) for one in both}) == 1:
        return _returned(scope, frame, both[0])  # on every path
    key = frame.parts.get(thing, thing)
    if key in frame.changed:
        return Same(key)
    for one in aliases.sources(scope.program, thing) if aliases.is_writable(thing) else ():
        if frame.parts.get(one, one) in frame.changed:
            raise refused(scope, frame, TWICE)
    content = memory.now(scope, thing)
    if not isinstance(content, Struct):
        return content
    items = tuple(_returned(scope, frame, i) for i in content.items)
    return Struct(content.kind, items, content.keys, content.cls)


def _left(scope: Scope, frame: Frame, key: Any, content: Thing) -> Any:
    """Return what a thing contains at the end of a routine."""
    if isinstance(key, Cell):
        if not _is_leaf(content) or isinstance(content, Static):
            raise refused(scope, frame, REBINDS)
        return content
    if may_grow(frame, key) and not _same_items(_shape_of(frame, key), content):
        raise HandsBack(frame, key, as_list=True)
    if not isinstance(content, Struct):
        return _inside(scope, frame, content)
    if key in frame.lists:
        return growing.sequence(scope, scope.captured.node, key, content)
    return Struct(
        content.kind,
        tuple(_item(scope, frame, i) for i in content.items),
        content.keys,
        content.cls,
    )


def may_grow(frame: Frame, key: Any) -> bool:
    """Tell whether what a routine changes is a list or dict of so many items, and need not be."""
    shape = _shape_of(frame, key)
    return isinstance(shape, Struct) and shape.kind in ("list", "dict") and key not in frame.lists


def _shape_of(frame: Frame, key: Any) -> Any:
    """Return the shape of what a thing contains when the routine begins."""
    if not isinstance(key, Part):
        return frame.shape[key]
    shape = frame.shape[key.name]
    for k in key.path:
        shape = shape.items[k]
    return shape


def _same_items(before: Struct, content: Thing) -> bool:
    if not isinstance(content, Struct):
        return False
    return before.keys == content.keys and len(before.items) == len(content.items)


def _item(scope: Scope, frame: Frame, item: Thing) -> Any:
    """Return an item of what a thing contains at the end: what was there before is the same."""
    if _is_leaf(item):
        return item
    if item in frame.parts or scope.program.b.older(item, frame.depth):
        return Same(frame.parts.get(item, item))
    if not_made(scope, item, frame.arguments, frame.depth):
        raise refused(scope, frame, HOLDS)
    return shaped.whole(scope, item)


def put_back(scope: Scope, frame: Frame, raw: Mapping[str, Thing], came: Thing) -> Thing:
    """Let the things that a call changed contain what came back; return what it returned."""
    if not frame.changed:
        return came
    assert isinstance(came, Struct)
    things = [_actual(scope, key, raw) for key in frame.changed]
    _check_known_by_one_name(scope, frame, raw, things)
    node = scope.captured.node
    contents = [_unmarked(scope, item, raw) for item in came.items]
    for key, thing, content in zip(frame.changed, things, contents[1:], strict=True):
        if isinstance(key, Cell):
            scope.env[key] = content
        elif isinstance(thing, Struct | Value):
            memory.put(scope, node, thing, content)
    return contents[0]


def _check_known_by_one_name(
    scope: Scope, frame: Frame, raw: Mapping[str, Thing], things: list[Thing]
) -> None:
    """Refuse a call that changes a thing which it also reaches in another way, or half done."""
    program = scope.program
    if program.watch is not None:
        raise refused(scope, frame, RAISES)  # what it changed before it raised would be lost
    writable = [t for t in things if aliases.is_writable(t)]
    frame.handed.update(writable)
    check_not_read_around(scope, frame)
    reached = [r for t in raw.values() for r in aliases.reach(scope, t) if aliases.is_writable(r)]
    around = [t for k, t in zip(frame.changed, things, strict=True) if not isinstance(k, Part)]
    every = [*reached, *around]
    for thing in writable:
        mine = _maybe(scope, [thing])
        others = [o for o in every if o is not thing]
        if len(others) < len(every) - 1 or thing in program.views or thing in program.choices:
            raise refused(scope, frame, TWICE)
        if mine & _maybe(scope, others):
            raise refused(scope, frame, TWICE)


def check_not_read_around(scope: Scope, frame: Frame) -> None:
    """Refuse a routine that reads from around it what is also handed to it and changed."""
    around = {key for key in frame.changed if not isinstance(key, Part)}
    mine = _maybe(scope, frame.handed - around)
    read = [*frame.looked, *(e for e in frame.extras if aliases.is_writable(e))]
    if mine & _maybe(scope, {r for one in read for r in aliases.reach(scope, one)}):
        raise refused(scope, frame, TWICE)


def _maybe(scope: Scope, things: Iterable[Any]) -> set[Any]:
    """Return things with all that they may be, or show a part of."""
    found: set[Any] = set()
    for thing in things:
        for one in (thing, *aliases.sources(scope.program, thing)):
            found.update((one, *shown(scope, one)))
    return found


def check_cells(scope: Scope, frame: Frame, before: Mapping[Any, Thing]) -> None:
    """Hand back the variables around that a part built apart rebinds, or refuse it."""
    for key, thing in scope.env.items():
        if not isinstance(key, Cell) or thing is before.get(key) or key in frame.changed:
            continue
        if not isinstance(key, Outer) and not scope.program.b.older(key, frame.depth):
            continue  # one of its own
        if frame.hands:
            raise HandsBack(frame, key, scope.program.b.span)
        raise refuse(
            "AD402",
            f"{frame.word} rebinds {key.name!r} around it",
            scope.program.b.span,
            hint="return the new value instead",
        )
