"""Objects of the user's classes: their attributes, read and written; their methods, called.

An object made in the program is a structure of its attributes, by name; so is one that is an
argument. An object from outside is a static thing; its numbers and arrays are read live.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import types
from typing import Any

import numpy as np

from adcompiler.custom import Wrapped
from adcompiler.errors import refuse
from adcompiler.frontend import (
    by_next,
    classes,
    constant_sets,
    deques,
    failures,
    making,
    memory,
    statements,
    subscripts,
    user_functions,
)
from adcompiler.frontend import outside as outside_
from adcompiler.frontend.bindings import is_live
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Outer, Static, Thing, TooEarly
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Tree

LIVE_INSIDE = (np.ndarray, list, dict)  # what can be changed in place
BOUND = (
    types.FunctionType,
    Wrapped,
    property,
    classmethod,
    staticmethod,
    functools.cached_property,
    functools.partialmethod,
)


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


def is_given(content: Thing) -> bool:
    """Tell whether a content is a list or dict of known build that came from outside whole."""
    if not isinstance(content, Value) or not isinstance(content.type, Tree):
        return False
    return content.type.kind in ("list", "dict") and content.type.cls is None


def is_object(thing: Thing) -> bool:
    """Tell whether a thing is an object made here or taken apart."""
    return isinstance(thing, Struct) and thing.kind == "object"


def attribute(scope: Scope, node: ast.expr, base: Thing, name: str) -> Thing | None:
    """Return `base.name` of an object made here or given, None where base is something else."""
    if isinstance(base, Bound) and base.function is super:
        return _of_super(scope, node, base, name)
    cls = class_of(scope, base)
    content = memory.now(scope, base)
    if cls is None or isinstance(content, Static):
        return None
    if name == "__class__":
        return Static(deques.shown(cls))
    fields = getattr(cls, "_fields", ())
    if name in fields:
        return subscripts.unpack(scope, node, base, len(fields))[fields.index(name)]
    if fields and name in making.NAMED_TUPLES:
        return Bound(making.NAMED_TUPLES[name], base)
    if _overrides(cls, "__getattribute__"):
        raise refuse("AD203", f"{cls.__name__} defines __getattribute__", scope.span(node))
    if not isinstance(inspect.getattr_static(cls, name, None), property):
        if isinstance(content, Struct) and name in content.keys:
            return content.items[content.keys.index(name)]
        if isinstance(content, Value) and isinstance(content.type, Tree):
            if name in content.type.keys and content.type.kind == "object":
                return subscripts.part(scope, content, content.type, name)
    return of_class(scope, node, cls, base, name)


def _overrides(cls: type, name: str) -> bool:
    """Tell whether a class, or one that it is derived from, defines a special method itself."""
    plain = types.SimpleNamespace  # its own are those of every object
    owners = (c for c in cls.__mro__ if c.__module__ != "builtins" and c is not plain)
    return any(name in vars(c) for c in owners)


def of_class(
    scope: Scope, node: ast.expr, cls: type, base: Thing, name: str, required: bool = True
) -> Thing | None:
    """Return an attribute of the class: a bound method, a property's value, a constant."""
    found = inspect.getattr_static(cls, name, None)
    written = _written_in_class(scope, node, cls, name)
    if written is not None:
        return written
    if found is not None or name in dir(cls):
        if not is_live(found):
            scope.program.guard(cls, name, found, "static")
        return bound(scope, node, cls, found, base, name)
    if hasattr(cls, "__getattr__"):
        raise refuse(
            "AD203",
            f"{cls.__name__}.{name} is made up by __getattr__",
            scope.span(node),
            "not supported yet",
            "give the class an attribute or a property of this name",
        )
    if not required:
        return None
    theirs = deques.shown(cls)
    if deques.is_model(cls) and (theirs is cls or hasattr(theirs, name)):
        raise refuse(
            "AD203",
            f"the method {name!r} of a {theirs.__name__} is not supported",
            scope.span(node),
            "here",
            "a list has it" if theirs is not cls else "",
        )
    scope.program.guard(cls, name, None, "static")
    raise failures.lacking(scope, node, f"{theirs.__name__!r} object", name)


def _written_in_class(scope: Scope, node: ast.AST, cls: type, name: str) -> Thing | None:
    """Return a class attribute that the program writes to, None for any other."""
    owner = next((c for c in cls.__mro__ if name in vars(c)), None)
    return None if owner is None else outside_.read(scope, node, owner, name)


