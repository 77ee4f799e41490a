"""Calls of NumPy's functions that stand as programs of other functions, read in place."""

from __future__ import annotations

import ast
import inspect
from typing import Any

from adcompiler.errors import refuse, unranked
from adcompiler.frontend import expressions, memory, operands, user_functions
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates.programs import ARRAYS, PROGRAMS, ufunc_methods
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Type


def stands_for(scope: Scope, function: Any) -> bool:
    """Tell whether a function is read as a program here: not in the text of that program."""
    return function in PROGRAMS and scope.captured.function is not PROGRAMS[function]


def call_method(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing | None:
    """Append the call of a method of a ufunc, None where no program says it."""
    found = ufunc_methods.of_method(function)
    if found is None:
        return None
    program, ufunc = found
    args = [_array(scope, node, a) for a in args]
    return user_functions.user_call(scope, node, program, [Static(ufunc), *args], keywords)


def call(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the call of a function by the program that says it."""
    found = PROGRAMS[function]
    arrays = ARRAYS[found]
    names = [p.name for p in inspect.signature(found).parameters.values() if p.kind <= 1]
    args = [
        _array(scope, node, a) if k < len(names) and names[k] in arrays else a
        for k, a in enumerate(args)
    ]
    keywords = {k: _array(scope, node, a) if k in arrays else a for k, a in keywords.items()}
    args = [_option(scope, a) for a in args]
    keywords = {k: _option(scope, a) for k, a in keywords.items()}
    assert inspect.isfunction(found)
    return user_functions.user_call(scope, node, found, args, keywords)


def asked_beforehand(scope: Scope, node: ast.Call, function: Any, args: list[Thing]) -> Thing:
    """Return what a helper of a program tells, called now."""
    given = []
    for arg in args:
        value = operands.known_value(scope, arg)
        content = memory.now(scope, arg)
        if value is operands.DYNAMIC:
            value = type_of(expressions.atom(scope, node, content))
        given.append(value)
    try:
        return _thing(scope, node, function(*given))
    except (AttributeError, TypeError):
        if not any(isinstance(g, Type) for g in given):
            raise
        raise unranked("this call", scope.span(node)) from None


def _thing(scope: Scope, node: ast.AST, value: Any) -> Thing:
    if value is NotImplemented or isinstance(value, Type):
        raise refuse("AD204", "this call is not covered", scope.span(node), "with these arguments")
    if isinstance(value, tuple):
        return Struct("tuple", tuple(_thing(scope, node, v) for v in value))
    return Const(value) if isinstance(value, bool | int | float | str | None) else Static(value)


def _array(scope: Scope, node: ast.AST, thing: Thing) -> Thing:
    """Return a list of numbers as the array that NumPy makes of it, any other thing as it is."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct) and content.kind in ("list", "tuple") and content.items:
        return operands.as_array(scope, expressions.atom(scope, node, content))
    made = operands.as_array(scope, content) if isinstance(content, Value) else content
    return thing if made is content else made


def _option(scope: Scope, thing: Thing) -> Thing:
    """Return `np.inf` and its like as the literals that they are."""
    if isinstance(thing, Value):
        value = operands.known_value(scope, thing)
        return thing if value is operands.DYNAMIC else Const(value)
    return thing
