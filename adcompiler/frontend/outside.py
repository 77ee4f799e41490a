"""What a program writes to outside: globals, closures, attributes and entries that outlive it.

Such a place is read once, when the program starts, and is a variable from then on, merged by
branches and carried by loops like any other; each write is also done outside, once, where the
program does it. A container outside that is changed as a whole, by `append`, is not read.
"""

from __future__ import annotations

import ast
import collections
import enum
import logging
import types
import warnings
from collections.abc import Iterator
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    constant_sets,
    expressions,
    failures,
    memory,
    statements,
    subscripts,
)
from adcompiler.frontend.bindings import is_live
from adcompiler.frontend.scope import Program, Scope
from adcompiler.frontend.things import Outer, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import answers, reads_its_own_way

CONTAINERS = (list, dict, set, collections.deque)
READING = ("keys", "values", "items", "get", "copy", "index", "count")
TELLING = ("append", "appendleft", "extend", "add", "insert", "update", "clear")
_REPORTING = (logging, warnings)


def start(scope: Scope, place: Outer) -> None:
    """Let a place outside be a variable, with the value that it has when the program starts."""
    program = scope.program
    program.b.place(place, outermost=True)
    try:
        value = place.read()
    except (AttributeError, KeyError, IndexError, ValueError):
        return  # it has none yet
    if is_live(value) and id(value) not in program.told:
        path = f".{place.key}" if place.how == "attribute" else f"[{place.key!r}]"
        found = program.live(place.holder, place.name, value, path, place.holder, place)
        assert isinstance(found, Value)
        # The value now, not when it is needed.
        fetched = program.b.apply(gate(core.fetch), found)
        fetched.name, fetched.stated = place.name, True
        scope.env[place] = fetched
        return
    program.guard(place.holder, place.key, value, place.how)
    scope.env[place] = Const(None) if value is None else Static(value)


def read(scope: Scope, node: ast.AST, holder: Any, key: Any) -> Thing | None:
    """Return what a place that the program writes to holds, None for any other place."""
    place = scope.program.outer.get((id(holder), key))
    if place is None:
        return None
    if place not in scope.env:
        raise refuse("AD201", f"{place.name!r} may have no value yet", scope.span(node))
    return scope.env[place]


def write(scope: Scope, node: ast.AST, place: Outer, thing: Thing) -> None:
    """Append a write to a place outside."""
    key = id(place.holder), place.key
    if key not in scope.program.outer:
        scope.program.outer[key] = place
        scope.program.late = True
    known = scope.program.outer[key]
    value = _handed(scope, node, statements.named(scope, known.name, thing))
    if scope.program.watch is not None:
        scope.program.watch.note(scope)
    scope.program.b.apply(gate(core.put), value, attrs={"where": known})
    scope.env[known] = thing


def _handed(scope: Scope, node: ast.AST, thing: Thing) -> Any:
    """Return what is handed outside; it must not be written to, neither before nor after."""
    mutable = isinstance(thing, Struct) or aliases.is_array(thing)
    if mutable and (thing in scope.env or thing in scope.program.views):
        if not (isinstance(thing, Struct) and scope.program.b.innermost(thing)):
            raise refuse(
                "AD402",
                "what is written to is handed to what outlives the call",
                scope.span(node),
                "handed here",
                "hand a copy",
            )
    if mutable:
        scope.program.final.add(thing)
    content = memory.now(scope, thing)
    return (
        Const(content.value)
        if isinstance(content, Static)
        else expressions.atom(scope, node, thing, objects=True)
    )


def is_container(value: Any) -> bool:
    """Tell whether a value from outside can be changed by the methods that are known here."""
    return isinstance(value, CONTAINERS)


def of(scope: Scope, thing: Thing) -> Any:
    """Return the container outside that a thing is, None for anything else."""
    if isinstance(thing, Value):
        thing = Static(scope.program.objects.get(thing))
    return thing.value if isinstance(thing, Static) and is_container(thing.value) else None


def tell(
    scope: Scope, node: ast.Call, holder: Any, name: str, args: list[Thing], word: str = ""
) -> Thing:
    """Append `holder.name(...)`, which changes a container outside."""
    _changes(scope, holder, True)
    _append_call(scope, node, holder, name, args, word or _word(node))
    return Const(None)


def _changes(scope: Scope, holder: Any, whole: bool) -> None:
    """Remember that a container outside is changed, at known places or as a whole."""
    program = scope.program
    known = program.told.get(id(holder))
    if known is None or (whole and not known[1]):
        program.told[id(holder)] = holder, whole
        program.late = True


