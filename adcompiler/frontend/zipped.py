"""`zip(..., strict=True)`: the walk in step, and the error where one of the walked goes on.

The error comes when the walk has ended: for a loop that is its else, which a break leaves out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    late_walks,
    stand_ins,
    static_calls,
    subscripts,
    templates,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const

ERROR = "<not_alike>"


def is_strict(scope: Scope, node: ast.Call, keywords: Mapping[str, Thing]) -> bool:
    """Tell whether a call of zip, given some keywords, is a strict one."""
    strict = keywords.get("strict", Const(False))
    if set(keywords) - {"strict"} or not isinstance(strict, Const):
        raise refuse("AD204", "zip with these arguments", scope.span(node))
    return bool(strict.value)


def as_checked(scope: Scope, node: ast.For) -> ast.For:
    """Return a loop over a strict zip as one over a plain zip, with the check as its else."""
    match node.iter:
        case ast.Call(ast.Name() as word, args, [ast.keyword()] as given) if args:
            callee = scope.lookup(word)
            if not isinstance(callee, Static) or callee.value is not zip:
                return node
        case _:
            return node
    keywords = {str(k.arg): expressions.expression(scope, k.value) for k in given}
    strict = is_strict(scope, node.iter, keywords)
    if strict and (
        late_walks.is_starred(node.iter) or any(late_walks.is_lazy(scope, a) for a in args)
    ):
        raise refuse(
            "AD204",
            "zip(strict=True) of what is made while it is walked",
            scope.span(node.iter),
            "how long it is, is not known before",
            "walk list(...) of it",
        )
    walked: list[ast.expr] = []
    checks: list[ast.stmt] = []
    place = f"{node.lineno}_{node.col_offset}"
    if strict:
        for k, arg in enumerate(args):
            name = arg.id if isinstance(arg, ast.Name) else f"<walked{place}_{k}>"
            thing = expressions.expression(scope, arg)
            scope.env.setdefault(name, thing)
            walked.append(ast.copy_location(ast.Name(name, ast.Load()), arg))
            scope.env[f"<size{place}_{k}>"] = size(scope, arg, thing)
        scope.env[ERROR] = Static(ValueError)
        texts = _checks([f"<size{place}_{k}>" for k in range(len(args))])
        checks = [templates.parsed(node, text) for text in texts]
        stand_ins.quote(scope.program.b.span, *checks)
    plain = ast.copy_location(ast.Call(word, walked or args, []), node.iter)
    return ast.copy_location(ast.For(node.target, plain, node.body, [*checks, *node.orelse]), node)


def check(scope: Scope, node: ast.Call, things: list[Thing]) -> None:
    """Append the check that sequences are as long as one another."""
    sizes = [size(scope, node, t) for t in things]
    names = {f"<size_{k}>": s for k, s in enumerate(sizes)}
    for text in _checks(list(names)):
        templates.run(scope, node, text, {**names, ERROR: Static(ValueError)})


def size(scope: Scope, node: ast.expr, thing: Thing) -> Thing:
    """Return how many items a sequence has."""
    items = subscripts.known_items(scope, node, thing)
    if items is not None:
        return Const(len(items))
    call = ast.copy_location(ast.Call(node, [], []), node)
    return static_calls.call_static(scope, call, len, [thing], {})


def _checks(sizes: list[str]) -> Iterator[str]:
    """Yield the texts that raise what Python raises, the shorter ones first."""
    first = sizes[0]
    for k, own in enumerate(sizes[1:], start=1):
        others = [f"{own} < {s}" for s in sizes[:k]] + [f"{own} <= {s}" for s in sizes[k + 1 :]]
        yield _raising(" and ".join(others), k, "shorter")
    for k, own in enumerate(sizes[1:], start=1):
        yield _raising(f"{own} > {first}", k, "longer")


def _raising(test: str, k: int, word: str) -> str:
    others = "argument 1" if k == 1 else f"arguments 1-{k}"
    return f"if {test}: raise {ERROR}('zip() argument {k + 1} is {word} than {others}')"
