"""Functions defined inside a program with decorators: each is called on what stands below it.

A cache gives what its function gives, as long as nothing that the function reads changes between
two calls; where something does, Python would give an old result, so such a cache is refused.
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Iterator

from adcompiler.errors import refuse
from adcompiler.frontend import calls, expressions
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Static, Thing

CACHES = (functools.cache, functools.lru_cache)


def function(scope: Scope, node: ast.FunctionDef) -> Thing:
    """Append the definition of a function and the calls of its decorators."""
    around = [expressions.expression(scope, d) for d in node.decorator_list]
    found: Thing = expressions.inner_function(scope, node)
    pairs = zip(node.decorator_list, around, strict=True)
    for written, decorator in reversed([*pairs]):
        call = ast.copy_location(ast.Call(written, [], []), written)
        found = calls.call_thing(scope, call, decorator, [found], {})
    return found


def cached(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `lru_cache(function)`, `lru_cache(maxsize)` or `cache(function)`."""
    match args:
        case [Inner() as inner]:
            _check_lasting(scope, node, inner)
            return inner
        case [Static(value)] if callable(value):
            return args[0]
    return Static(cached)


def manager(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `contextlib.contextmanager(function)`: a with statement enters the generator."""
    match args:
        case [Static(function)]:
            return Static(contextlib.contextmanager(function))
        case [Inner() as inner]:
            return Bound(contextlib.contextmanager, inner)
    raise refuse(
        "AD402",
        "a manager that is kept for later",
        scope.span(node),
        "called here",
        "call it in the with statement",
    )


def _check_lasting(scope: Scope, node: ast.AST, inner: Inner) -> None:
    """Refuse a cache of a function that reads what the program changes."""
    body = inner.captured.node
    read = {n.id for n in ast.walk(body) if isinstance(n, ast.Name)}
    args = body.args
    own = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
    own |= stored_in(inner.captured.body)
    around: Scope | None = inner.scope
    while around is not None:
        for name in _changed(around.captured.node):
            if name in read - own and name in around.locals | around.elsewhere:
                raise refuse(
                    "AD102",
                    f"a cached function that reads {name!r}, which changes",
                    scope.span(node),
                    "the cache would keep what was computed before",
                    "pass it as an argument, or take the cache away",
                )
        around = around.outer


def _changed(node: ast.AST) -> Iterator[str]:
    """Yield the variables of a function that are bound again, or whose content may be changed."""
    seen = {a.arg for a in ast.walk(getattr(node, "args", node)) if isinstance(a, ast.arg)}
    for part in ast.walk(node):
        match part:
            case ast.Name(name, ast.Store() | ast.Del()):
                if name in seen or _is_in_a_loop(node, part):
                    yield name
                seen.add(name)
            case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Attribute(ctx=ast.Store()):
                yield _root(part)
            case ast.Call(ast.Attribute() as method):
                yield _root(method)
            case ast.AugAssign(target):
                yield _root(target)


def _is_in_a_loop(node: ast.AST, name: ast.Name) -> bool:
    loops = (n for n in ast.walk(node) if isinstance(n, ast.For | ast.While))
    return any(n is name for loop in loops for n in ast.walk(loop))


def _root(node: ast.expr) -> str:
    """Return the name that a place begins with."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
