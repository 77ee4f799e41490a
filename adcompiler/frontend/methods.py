"""Methods of lists, dicts and tuples whose structure is known."""

from __future__ import annotations

import ast
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    constant_sets,
    expressions,
    failures,
    list_methods,
    listing,
    memory,
    outside,
    subscripts,
    tables,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Tree

WRITING = ("pop", "popitem", "setdefault", "update", "clear")  # of dicts


def call(
    scope: Scope,
    node: ast.Call,
    token: Thing,
    base: Struct,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Return `token.name(...)`, where `base` is what the token contains now."""
    if base.kind == "list" and not _known_at_compile_time(scope, node, base, name, args):
        grown = list_methods.method(scope, node, token, name, args)
        if grown is not None:
            return grown
    if base.kind == "dict" and not _has_known_keys(scope, node, name, args):
        done = tables.method(scope, node, token, name, args, keywords)
        if done is not None:
            return done
    if base.kind == "set" and not keywords:
        found = constant_sets.method(scope, node, token, name, args)
        if found is not None:
            return found
    if name == "__getitem__" and len(args) == 1:
        return tables.entry(scope, node, token, args[0])
    known = {"dict": _dict, "list": _list, "tuple": _tuple}.get(base.kind)
    done = known(scope, node, token, base, name, args, keywords) if known else None
    if done is None and base.kind in ("list", "tuple"):
        done = listing.method(scope, node, token, name, args, keywords)
    if done is None:
        hint = "a for loop, or an array: np.sort, np.argmax, np.flatnonzero"
        if base.kind == "set":
            hint = "begin with an empty one: s = set(), then s.add(...)"
        what = f"the method {name!r} of a {base.kind} is not supported"
        raise refuse("AD203", what, scope.span(node), "here", hint)
    return done


def of_given(
    scope: Scope,
    node: ast.Call,
    whole: Value,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing:
    """Return `whole.name(...)` of a list or dict that the function was given."""
    type_ = whole.type
    assert isinstance(type_, Tree)
    if name not in outside.READING and not scope.program.apart:
        raise memory.TakeApart
    if name not in outside.READING:
        raise refuse(
            "AD401",
            f"the method {name!r} of a list or dict inside a list of unknown length",
            scope.span(node),
            "written here",
            "copy it first, or build a new list",
        )
    items = tuple(subscripts.part(scope, whole, type_, k) for k in type_.names)
    found = Struct(type_.kind, items, type_.keys)
    return call(scope, node, found, found, name, args, keywords)


def _has_known_keys(scope: Scope, node: ast.AST, name: str, args: list[Thing]) -> bool:
    """Tell whether a method leaves a dict whose keys are known."""
    if name == "update" and args:
        return not tables.is_run_time_dict(memory.now(scope, args[0]))
    if name in ("get", "pop", "setdefault") and args:
        return tables.has_known_key(scope, node, args[0])
    return True


def _known_at_compile_time(
    scope: Scope, node: ast.AST, base: Struct, name: str, args: list[Thing]
) -> bool:
    """Tell whether a method leaves a list whose length is known."""
    if name == "extend":
        return subscripts.known_items(scope, node, args[0]) is not None
    if name == "pop" and not base.items and scope.program.b.nested:
        return False  # the first round of a loop that may have filled it by then
    if name in ("insert", "pop") and args:
        return isinstance(memory.now(scope, args[0]), Const)
    return True


def _dict(
    scope: Scope,
    node: ast.Call,
    token: Thing,
    base: Struct,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    entries = dict(zip(base.keys, base.items, strict=True))
    first = memory.now(scope, args[0]) if args else None
    match name, first:
        case "popitem", None if base.keys:
            *_, key = base.keys
            found = Struct("tuple", (Const(key), entries.pop(key)))
            memory.write(scope, node, token, _as_dict(entries))
            return found
        case ((("values" | "keys" | "items") as word), None):
            view = memory.entries(base, word)
            scope.program.dict_views[view] = token, memory.now(scope, token), word
            return view
        case "copy", None:
            return Struct("dict", base.items, base.keys)
        case "get", Const(key):
            return entries.get(key, args[1] if len(args) > 1 else Const(None))
        case (("pop" | "setdefault"), Const(key)):
            if name == "pop" and key not in entries and len(args) == 1:
                raise _missing(scope, node, key, KeyError(key))
            found = entries.get(key, args[1] if len(args) > 1 else Const(None))
            if name == "pop":
                entries.pop(key, None)
            else:
                entries[key] = found
            memory.write(scope, node, token, _as_dict(entries))
            return found
        case "update", _:
            if args:
                entries.update(_entries(scope, node, args[0]))
            entries.update(keywords)
            memory.write(scope, node, token, _as_dict(entries))
            return Const(None)
        case "clear", None:
            memory.write(scope, node, token, Struct("dict", ()))
            return Const(None)
    return None


def _entries(scope: Scope, node: ast.AST, thing: Thing) -> dict[Any, Thing]:
    """Return the entries of a dict, or of a sequence of pairs, whose keys are known."""
    whole = tables.opened(scope, thing)
    if isinstance(whole, Struct) and whole.kind == "dict":
        return dict(zip(whole.keys, whole.items, strict=True))
    pairs = [subscripts.unpack(scope, node, p, 2) for p in subscripts.listed(scope, node, whole)]
    return {expressions.static_key(scope, node, key): value for key, value in pairs}


def united(left: Struct, right: Struct) -> Struct:
    """Return `left | right` of dicts whose keys are known."""
    entries = dict(zip(left.keys, left.items, strict=True))
    return _as_dict({**entries, **dict(zip(right.keys, right.items, strict=True))})


def make(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `dict(...)`."""
    return _as_dict({**(_entries(scope, node, args[0]) if args else {}), **keywords})


def from_keys(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `dict.fromkeys(keys, value)`."""
    keys = subscripts.listed(scope, node, args[0])
    value = args[1] if len(args) > 1 else Const(None)
    return _as_dict({expressions.static_key(scope, node, k): value for k in keys})


def _missing(scope: Scope, node: ast.AST, key: object, error: Exception) -> Exception:
    hint = "ask for it first with `in`, or give a default"
    if isinstance(key, int):
        hint = "ask for the length first"
    refusal = refuse("AD304", f"there is no item {key!r}", scope.span(node), hint=hint)
    return failures.certain(scope, node, error, refusal)


def _as_dict(entries: dict[Any, Thing]) -> Struct:
    return Struct("dict", tuple(entries.values()), tuple(entries))


def _list(
    scope: Scope,
    node: ast.Call,
    token: Thing,
    base: Struct,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    items = list(base.items)
    result: Thing = Const(None)
    at = [memory.now(scope, a) for a in args]
    match name, at:
        case "append", [_]:
            items.append(args[0])
        case "extend", [_]:
            items += subscripts.listed(scope, node, args[0])
        case "insert", [Const(int(k)), _]:
            items.insert(k, args[1])
        case "pop", []:
            if not items:
                refusal = refuse("AD304", "pop from an empty list", scope.span(node))
                error = IndexError("pop from empty list")
                raise failures.certain(scope, node, error, refusal)
            result = items.pop()
        case "pop", [Const(int(k))]:
            if not -len(items) <= k < len(items):
                raise _missing(scope, node, k, IndexError("pop index out of range"))
            result = items.pop(k)
        case "reverse", []:
            items.reverse()
        case "clear", []:
            items.clear()
        case "copy", []:
            return Struct("list", base.items)
        case _:
            return _tuple(scope, node, token, base, name, args, keywords)
    memory.write(scope, node, token, Struct("list", tuple(items)))
    return result


def _tuple(
    scope: Scope,
    node: ast.Call,
    token: Thing,
    base: Struct,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    contents = [memory.now(scope, a) for a in (*base.items, *args)]
    if name in ("count", "index") and all(isinstance(c, Const) for c in contents):
        values = [c.value for c in contents if isinstance(c, Const)]
        found = values[-1]
        if name == "count":
            return Const(values[:-1].count(found))
        if found in values[:-1]:
            return Const(values.index(found))
    return None
