"""`collections.Counter`: a dict that counts 0 for what it misses, and keeps no entry of that."""

from __future__ import annotations

import ast
import collections
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    growing,
    memory,
    tables,
    templates,
    user_functions,
)
from adcompiler.frontend.library import counting
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const, Struct

METHODS: dict[str, tuple[Any, Any]] = {
    "update": (counting.add_each, counting.add_entries),
    "subtract": (counting.subtract_each, counting.subtract_entries),
    "total": (counting.total, counting.total),
    "most_common": (counting.most_common, counting.most_common),
}
AS_DICT = ("keys", "values", "items", "get", "pop", "setdefault", "clear", "copy")
SIGNS: dict[type[ast.AST], int] = {ast.Add: 1, ast.Sub: -1}


def is_one(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is a Counter."""
    made = scope.program.defaults.get(thing) if isinstance(thing, Struct) else None
    return isinstance(made, Static) and made.value is collections.Counter


def make(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `Counter()`, of keys or of a dict."""
    token = Struct("dict", tuple(keywords.values()), tuple(keywords))
    scope.program.b.place(token)
    scope.program.defaults[token] = Static(collections.Counter)
    if args:
        method(scope, node, token, "update", args)
    return token


def method(
    scope: Scope, node: ast.Call, token: Thing, name: str, args: list[Thing]
) -> Thing | None:
    """Return `token.name(...)` of a Counter, None where it is that of a dict."""
    if name in METHODS:
        of_keys, of_entries = METHODS[name]
        content = memory.now(scope, args[0]) if args else None
        chosen = of_entries if content is not None and tables.is_dict(content) else of_keys
        return user_functions.user_call(scope, node, chosen, [token, *args], {})
    if name not in AS_DICT:
        what = f"the method {name!r} of a Counter is not supported"
        raise refuse("AD203", what, scope.span(node), "here", "walk its items()")
    return None


def entry(scope: Scope, node: ast.AST, token: Thing, index: ast.expr) -> Thing:
    """Append the reading of `token[index]`."""
    key = expressions.expression(scope, index)
    content = memory.now(scope, token)
    if isinstance(content, Struct) and tables.has_known_key(scope, node, key):
        entries = dict(zip(content.keys, content.items, strict=True))
        return entries.get(expressions.static_key(scope, node, key), Const(0))
    whole = growing.sequence(scope, node, token, content)
    names = {tables.TABLE: whole, tables.KEY: key}
    return templates.value(scope, node, "<table>[<key>] if <key> in <table> else 0", names)


def binary(
    scope: Scope, node: ast.AST, op: type[ast.AST], left: Thing, right: Thing
) -> Thing | None:
    """Append `left + right` or `left - right` of Counters, None where neither is one."""
    if not (is_one(scope, left) or is_one(scope, right)):
        return None
    sign = SIGNS.get(op)
    if sign is None or not (is_one(scope, left) and is_one(scope, right)):
        raise refuse(
            "AD102",
            "this operator of a Counter",
            scope.span(node),
            "not supported yet",
            "walk the items() of both",
        )
    call = ast.copy_location(ast.Call(ast.Name("Counter", ast.Load()), [], []), node)
    combined: Any = counting.combined
    return user_functions.user_call(scope, call, combined, [left, right, Const(sign)], {})
