"""Objects of the user's classes: made, read, called, added; their methods built in place.

An object made in the program is a structure of its attributes, by name. An object from
outside is a static thing; its numbers and arrays are read live, at every call.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import types
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import calls, memory, subscripts
from adcompiler.frontend.scope import Bound, Method, Scope, Static, Thing
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Tree

DUNDERS: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.MatMult: "matmul",
    ast.Pow: "pow",
    ast.Mod: "mod",
    ast.FloorDiv: "floordiv",
}


def class_of(scope: Scope, thing: Thing) -> type | None:
    """Return the user's class of an object, None for anything else."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct):
        return content.cls
    if isinstance(content, Value) and isinstance(content.type, Tree):
        return content.type.cls
    if isinstance(content, Static) and not isinstance(content.value, type | types.ModuleType):
        cls = type(content.value)
        return cls if cls.__module__ not in ("builtins", "numpy") else None
    return None


def make(
    scope: Scope, node: ast.Call, cls: type, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append the making of an object of a class written in Python, None for other classes."""
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return _named_tuple(scope, node, cls, args, keywords)
    if cls.__module__ == "builtins" or issubclass(cls, BaseException | dict | list | tuple):
        return None
    init = inspect.getattr_static(cls, "__init__", None)
    if cls.__new__ is not object.__new__:
        return None
    token = Struct("object", (), (), cls)
    scope.program.b.place(token)
    if dataclasses.is_dataclass(cls) and _generated(cls, init):
        _fill_fields(scope, node, cls, token, args, keywords)
        post = inspect.getattr_static(cls, "__post_init__", None)
        if isinstance(post, types.FunctionType):
            calls.user_call(scope, node, post, [token], {})
    elif isinstance(init, types.FunctionType):
        scope.program.guard(cls, "__init__", init, "attribute")
        calls.user_call(scope, node, init, [token, *args], keywords)
    elif init is object.__init__ and not args and not keywords:
        pass
    else:
        return None
    return token


def _generated(cls: type, init: Any) -> bool:
    """Tell whether the dataclass made its `__init__` itself."""
    return isinstance(init, types.FunctionType) and init.__code__.co_filename == "<string>"


def _fill_fields(
    scope: Scope,
    node: ast.Call,
    cls: type,
    token: Struct,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> None:
    fields = [f for f in dataclasses.fields(cls) if f.init]
    given = dict(zip([f.name for f in fields if not f.kw_only], args, strict=False))
    given.update(keywords)
    entries: dict[str, Thing] = {}
    for f in dataclasses.fields(cls):
        if f.init and f.name in given:
            entries[f.name] = given.pop(f.name)
        elif f.default is not dataclasses.MISSING:
            entries[f.name] = constant(f.default)
        elif f.default_factory is not dataclasses.MISSING:
            made = calls.call_static(scope, node, f.default_factory, [], {})
            scope.program.b.place(made)
            entries[f.name] = made
    if given or len(args) > len(fields):
        raise refuse("AD204", f"{cls.__name__}() got unexpected arguments", scope.span(node))
    missing = [f.name for f in fields if f.name not in entries]
    if missing:
        raise refuse("AD204", f"{cls.__name__}() misses {missing[0]!r}", scope.span(node))
    content = Struct("object", tuple(entries.values()), tuple(entries), cls)
    memory.write(scope, node, token, content)


def _named_tuple(
    scope: Scope, node: ast.Call, cls: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    given = dict(zip(cls._fields, args, strict=False))
    given.update(keywords)
    for name, default in getattr(cls, "_field_defaults", {}).items():
        given.setdefault(name, constant(default))
    if set(given) != set(cls._fields) or len(args) > len(cls._fields):
        raise refuse("AD204", f"{cls.__name__}() got other arguments", scope.span(node))
    return Struct("tuple", tuple(given[f] for f in cls._fields), (), cls)


def constant(value: Any) -> Thing:
    """Return a default value as a thing."""
    if isinstance(value, bool | int | float | complex | str | type(None)):
        return Const(value)
    if isinstance(value, tuple):
        return Struct("tuple", tuple(constant(v) for v in value))
    return Static(value)


def attribute(scope: Scope, node: ast.Attribute, base: Thing, name: str) -> Thing | None:
    """Return `base.name` of an object made here, None where base is something else."""
    cls = class_of(scope, base)
    content = memory.now(scope, base)
    if cls is None or isinstance(content, Static):
        return None
    fields = getattr(cls, "_fields", ())
    if name in fields:
        return subscripts.unpack(scope, node, base, len(fields))[fields.index(name)]
    if isinstance(content, Struct) and name in content.keys:
        return content.items[content.keys.index(name)]
    if fields and name in ("_replace", "_asdict") and isinstance(content, Struct):
        return Method(base, name)
    return _of_class(scope, node, cls, base, name)


def _of_class(
    scope: Scope, node: ast.AST, cls: type, base: Thing, name: str, required: bool = True
) -> Thing | None:
    """Return an attribute of the class: a bound method, a property's value, a constant."""
    found = inspect.getattr_static(cls, name, None)
    if isinstance(found, classmethod):
        scope.program.guard(cls, name, found, "static")
    elif found is not None:
        scope.program.guard(cls, name, getattr(cls, name), "attribute")
    match found:
        case types.FunctionType():
            return Bound(found, base)
        case staticmethod():
            return Static(found.__func__)
        case classmethod():
            return Bound(found.__func__, Static(cls))
        case property(fget=types.FunctionType() as getter):
            assert isinstance(node, ast.expr)
            call = ast.copy_location(ast.Call(node, [], []), node)
            return calls.user_call(scope, call, getter, [base], {})
        case bool() | int() | float() | str():
            return scope.program.live(cls, name, found, f".{name}", cls)
        case None if required:
            raise refuse(
                "AD201",
                f"{cls.__name__!r} object has no attribute {name!r}",
                scope.span(node),
                "no value on this path",
            )
        case None:
            return None
    return Static(found)


def outside(scope: Scope, node: ast.AST, value: Any, name: str, found: Any) -> Thing:
    """Return what is not a number of an object from outside: a method, an object, a function."""
    cls = type(value)
    if not hasattr(value, "__dict__") or name not in vars(value):
        inside = _of_class(scope, node, cls, Static(value), name, required=False)
        if inside is not None:
            return inside
    scope.program.guard(value, name, found, "attribute")
    return Const(None) if found is None else Static(found)


def binary(
    scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing
) -> Thing | None:
    """Return `left op right` where the class of an operand defines it, else None."""
    word = DUNDERS.get(op)
    if word is None:
        return None
    for one, other, name in ((left, right, f"__{word}__"), (right, left, f"__r{word}__")):
        cls = class_of(scope, one)
        method = inspect.getattr_static(cls, name, None) if cls is not None else None
        if isinstance(method, types.FunctionType):
            assert isinstance(node, ast.expr)
            call = ast.copy_location(ast.Call(node, [], []), node)
            return calls.user_call(scope, call, method, [one, other], {})
    return None


def special(
    scope: Scope, node: ast.AST, thing: Thing, name: str, args: list[Thing]
) -> Thing | None:
    """Return `thing.__name__(*args)` where the user's class defines it, else None."""
    cls = class_of(scope, thing)
    method = inspect.getattr_static(cls, name, None) if cls is not None else None
    if not isinstance(method, types.FunctionType):
        return None
    where = node if isinstance(node, ast.expr) else ast.Constant(None)
    call = ast.copy_location(ast.Call(where, [], []), node)
    return calls.user_call(scope, call, method, [thing, *args], {})
