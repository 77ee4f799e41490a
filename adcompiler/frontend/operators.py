"""Operators and builtins on objects of the user's classes: their special methods."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import operator
import types
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    by_next,
    expressions,
    library,
    making,
    memory,
    objects,
    templates,
    user_functions,
)
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const, Struct

BINARY: dict[type[ast.AST], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.MatMult: "matmul",
    ast.Pow: "pow",
    ast.Mod: "mod",
    ast.FloorDiv: "floordiv",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
}
UNARY: dict[Any, str] = {
    operator.neg: "__neg__",
    operator.pos: "__pos__",
    operator.invert: "__invert__",
    abs: "__abs__",
    float: "__float__",
    int: "__int__",
    round: "__round__",
    len: "__len__",
}
COMPARISONS: dict[Any, tuple[str, str]] = {
    operator.lt: ("__lt__", "__gt__"),
    operator.le: ("__le__", "__ge__"),
    operator.gt: ("__gt__", "__lt__"),
    operator.ge: ("__ge__", "__le__"),
    operator.eq: ("__eq__", "__eq__"),
    operator.ne: ("__ne__", "__ne__"),
}


SIGNS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
}


def _of_user(scope: Scope, thing: Thing) -> type | None:
    """Return the class of an object whose special methods decide, None for a named tuple."""
    cls = objects.class_of(scope, thing)
    return None if cls is None or issubclass(cls, tuple) else cls


def binary(
    scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing
) -> Thing | None:
    """Return `left op right` where the class of an operand defines it, else None."""
    word = BINARY.get(op)
    return None if word is None else _by_either(scope, node, word, left, right)


def both_parts(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Thing | None:
    """Return `divmod(left, right)` where an operand is an object, else None."""
    done = _by_either(scope, node, "divmod", left, right)
    if done is None and (_of_user(scope, left) or _of_user(scope, right)):
        raise refuse("AD304", "divmod that the class does not define", scope.span(node))
    return done


def _by_either(scope: Scope, node: ast.AST, word: str, left: Thing, right: Thing) -> Thing | None:
    """Return what the one operand's class makes of both, or the other's."""
    sides = [(left, right, f"__{word}__"), (right, left, f"__r{word}__")]
    ours, theirs = objects.class_of(scope, left), objects.class_of(scope, right)
    if ours is not None and theirs is not None and ours is not theirs and issubclass(theirs, ours):
        if getattr(theirs, sides[1][2], None) is not getattr(ours, sides[1][2], None):
            sides.reverse()  # a subclass that overrides is asked first
    for one, other, name in sides:
        done = objects.special(scope, node, one, name, [other])
        if done is not None:
            return given(scope, node, done)
    return None


def given(scope: Scope, node: ast.AST, done: Thing) -> Thing:
    """Return what a special method returned, or refuse `NotImplemented`."""
    if isinstance(done, Static) and done.value is NotImplemented:
        raise refuse("AD204", "a special method that returns NotImplemented here", scope.span(node))
    return done


def in_place(
    scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing
) -> Thing | None:
    """Return `left op= right` where the class of the left side defines it, else None."""
    word = BINARY.get(op)
    done = objects.special(scope, node, left, f"__i{word}__", [right]) if word else None
    return None if done is None else given(scope, node, done)


def unary(scope: Scope, node: ast.AST, function: Any, thing: Thing) -> Thing | None:
    """Return `-thing`, `abs(thing)`, ... where the class of an object defines it, else None."""
    name = UNARY.get(function)
    return objects.special(scope, node, thing, name, []) if name is not None else None


def compare(scope: Scope, node: ast.AST, function: Any, x: Thing, y: Thing) -> Thing | None:
    """Return `x < y` or another comparison of objects, None where neither is one."""
    if function not in COMPARISONS or not (_of_user(scope, x) or _of_user(scope, y)):
        return None
    for one, other, name in zip((x, y), (y, x), COMPARISONS[function], strict=True):
        if making.is_generated(objects.class_of(scope, one), name):
            if objects.class_of(scope, other) is objects.class_of(scope, one):
                return _by_fields(scope, node, getattr(operator, name), one, other)
            continue  # what a dataclass made says nothing of other classes
        done = objects.special(scope, node, one, name, [other])
        if done is not None:
            return given(scope, node, done)
    if types.SimpleNamespace in (objects.class_of(scope, x), objects.class_of(scope, y)):
        raise refuse("AD304", "a comparison of namespaces", scope.span(node))
    if function is operator.ne:
        same = compare(scope, node, operator.eq, x, y)
        return None if same is None else expressions.negated(scope, node, same)
    if function is operator.eq and isinstance(memory.now(scope, x), Struct | Static):
        if isinstance(x, Static) and isinstance(y, Static):
            return Const(x.value is y.value)
        return Const(x is y)
    raise refuse("AD304", "a comparison that the class does not define", scope.span(node))


def _by_fields(scope: Scope, node: ast.AST, function: Any, x: Thing, y: Thing) -> Thing:
    """Append the comparison of two objects of a dataclass, as of the tuples of their fields."""
    cls: Any = objects.class_of(scope, x)
    name = function.__name__
    scope.program.guard(cls, f"__{name}__", inspect.getattr_static(cls, f"__{name}__"), "static")
    words = [field.name for field in dataclasses.fields(cls) if field.compare]
    sides = []
    for word in ("<x>", "<y>"):
        held = [f"{word}.{name}" for name in words]
        sides.append(f"({', '.join(held)},)" if held else "()")
    text = f"{sides[0]} {SIGNS[function]} {sides[1]}"
    return templates.value(scope, node, text, {"<x>": x, "<y>": y})


def truth(scope: Scope, node: ast.AST, thing: Thing) -> Thing:
    """Return what an object is asked for where a truth value is needed."""
    if _of_user(scope, thing) is None:
        return thing
    for name in ("__bool__", "__len__"):
        done = objects.special(scope, node, thing, name, [])
        if done is not None:
            return done
    return Const(True)


def contains(scope: Scope, node: ast.AST, item: Thing, whole: Thing) -> Thing | None:
    """Return `item in whole` where the class of an object defines it, else None."""
    if _of_user(scope, whole) is None:
        return None
    done = objects.special(scope, node, whole, "__contains__", [item])
    return None if done is None else truth(scope, node, done)


EXHAUSTING = (sum, tuple, list, set, sorted, max, min)
WALKING = (*EXHAUSTING, any, all, enumerate)


def walked(scope: Scope, node: ast.Call, function: Any, thing: Thing) -> Thing:
    """Return what the `__iter__` of an object gives, any other thing as it is."""
    cls = _of_user(scope, thing)
    if cls is None or not hasattr(cls, "__iter__"):
        return thing
    if cls is walking.Items and function in EXHAUSTING:
        return user_functions.user_call(scope, node, library.REST, [thing], {})
    if function in EXHAUSTING and by_next.is_one(scope, thing):
        return templates.value(
            scope, node, "[<item> for <item> in <sequence>]", {"<sequence>": thing}
        )
    return objects.iterated(scope, node, thing)
