"""Making objects of the user's classes: `__init__`, dataclasses, named tuples, copies."""

from __future__ import annotations

import abc
import ast
import copy
import dataclasses
import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler import records
from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    deques,
    iterators,
    memory,
    objects,
    rows,
    starred,
    static_calls,
    subscripts,
    user_functions,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import gate
from adcompiler.ir.containers import is_list
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Scalar, Tree

Keywords = dict[str, Thing]


def make(
    scope: Scope, node: ast.Call, cls: type, args: list[Thing], keywords: Keywords
) -> Thing | None:
    """Append the making of an object of a class written in Python, None for other classes."""
    if cls in deques.MODELS:
        cls = deques.MODELS[cls]
        args = [
            static_calls.call_static(scope, node, list, [a], {})
            if iterators.is_one(scope, a)
            else a
            for a in args
        ]
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _named_tuple(scope, node, cls, args, keywords)
    if cls is types.SimpleNamespace and not args:
        token = Struct("object", tuple(keywords.values()), tuple(keywords), cls)
        scope.program.b.place(token)
        return token
    if cls.__module__ == "builtins" or issubclass(cls, BaseException | dict | list | tuple):
        return None
    init = inspect.getattr_static(cls, "__init__", None)
    plain = type(cls) in (type, abc.ABCMeta) and not inspect.isabstract(cls)
    if cls.__new__ is not object.__new__ or not plain:
        return None
    token = Struct("object", (), (), cls)
    scope.program.b.place(token)
    if is_generated(cls, "__init__"):
        fill(scope, node, [token, *args], keywords, cls)
    elif isinstance(init, types.FunctionType):
        scope.program.guard(cls, "__init__", init, "static")
        user_functions.user_call(scope, node, init, [token, *args], keywords)
    elif init is not object.__init__ or args or keywords:
        return None
    return token


def is_generated(cls: type | None, name: str) -> bool:
    """Tell whether a dataclass made a method itself."""
    method = inspect.getattr_static(cls, name, None) if dataclasses.is_dataclass(cls) else None
    code = getattr(inspect.unwrap(method), "__code__", None) if callable(method) else None
    return getattr(code, "co_filename", "") == "<string>"


def is_frozen(cls: type) -> bool:
    """Tell whether the attributes of a dataclass cannot be set."""
    return dataclasses.is_dataclass(cls) and cls.__dataclass_params__.frozen  # type: ignore[attr-defined]


def fill(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords, cls: type) -> Thing:
    """Append what the `__init__` that a dataclass made does to `args[0]`."""
    token, *args = args
    names = _by_position(cls)
    args = _fitted(scope, node, f"{cls.__qualname__}.__init__", names, args, keywords)
    given = dict(zip(names, args, strict=False))
    twice = set(given) & set(keywords)
    given.update(keywords)
    content = memory.now(scope, token)
    assert isinstance(content, Struct)
    entries = dict(zip(content.keys, content.items, strict=True))
    passed: list[Thing] = []
    missing = ""
    for f in dataclasses.fields(cls):
        if f.init and f.name in given:
            entries[f.name] = given.pop(f.name)
        elif f.default is not dataclasses.MISSING:
            entries[f.name] = objects.constant(f.default)
        elif f.default_factory is not dataclasses.MISSING:
            made = static_calls.call_static(scope, node, f.default_factory, [], {})
            scope.program.b.place(made)
            entries[f.name] = made
        elif f.init:
            missing = missing or f.name
    for name, f in _init_only(cls):
        if name in given:
            passed.append(given.pop(name))
        elif f.default is not dataclasses.MISSING:
            passed.append(objects.constant(f.default))
        else:
            missing = missing or name
    if given or twice or len(args) > len(names):
        raise refuse("AD204", f"{cls.__name__}() got unexpected arguments", scope.span(node))
    if missing:
        raise refuse("AD204", f"{cls.__name__}() misses {missing!r}", scope.span(node))
    whole = Struct("object", tuple(entries.values()), tuple(entries), content.cls)
    memory.write(scope, node, token, whole)
    post = inspect.getattr_static(cls, "__post_init__", None)
    scope.program.guard(cls, "__post_init__", post, "static")
    if isinstance(post, types.FunctionType):
        user_functions.user_call(scope, node, post, [token, *passed], {})
    return Const(None)


