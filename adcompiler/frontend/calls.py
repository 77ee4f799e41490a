"""Calls: their arguments, and which kind of thing is called."""

from __future__ import annotations

import ast

from adcompiler.errors import refuse
from adcompiler.frontend import (
    builtin_calls,
    chosen,
    comprehensions,
    expressions,
    limited,
    method_calls,
    objects,
    results,
    rows,
    starred,
    static_calls,
    tables,
    user_functions,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Method, Static, Thing
from adcompiler.gates.texts import HELPERS
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Nothing

ASKED = (len, sum, max, min, HELPERS["plus"])  # what only reads the numbers of a list


def call(scope: Scope, node: ast.Call) -> Thing:
    """Append a call and return its value."""
    resized = tables.resize_inside(scope, node)
    if resized is not None:
        return resized
    callee = expressions.expression(scope, node.func)
    if isinstance(callee, Static) and callee.value is next and not node.keywords:
        found = comprehensions.first(scope, node)
        if found is not None:
            return found
    if isinstance(callee, Static) and (callee.value is any or callee.value is all):
        found = comprehensions.any_or_all(scope, node, callee.value is all)
        if found is not None:
            return found
    if isinstance(callee, Static) and node.args and isinstance(node.args[0], ast.GeneratorExp):
        if callee.value is sum and len(node.args) + len(node.keywords) <= 2:
            rest = [*node.args[1:], *(k.value for k in node.keywords)]
            start = expressions.expression(scope, rest[0]) if rest else Const(0)
            return comprehensions.total(scope, node.args[0], start)
    if isinstance(callee, Static) and callee.value is dict:
        made = comprehensions.of_pairs(scope, node)
        if made is not None:
            return made
    if isinstance(callee, Static) and any(callee.value is f for f in limited.LIMITS):
        return limited.items(scope, node, callee)
    if isinstance(callee, Static) and results.is_at(callee.value):
        return results.at(scope, node, callee.value.__self__)
    if isinstance(callee, Static) and callee.value is results.LASTING:
        return results.lasting(scope, node)
    if isinstance(callee, Static) and any(callee.value is f for f in ASKED):
        return rows.looked_at(
            scope, node.args, lambda: call_thing(scope, node, callee, *arguments(scope, node))
        )
    return call_thing(scope, node, callee, *arguments(scope, node))


def arguments(scope: Scope, node: ast.Call) -> tuple[list[Thing], dict[str, Thing]]:
    """Append the arguments of a call and return them."""
    alone: Thing | None = None
    args: list[Thing] = []
    match node.args:
        case [ast.Starred(whole)]:
            alone = expressions.expression(scope, whole)  # Python takes its items last
        case _:
            args = expressions.elements(scope, node.args, bool(node.keywords))
    keywords: dict[str, Thing] = {}
    with scope.program.operands() as waiting:
        waiting += args
        for k in node.keywords:
            thing = expressions.expression(scope, k.value)
            waiting.append(thing)
            if k.arg is not None:
                keywords[k.arg] = thing
                continue
            entries = tables.opened(scope, thing)
            if not isinstance(entries, Struct) or entries.kind != "dict":
                raise refuse("AD102", "** of what is not a known dict", scope.span(node))
            named = zip(entries.keys, entries.items, strict=True)
            keywords.update({str(key): item for key, item in named})
    if alone is not None:
        args = starred.spread(scope, node.args[0], alone, last=True)
    return args, keywords


def call_thing(
    scope: Scope, node: ast.Call, callee: Thing, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append a call of what an expression stands for."""
    if chosen.is_one(callee):
        return chosen.call(scope, node, callee, args, keywords)
    if isinstance(callee, Method):
        return method_calls.method_call(scope, node, callee, args, keywords)
    if isinstance(callee, Inner):
        return user_functions.inner_call(scope, node, callee, args, keywords)
    if isinstance(callee, Static):
        return static_calls.call_static(scope, node, callee.value, args, keywords)
    if isinstance(callee, Bound) and callee.function is builtin_calls.partial:
        both = {**callee.keywords, **keywords}
        return call_thing(scope, node, callee.receiver, [*callee.args, *args], both)
    if isinstance(callee, Bound):
        both = {**callee.keywords, **keywords}
        return static_calls.call_static(
            scope, node, callee.function, [callee.receiver, *callee.args, *args], both
        )
    done = objects.special(scope, node, callee, "__call__", args, keywords)
    if done is not None:
        return done
    if isinstance(callee, Value) and isinstance(callee.type, Nothing):
        return callee
    raise refuse(
        "AD202",
        f"{ast.unparse(node.func)!r} is not a function known at compile time",
        scope.span(node.func),
        "called here",
    )
