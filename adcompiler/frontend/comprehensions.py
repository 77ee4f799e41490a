"""Comprehensions and generator expressions, as the loops that they stand for."""

from __future__ import annotations

import ast
from collections.abc import Callable

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, iterators, statements, subscripts, walks
from adcompiler.frontend.scope import Scope, Static, Thing
from adcompiler.ir.nodes import UNDEF, Struct

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
UNROLLED = 8
RESULT = "<items>"


def comprehension(scope: Scope, node: Comprehension) -> Thing:
    """Append a comprehension and return its list or dict."""
    _check_late(scope, node)
    if isinstance(node, ast.DictComp):
        return _dict(scope, node)
    if isinstance(node, ast.SetComp):
        raise refuse(
            "AD102",
            "a set comprehension",
            scope.span(node),
            "which of its numbers are equal is known only at run time",
            "use a list",
        )
    found = _in_own_names(scope, node, lambda: _list(scope, node))
    return iterators.made(scope, found) if isinstance(node, ast.GeneratorExp) else found


def _check_late(scope: Scope, node: Comprehension) -> None:
    """Refuse functions that would read the comprehension's variable when they are called."""
    targets = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Lambda):
            own = {a.arg for a in (*inner.args.args, *inner.args.kwonlyargs)}
            read = {n.id for n in ast.walk(inner.body) if isinstance(n, ast.Name)}
            if read & targets - own:
                raise refuse(
                    "AD102",
                    "a function that reads the variable of the comprehension it is made in",
                    scope.span(inner),
                    "it would see the last value",
                    f"bind it now: lambda ..., {min(read & targets)}={min(read & targets)}: ...",
                )


def _list(scope: Scope, node: ast.ListComp | ast.GeneratorExp) -> Thing:
    """Append the loops, each innermost round appending one item."""
    out = ast.Name(RESULT, ast.Load())
    append = ast.Expr(ast.Call(ast.Attribute(out, "append", ast.Load()), [node.elt], []))
    start = Struct("list", ())
    scope.program.b.place(start)
    scope.env[RESULT] = start
    run(scope, node, node.generators, append)
    return scope.env[RESULT]


def _dict(scope: Scope, node: ast.DictComp) -> Thing:
    def build() -> Thing:
        out = ast.Name(RESULT, ast.Load())
        store = ast.Assign([ast.Subscript(out, node.key, ast.Store())], node.value)
        start = Struct("dict", ())
        scope.program.b.place(start)
        scope.env[RESULT] = start
        run(scope, node, node.generators, store)
        return scope.env[RESULT]

    return _in_own_names(scope, node, build)


def run(
    scope: Scope, node: ast.AST, generators: list[ast.comprehension], innermost: ast.stmt
) -> None:
    """Append the loops of a comprehension around a statement."""
    body: list[ast.stmt] = [innermost]
    for generator in reversed(generators):
        if generator.is_async:
            raise refuse("AD103", "an asynchronous comprehension", scope.span(node))
        for test in reversed(generator.ifs):
            body = [ast.If(test, body, [])]
        body = [ast.For(generator.target, generator.iter, body, [])]
    for part in ast.walk(ast.Module(body, [])):
        if isinstance(part, ast.stmt | ast.expr) and not hasattr(part, "lineno"):
            ast.copy_location(part, node)
    span = scope.program.b.span
    for part in ast.walk(ast.Module(body, [])):
        if isinstance(part, ast.stmt):
            part.quoted = span  # type: ignore[attr-defined]
    _rounds(scope, node, generators, body[0])
    scope.program.b.span = span