def report(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append a call of `logging` or `warnings`, None where the function is another."""
    name = getattr(function, "__name__", "")
    module = next((m for m in _REPORTING if vars(m).get(name) is function), None)
    holder: Any = module
    if isinstance(function, types.MethodType) and isinstance(function.__self__, logging.Logger):
        holder = function.__self__
    first = args[0] if args else None
    if isinstance(first, Static) and isinstance(first.value, logging.Logger):
        if getattr(logging.Logger, name, None) is function:
            holder, args = first.value, args[1:]
    if holder is None:
        return None
    word = "logger" if module is None else name_of(module)
    _append_call(scope, node, holder, name, args, word, keywords)
    return Const(None)


def name_of(module: types.ModuleType) -> str:
    """Return what a module is called in the text."""
    return module.__name__.split(".")[-1]


def _append_call(
    scope: Scope,
    node: ast.AST,
    holder: Any,
    name: str,
    args: list[Thing],
    word: str,
    keywords: dict[str, Thing] | None = None,
) -> None:
    named = keywords or {}
    atoms = [_handed(scope, node, a) for a in (*args, *named.values())]
    where = Outer(name, holder, name, "attribute", word)
    attrs = {"where": where, "keywords": tuple(named)}
    scope.program.b.apply(gate(core.tell), *atoms, attrs=attrs)


def _word(node: ast.AST) -> str:
    """Return what the user calls the object whose method, item or attribute this is."""
    match node:
        case ast.Call(func):
            return _word(func)
        case ast.Attribute(ast.Name(name)) | ast.Subscript(ast.Name(name)):
            return name
        case ast.Attribute(ast.Attribute(_, name)) | ast.Subscript(ast.Attribute(_, name)):
            return name
    return "outer"


def item_place(node: ast.AST, holder: Any, key: Any) -> Outer:
    """Return the place of an entry."""
    word = _word(node)
    name = f"{word}_{key}"
    return Outer(name if name.isidentifier() else "entry", holder, key, "item", word)


def attribute_place(holder: Any, name: str) -> Outer:
    """Return the place of an attribute."""
    word = str(getattr(holder, "__name__", type(holder).__name__)).split(".")[-1].lower()
    return Outer(name, holder, name, "attribute", word)


def set_item(scope: Scope, node: ast.AST, holder: Any, key: Thing, thing: Thing) -> None:
    """Append `holder[key] = thing` of a list or dict outside."""
    constant = isinstance(key, Const) and isinstance(holder, dict | list)
    _changes(scope, holder, not constant)
    if scope.program.told[id(holder)][1]:
        _append_call(scope, node, holder, "__setitem__", [key, thing], _word(node))
        return
    assert isinstance(key, Const)
    if isinstance(holder, list) and not (isinstance(key.value, int) and key.value >= 0):
        raise refuse("AD402", "a write to a list outside at this place", scope.span(node))
    write(scope, node, item_place(node, holder, key.value), thing)


def item(scope: Scope, node: ast.AST, holder: Any, key: Thing) -> Thing | None:
    """Return `holder[key]` of a list, tuple or dict outside, None where it cannot be known."""
    if not isinstance(key, Const) or not isinstance(holder, dict | list | tuple):
        return None
    check_unchanged(scope, node, holder)
    found = read(scope, node, holder, key.value)
    if found is not None:
        return found
    if isinstance(holder, dict) and key.value not in holder:
        if answers(type(holder)) or reads_its_own_way(type(holder)):
            raise subscripts.answered(scope, node)
    try:
        value = holder[key.value]
    except (KeyError, IndexError, TypeError) as error:
        scope.program.guard(holder, key.value, True, "missing")
        refusal = refuse("AD304", f"there is no item {key.value!r}", scope.span(node))
        raise failures.certain(scope, node, error, refusal) from None
    place = item_place(node, holder, key.value)
    if is_live(value):
        return scope.program.live(holder, place.name, value, f"[{key.value!r}]", holder, place)
    scope.program.guard(holder, key.value, value, "item")
    return Const(None) if value is None else Static(value)


def guard_keys(program: Program, holder: Any) -> None:
    """Remember that the program relies on the keys of a dict, a set, or the length of a list."""
    program.guard(holder, "keys", keys_of(holder), "keys")


def keys_of(holder: Any) -> Any:
    """Return the keys of a dict, the items of a set, or the length of another container."""
    if isinstance(holder, set | frozenset):
        return frozenset(holder)
    return tuple(holder) if isinstance(holder, dict) else len(holder)


def check_unchanged(scope: Scope, node: ast.AST, holder: Any, written: bool = False) -> None:
    """Refuse to read as a whole what the program changes."""
    whole = scope.program.told.get(id(holder), (None, False))[1]
    if whole or (written and any(key == id(holder) for key, _ in scope.program.outer)):
        raise refuse(
            "AD402",
            "a container outside that is changed as a whole is read",
            scope.span(node),
            "read here",
            "read what you put into it",
        )


def opened(scope: Scope, node: ast.AST, holder: Any) -> Struct | None:
    """Return what stands for a container outside of known items, None for other things."""
    if isinstance(holder, enum.EnumType):
        return Struct("tuple", tuple(map(Static, holder)))
    if type(holder) in (set, frozenset):
        check_unchanged(scope, node, holder)
        guard_keys(scope.program, holder)
        ordered = not constant_sets.has_one_order(holder) or [*holder] == sorted(holder)
        return constant_sets.made(holder) if ordered or len(holder) < 2 else None
    if type(holder) not in (list, tuple, dict):
        return None
    keys = tuple(holder) if isinstance(holder, dict) else ()
    guard_keys(scope.program, holder)
    items = [item(scope, node, holder, Const(k)) for k in keys or range(len(holder))]
    known = tuple(i for i in items if i is not None)
    return Struct(type(holder).__name__, known, keys) if len(known) == len(items) else None


def check(program: Program) -> None:
    """Refuse a program that reads what it writes to outside by another way."""
    for value in program.objects.values():
        if any(id(part) in program.told for part in _deep(value)):
            raise refuse(
                "AD402", "a container outside is read whole, and a part of it is written to"
            )
    for c in program.captures.values():
        if c.place is None and (id(c.holder), c.name) in program.outer:
            raise refuse("AD402", f"{c.name!r} is read and written to outside in two ways")


def _deep(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | tuple):
        for part in value:
            yield from _deep(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _deep(part)