def bound(scope: Scope, node: ast.expr, cls: type, found: Any, base: Thing, name: str) -> Thing:
    """Return what an attribute of a class is when it is read off an object."""
    call = ast.copy_location(ast.Call(node, [], []), node)
    match found:
        case types.FunctionType() | Wrapped():
            return Bound(found, base)
        case staticmethod():
            return Static(found.__func__)
        case classmethod():
            return Bound(found.__func__, Static(cls))
        case property(fget=types.FunctionType() as getter):
            return statements.named(
                scope, name, user_functions.user_call(scope, call, getter, [base], {})
            )
        case functools.cached_property(func=types.FunctionType() as getter):
            value = user_functions.user_call(scope, call, getter, [base], {})
            content = memory.now(scope, base)
            if isinstance(content, Struct):
                memory.write(scope, node, base, with_attribute(content, name, value))
            return value
        case functools.partialmethod():
            args = tuple(constant(a) for a in found.args)
            named = {k: constant(v) for k, v in found.keywords.items()}
            return Bound(found.func, base, args, named)
        case None:
            return Const(None)
    if is_live(found):
        return scope.program.live(cls, name, found, f".{name}", cls)
    if hasattr(type(found), "__get__") and not isinstance(found, type):
        what = type(found).__name__
        raise refuse("AD203", f"the {what} {name!r} of {cls.__name__}", scope.span(node))
    return Static(found)


def outside(scope: Scope, node: ast.expr, value: Any, name: str) -> Thing:
    """Return an attribute of an object from outside."""
    cls = type(value)
    own = name in getattr(value, "__dict__", ())
    held = inspect.getattr_static(cls, name, None)
    if not own or isinstance(held, property):
        # The class decides, as long as the object gets no attribute of that name.
        scope.program.guard(value, name, own, "own")
    if isinstance(held, BOUND) and (not own or isinstance(held, property)):
        scope.program.guard(cls, name, held, "static")
        return bound(scope, node, cls, held, Static(value), name)
    written = outside_.read(scope, node, value, name)
    if written is None and not own:
        written = _written_in_class(scope, node, cls, name)
    if written is not None:
        return written
    try:
        found = getattr(value, name)
    except AttributeError as error:
        scope.program.guard(cls, name, None, "static")
        refusal = refuse("AD201", str(error), scope.span(node))
        raise failures.certain(scope, node, error, refusal) from None
    if is_live(found):
        return scope.program.live(value, name, found, f".{name}", value)
    scope.program.guard(value, name, found, "attribute")
    return Const(None) if found is None else Static(found)


def with_attribute(content: Struct, name: str, thing: Thing) -> Struct:
    """Return an object with one attribute set."""
    entries = dict(zip(content.keys, content.items, strict=True))
    entries[name] = thing
    return Struct("object", tuple(entries.values()), tuple(entries), content.cls)


def set_attribute(scope: Scope, node: ast.AST, base: Thing, name: str, thing: Thing) -> bool:
    """Let `base.name` be the thing from here on; tell whether it can be."""
    content = memory.now(scope, base)
    if isinstance(content, Static) and isinstance(content.value, type | types.ModuleType):
        classes.check_not_written(scope, node, content.value)
        if content.value.__name__.split(".")[0] in ("numpy", "math", "builtins"):
            return False
        outside_.write(scope, node, outside_.attribute_place(content.value, name), thing)
        return True
    cls = class_of(scope, base)
    if cls is None or not (isinstance(content, Static) or is_object(content)):
        return False
    held = inspect.getattr_static(cls, name, None)
    if making.is_frozen(cls):
        error = dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        refusal = refuse("AD304", f"{cls.__name__} is frozen", scope.span(node))
        raise failures.certain(scope, node, error, refusal)
    if _overrides(cls, "__setattr__"):
        raise refuse("AD402", f"{cls.__name__} defines __setattr__", scope.span(node))
    if isinstance(held, property) and isinstance(held.fset, types.FunctionType):
        scope.program.guard(cls, name, held, "static")
        where = ast.copy_location(ast.Constant(None), node)
        call = ast.copy_location(ast.Call(where, [], []), node)
        user_functions.user_call(scope, call, held.fset, [base, thing], {})
        return True
    if hasattr(type(held), "__set__") and not isinstance(held, types.MemberDescriptorType):
        what = f"the {type(held).__name__} {name!r} of {cls.__name__}"
        raise refuse("AD402", f"a write to {what}, which cannot be set", scope.span(node))
    if not cls.__dictoffset__ and not isinstance(held, types.MemberDescriptorType):
        raise _without_place(scope, node, cls, name)
    if isinstance(content, Static):
        outside_.write(scope, node, outside_.attribute_place(content.value, name), thing)
    elif isinstance(content, Struct):
        memory.write(scope, node, base, with_attribute(content, name, thing))
    return True


def _without_place(scope: Scope, node: ast.AST, cls: type, name: str) -> Exception:
    """Return what to raise where the slots of a class have no room for an attribute."""
    try:
        setattr(object.__new__(cls), name, None)
    except AttributeError as error:
        refusal = refuse("AD201", str(error), scope.span(node))
        return failures.certain(scope, node, error, refusal)
    return failures.lacking(scope, node, f"{cls.__name__!r} object", name)