def _by_position(cls: type) -> dict[str, bool]:
    """Return the fields that may be given by position, and whether they have a default."""
    _, *parameters = inspect.signature(cls.__init__).parameters.values()  # type: ignore[misc]
    return {
        p.name: p.default is not p.empty for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD
    }


def _fitted(
    scope: Scope,
    node: ast.Call,
    called: str,
    names: dict[str, bool],
    args: list[Thing],
    keywords: Keywords,
) -> list[Thing]:
    """Return the arguments that make an object, a starred sequence item by item."""
    if not starred.is_spread(args):
        return args
    slots = starred.Slots(called, tuple(names), sum(names.values()), 1, False)
    return starred.fitted(scope, node, slots, args, keywords)[0]


def _init_only(cls: type) -> list[tuple[str, Any]]:
    """Return the fields that a dataclass only hands on to `__post_init__`."""
    every: dict[str, Any] = cls.__dataclass_fields__  # type: ignore[attr-defined]
    return [(k, f) for k, f in every.items() if f._field_type is dataclasses._FIELD_INITVAR]  # type: ignore[attr-defined]


def no_init(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `super().__init__()` where no class after has one of its own."""
    if args or keywords:
        raise refuse("AD204", "object.__init__() takes no arguments", scope.span(node))
    return Const(None)


def super_fill(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `super().__init__(...)` of a dataclass; its class is the second argument."""
    token, cls, *rest = args
    assert isinstance(cls, Static)
    return fill(scope, node, [token, *rest], keywords, cls.value)


def _named_tuple(
    scope: Scope, node: ast.Call, cls: Any, args: list[Thing], keywords: Keywords
) -> Thing:
    names = {f: f in getattr(cls, "_field_defaults", {}) for f in cls._fields}
    args = _fitted(scope, node, f"{cls.__qualname__}.__new__", names, args, keywords)
    given = dict(zip(cls._fields, args, strict=False))
    given.update(keywords)
    for name, default in getattr(cls, "_field_defaults", {}).items():
        given.setdefault(name, objects.constant(default))
    if set(given) != set(cls._fields) or len(args) > len(cls._fields):
        raise refuse("AD204", f"{cls.__name__}() got other arguments", scope.span(node))
    return Struct("tuple", tuple(given[f] for f in cls._fields), (), cls)


def parts(scope: Scope, node: ast.AST, thing: Thing) -> dict[str, Thing] | None:
    """Return the attributes of a dataclass object or named tuple, None for anything else."""
    content = memory.now(scope, thing)
    cls = objects.class_of(scope, content)
    if cls is not None and hasattr(cls, "_fields"):
        return dict(zip(cls._fields, subscripts.listed(scope, node, thing), strict=True))
    if isinstance(content, Struct) and content.kind == "object":
        return dict(zip(map(str, content.keys), content.items, strict=True))
    if isinstance(content, Value) and isinstance(content.type, Tree):
        if content.type.kind == "object":
            keys = [str(k) for k in content.type.keys]
            return {k: subscripts.part(scope, content, content.type, k) for k in keys}
    return None


def _fields(scope: Scope, node: ast.Call, thing: Thing) -> tuple[Any, dict[str, Thing]]:
    """Return the class of a dataclass object and its fields."""
    cls = objects.class_of(scope, thing)
    found = parts(scope, node, thing)
    if found is None or not dataclasses.is_dataclass(cls):
        raise refuse("AD204", "this needs an object of a dataclass", scope.span(node))
    return cls, {f.name: found[f.name] for f in dataclasses.fields(cls)}


def replace(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `dataclasses.replace(thing, ...)`."""
    cls, found = _fields(scope, node, args[0])
    given = {f.name: found[f.name] for f in dataclasses.fields(cls) if f.init}
    made = make(scope, node, cls, [], {**given, **keywords})
    if made is None:
        raise refuse("AD204", f"replace of a {cls.__name__}", scope.span(node))
    return made


def asdict(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `dataclasses.asdict(thing)`."""
    _, found = _fields(scope, node, args[0])
    items = tuple(_converted(scope, node, v, asdict) for v in found.values())
    return Struct("dict", items, tuple(found))


def astuple(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `dataclasses.astuple(thing)`."""
    _, found = _fields(scope, node, args[0])
    return Struct("tuple", tuple(_converted(scope, node, v, astuple) for v in found.values()))


def _converted(scope: Scope, node: ast.Call, thing: Thing, how: Any) -> Thing:
    """Return a field as `asdict` and `astuple` give it: objects converted, containers copied."""
    content = memory.now(scope, thing)
    cls = objects.class_of(scope, content)
    if cls is not None and dataclasses.is_dataclass(cls):
        made: Thing = how(scope, node, [thing], {})
    elif isinstance(content, Struct) and content.kind in ("list", "tuple", "dict"):
        items = tuple(_converted(scope, node, i, how) for i in content.items)
        made = Struct(content.kind, items, content.keys, content.cls)
    else:
        return thing
    scope.program.b.place(made)
    return made


def _replaced(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    found = parts(scope, node, args[0])
    cls: Any = objects.class_of(scope, args[0])
    assert found is not None
    return _named_tuple(scope, node, cls, [], {**found, **keywords})


def _as_dict(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    found = parts(scope, node, args[0])
    assert found is not None
    return Struct("dict", tuple(found.values()), tuple(found))


def raw_set(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `object.__setattr__(thing, "name", value)`."""
    token, name, value = args
    content = memory.now(scope, token)
    if not isinstance(content, Struct) or content.kind != "object" or not isinstance(name, Const):
        raise refuse("AD402", "object.__setattr__ of this value", scope.span(node))
    memory.write(scope, node, token, objects.with_attribute(content, name.value, value))
    return Const(None)


def instance(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `instance(cls, ...)` of generated code: an object with these attributes."""
    (cls,) = args
    assert isinstance(cls, Static)
    token = Struct("object", tuple(keywords.values()), tuple(keywords), cls.value)
    scope.program.b.place(token)
    return token


def copied(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `copy.copy(thing)`: another container or object that holds the same."""
    content = memory.now(scope, args[0])
    done = objects.special(scope, node, args[0], "__copy__", [])
    if done is not None:
        return done
    if isinstance(content, Struct) and (content.cls is None or plain_copy(content.cls)):
        made = Struct(content.kind, content.items, content.keys, content.cls)
        scope.program.b.place(made)
        return made
    if isinstance(content, Value) and is_list(content.type):
        again = scope.program.b.apply(gate(list), content)
        rows.share_rows(scope, [args[0]], again)
        return again
    return _copied_leaf(scope, node, args[0])


def deepcopied(scope: Scope, node: ast.Call, args: list[Thing], keywords: Keywords) -> Thing:
    """Append `copy.deepcopy(thing)` of a thing in which nothing stands twice."""
    seen: list[Thing] = []

    def visit(thing: Thing) -> Thing:
        content = memory.now(scope, thing)
        if any(thing is other for other in seen):
            raise refuse("AD204", "deepcopy of what stands in it twice", scope.span(node))
        if aliases.is_array(thing) or isinstance(thing, Struct):
            seen.append(thing)
        if not isinstance(content, Struct) or not plain_copy(content.cls):
            return _copied_leaf(scope, node, thing)
        items = tuple(map(visit, content.items))
        made = Struct(content.kind, items, content.keys, content.cls)
        scope.program.b.place(made)
        return made

    return visit(args[0])


def plain_copy(cls: type | None) -> bool:
    """Tell whether objects of a class are copied attribute by attribute."""
    return cls is None or not (hasattr(cls, "__copy__") or hasattr(cls, "__deepcopy__"))


def _copied_leaf(scope: Scope, node: ast.Call, thing: Thing) -> Thing:
    """Return a copy of an array; numbers and texts are as good as their copies."""
    content = memory.now(scope, thing)
    match content:
        case Value(type=Array()):
            return scope.program.b.apply(gate(np.copy), content)
        case Const() | Value(type=Scalar()) | Static(types.FunctionType()):
            return content
    raise refuse("AD204", "a copy of this value", scope.span(node), hint="copy its parts")


NAMED_TUPLES = {"_replace": _replaced, "_asdict": _as_dict}
CALLS: dict[Any, Callable[..., Thing]] = {
    copy.copy: copied,
    copy.deepcopy: deepcopied,
    dataclasses.replace: replace,
    dataclasses.asdict: asdict,
    dataclasses.astuple: astuple,
    object.__setattr__: raw_set,
    records.instance: instance,
    **{own: own for own in (*NAMED_TUPLES.values(), no_init, super_fill)},
}
