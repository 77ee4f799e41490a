"""Methods of lists that order them or look for a value, and slices of another length."""

from __future__ import annotations

import ast

from adcompiler.frontend import builtin_calls, expressions, library, memory, user_functions
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Const


def method(
    scope: Scope,
    node: ast.Call,
    token: Thing,
    name: str,
    args: list[Thing],
    keywords: dict[str, Thing],
) -> Thing | None:
    """Return `token.name(...)` of a list or tuple, None where it is another method."""
    if name == "sort" and not args:
        ordered = builtin_calls.sorted_(scope, node, [token], keywords)
        memory.write(scope, node, token, memory.now(scope, ordered or token))
        return Const(None)
    if name in library.SOUGHT and len(args) == 1 and not keywords:
        return user_functions.user_call(scope, node, library.SOUGHT[name], [token, args[0]], {})
    return None


def set_slice(scope: Scope, node: ast.AST, token: Thing, index: ast.Slice, new: Thing) -> None:
    """Let `token[start:stop]` be other items, as many as there are."""
    ends = (index.lower, index.upper)
    bounds = [expressions.expression(scope, e) if e else Const(None) for e in ends]
    where = ast.copy_location(ast.Constant(None), node)
    call = ast.copy_location(ast.Call(where, [], []), node)
    made = user_functions.user_call(scope, call, library.REPLACED, [token, *bounds, new], {})
    memory.write(scope, node, token, memory.now(scope, made))