def super_(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `super()` or `super(cls, self)`."""
    if len(args) == 2:
        owner, receiver = args
    else:
        free = scope.captured.function.__code__.co_freevars
        names = [a.arg for a in (*scope.captured.node.args.posonlyargs,
                                 *scope.captured.node.args.args)]  # fmt: skip
        if args or "__class__" not in free or not names or names[0] not in scope.env:
            raise refuse(
                "AD204",
                "super() outside of a method",
                scope.span(node),
                "no class is known here",
                "call the method of the base class by its name: Base.method(self, ...)",
            )
        cells = scope.captured.function.__closure__ or ()
        owner = Static(cells[free.index("__class__")].cell_contents)
        receiver = scope.env[names[0]]
    if not isinstance(owner, Static):
        raise refuse("AD204", "super() of this class", scope.span(node))
    return Bound(super, receiver, (owner,))


def _of_super(scope: Scope, node: ast.expr, base: Bound, name: str) -> Thing:
    """Return `super().name`: what the classes after the owner have of that name."""
    (owner,) = base.args
    assert isinstance(owner, Static)
    receiver = memory.now(scope, base.receiver)
    cls = class_of(scope, base.receiver)
    if cls is None and isinstance(receiver, Static) and isinstance(receiver.value, type):
        cls = receiver.value
    if cls is None or owner.value not in cls.__mro__:
        raise refuse("AD204", "super() of this value", scope.span(node))
    for c in cls.__mro__[cls.__mro__.index(owner.value) + 1 :]:
        if name not in vars(c):
            continue
        found = vars(c)[name]
        scope.program.guard(c, name, found, "static")
        if name == "__init__" and not isinstance(found, types.FunctionType):
            return Static(making.no_init)
        if name == "__init__" and making.is_generated(c, "__init__"):
            return Bound(making.super_fill, base.receiver, (Static(c),))
        if isinstance(found, classmethod):
            return Bound(found.__func__, Static(cls))
        return bound(scope, node, c, found, base.receiver, name)
    raise failures.lacking(scope, node, "'super' object", name)


def constant(value: Any) -> Thing:
    """Return a default value as a thing."""
    if isinstance(value, bool | int | float | complex | str | type(None)):
        return Const(value)
    if isinstance(value, tuple):
        return Struct("tuple", tuple(constant(v) for v in value))
    return Static(value)


def held(scope: Scope, values: tuple[Any, ...], word: str) -> list[Thing]:
    """Return the defaults of a function, or the arguments of a partial one, as things."""
    return [_held(scope, values, k, value, word) for k, value in enumerate(values)]


def held_by_name(scope: Scope, values: dict[str, Any], word: str) -> dict[str, Thing]:
    """Return defaults or arguments by name as things; their dict may be changed in place."""
    outside_.guard_keys(scope.program, values)
    for key, value in values.items():
        if not isinstance(value, LIVE_INSIDE):
            scope.program.guard(values, key, value, "item")
    return {key: _held(scope, values, key, value, word) for key, value in values.items()}


def _held(scope: Scope, holder: Any, key: Any, value: Any, word: str) -> Thing:
    if not isinstance(value, LIVE_INSIDE) or not is_live(value):
        return constant(value)
    place = Outer(str(key), holder, key, "item", f"{word}_defaults")
    name = key if isinstance(key, str) else "default"
    return scope.program.live(holder, name, value, f"[{key!r}]", holder, place)


def special(
    scope: Scope,
    node: ast.AST,
    thing: Thing,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing] | None = None,
) -> Thing | None:
    """Return `thing.__name__(*args)` where the user's class defines it, else None."""
    cls = class_of(scope, thing)
    method = inspect.getattr_static(cls, name, None) if cls is not None else None
    if isinstance(method, staticmethod):
        raise refuse("AD203", f"{name} as a static method", scope.span(node))
    if not isinstance(method, types.FunctionType):
        return None
    scope.program.guard(cls, name, method, "static")
    where = node if isinstance(node, ast.expr) else ast.Constant(None)
    call = ast.copy_location(ast.Call(where, [], []), node)
    return user_functions.user_call(scope, call, method, [thing, *args], keywords or {})


def iterated(scope: Scope, node: ast.AST, thing: Thing) -> Thing:
    """Return what an object gives to be walked, any other thing as it is."""
    cls = class_of(scope, thing)
    content = memory.now(scope, thing)
    if isinstance(content, Struct) and content.kind == "set":
        return constant_sets.walked(scope, node, content)
    if isinstance(content, Static):
        opened = outside_.opened(scope, node, content.value)
        return thing if opened is None else opened
    if cls is None or issubclass(cls, tuple):
        return thing
    if cls is walking.Items:
        refusal = refuse(
            "AD402",
            "an iterator that has been begun",
            scope.span(node),
            "how much of it is used here is not known",
            "walk it by a for loop, or take its items with next",
        )
        raise TooEarly(refusal)
    found = special(scope, node, thing, "__iter__", [])
    if found is None:
        word = deques.shown(cls).__name__
        raise refuse("AD304", f"a {word} cannot be walked here", scope.span(node))
    if by_next.is_one(scope, found):
        refusal = refuse(
            "AD402",
            "an object with __next__ that is walked here",
            scope.span(node),
            "its items are made as they are asked for",
            "walk it by a for loop",
        )
        raise TooEarly(refusal, asked=True)
    return found