def _rounds(
    scope: Scope, node: ast.AST, generators: list[ast.comprehension], loop: ast.stmt
) -> None:
    """Append a loop, written out where it has a few rounds over what is known."""
    assert isinstance(loop, ast.For)
    written = ast.copy_location(ast.For(loop.target, loop.iter, [], []), loop)
    known, before = scope.program.b.known(), dict(scope.env)
    items = _known(scope, node, loop)
    walks.evaluated_early(scope, written, known, before)
    held = dict(scope.env)
    out = scope.env.get(RESULT, UNDEF)
    if items is None or (len(items) > UNROLLED and not isinstance(node, ast.DictComp)):
        statements.statement(scope, loop)
    else:
        walked = walks.snapshots(scope, loop.iter, {})
        for k, item in enumerate(items):
            walks.check_same(scope, loop.iter, walked, k)
            statements.assign(scope, loop.target, item)
            for part in loop.body:
                if isinstance(part, ast.For):
                    _rounds(scope, node, generators[1:], part)
                else:
                    statements.block(scope, [part])
        walks.check_same(scope, loop.iter, walked, len(items))
    if out in scope.env:
        held[out] = scope.env[out]  # what is collected is the comprehension's own
    walks.check_lazy(scope, written, held)


def _known(scope: Scope, node: ast.AST, loop: ast.For) -> list[Thing] | None:
    """Return the items of what a loop walks if they are known; it is evaluated once."""
    match loop.iter:
        case ast.GeneratorExp():
            return None
        case ast.Call(ast.Name() as name, args, []) if args:
            callee = scope.lookup(name)
            word = callee.value if isinstance(callee, Static) else None
            if word in (zip, enumerate):
                parts = [
                    _known(scope, node, ast.copy_location(ast.For(loop.target, a, [], []), loop))
                    for a in (args if word is zip else args[:1])
                    if isinstance(a, ast.Name | ast.Tuple | ast.List | ast.Call)
                ]
                if len(parts) == len(args) and all(p is not None for p in parts):
                    thing = expressions.expression(scope, loop.iter)
                    return subscripts.known_items(scope, node, thing)
                return None
    walked = expressions.expression(scope, loop.iter)
    items = subscripts.known_items(scope, node, walked)
    if items is None and not isinstance(loop.iter, ast.Name):
        key = f"<walked{loop.iter.col_offset}>"
        scope.env[key] = walked
        loop.iter = ast.copy_location(ast.Name(key, ast.Load()), loop.iter)
    return items


def _in_own_names(scope: Scope, node: Comprehension, build: Callable[[], Thing]) -> Thing:
    """Build with the comprehension's variables out of sight of the function's."""
    names = {
        n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)
    } | {RESULT}
    before = {name: scope.env.get(name, UNDEF) for name in names}
    try:
        return build()
    finally:
        for name, thing in before.items():
            if thing is UNDEF:
                scope.env.pop(name, None)
            else:
                scope.env[name] = thing


def over(
    scope: Scope, node: ast.expr, item: ast.expr, tests: list[ast.expr] | None = None
) -> Thing:
    """Append the loop over `<sequence>` that collects something of each `<item>`."""
    target, walked = ast.Name("<item>", ast.Store()), ast.Name("<sequence>", ast.Load())
    around = ast.comprehension(target, walked, tests or [], 0)
    made = ast.copy_location(ast.GeneratorExp(item, [around]), node)
    return comprehension(scope, made)


def fold(scope: Scope, node: ast.expr, step: ast.expr, start: Thing) -> Thing:
    """Append the loop over `<sequence>` that replaces the result so far by `step`."""
    target, walked = ast.Name("<item>", ast.Store()), ast.Name("<sequence>", ast.Load())
    made = ast.copy_location(
        ast.GeneratorExp(step, [ast.comprehension(target, walked, [], 0)]), node
    )

    def build() -> Thing:
        scope.env[RESULT] = start
        put = ast.Assign([ast.Name(RESULT, ast.Store())], step)
        run(scope, made, made.generators, put)
        return scope.env[RESULT]

    return _in_own_names(scope, made, build)


def total(scope: Scope, node: ast.GeneratorExp, start: Thing) -> Thing:
    """Append `sum(... for ...)` as the loop that adds up."""

    def build() -> Thing:
        out = ast.Name(RESULT, ast.Load())
        add = ast.Assign([ast.Name(RESULT, ast.Store())], ast.BinOp(out, ast.Add(), node.elt))
        scope.env[RESULT] = start
        run(scope, node, node.generators, add)
        return scope.env[RESULT]

    return _in_own_names(scope, node, build)
