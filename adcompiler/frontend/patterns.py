"""`match` as the chain of ifs that it stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from adcompiler.errors import refuse
from adcompiler.frontend.scope import Scope

SUBJECT = "<subject>"


def as_ifs(scope: Scope, node: ast.Match) -> list[ast.stmt]:
    """Return statements that do what a match does.

    Before: `match k: case 0: a; case [x, y] if x > y: b; case _: c`.
    After: `subject = k`, then `if subject == 0: a`, `elif len(subject) == 2 and ...`.
    """
    head = ast.Assign([ast.Name(SUBJECT, ast.Store())], node.subject)
    chain: list[ast.stmt] = []
    for case in reversed(node.cases):
        tests, bindings = _pattern(scope, case.pattern, ast.Name(SUBJECT, ast.Load()))
        if case.guard is not None:
            # The guard sees what the pattern binds: a tuple that binds is always true.
            bound = [ast.NamedExpr(ast.Name(n, ast.Store()), v) for n, v in bindings]
            tests += [ast.Tuple(list(bound), ast.Load())] if bound else []
            tests.append(case.guard)
            body = case.body
        else:
            assigned = [ast.Assign([ast.Name(n, ast.Store())], v) for n, v in bindings]
            body = [*assigned, *case.body]
        if not tests:
            chain = list(body)
            continue
        test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
        chain = [ast.copy_location(ast.If(test, body, chain), case.pattern)]
    done: list[ast.stmt] = [head, *chain]
    _locate(done, node)
    head.quoted = scope.program.b.span  # type: ignore[attr-defined]
    return done


def _locate(parts: Iterable[ast.AST], node: ast.AST) -> None:
    for part in parts:
        for inner in ast.walk(part):
            if isinstance(inner, ast.stmt | ast.expr) and not hasattr(inner, "lineno"):
                ast.copy_location(inner, node)


def _pattern(
    scope: Scope, pattern: ast.pattern, value: ast.expr
) -> tuple[list[ast.expr], list[tuple[str, ast.expr]]]:
    """Return the conditions of a pattern and what it binds."""
    match pattern:
        case ast.MatchValue(literal):
            return [ast.Compare(value, [ast.Eq()], [literal])], []
        case ast.MatchSingleton(constant):
            return [ast.Compare(value, [ast.Is()], [ast.Constant(constant)])], []
        case ast.MatchAs(None, None):
            return [], []
        case ast.MatchAs(None, str(name)):
            return [], [(name, value)]
        case ast.MatchAs(inner, str(name)) if inner is not None:
            tests, bindings = _pattern(scope, inner, value)
            return tests, [*bindings, (name, value)]
        case ast.MatchOr(patterns):
            parts = [_pattern(scope, p, value) for p in patterns]
            if not any(bindings for _, bindings in parts):
                both = [_all(tests) for tests, _ in parts]
                return [ast.BoolOp(ast.Or(), both)], []
        case ast.MatchSequence(patterns):
            if not any(isinstance(p, ast.MatchStar) for p in patterns):
                text = f"isinstance(_, (list, tuple)) and len(_) == {len(patterns)}"
                size = ast.parse(text, mode="eval").body
                tests = [_Put(value).visit(size)]
                bindings = []
                for k, part in enumerate(patterns):
                    item = ast.Subscript(value, ast.Constant(k), ast.Load())
                    more, names = _pattern(scope, part, item)
                    tests += more
                    bindings += names
                return tests, bindings
        case ast.MatchClass(cls, [], names, patterns):
            call = ast.Call(ast.Name("isinstance", ast.Load()), [value, cls], [])
            tests, bindings = [call], []
            for name, part in zip(names, patterns, strict=True):
                more, bound = _pattern(scope, part, ast.Attribute(value, name, ast.Load()))
                tests += more
                bindings += bound
            return tests, bindings
    raise refuse(
        "AD102", "this kind of pattern", scope.span(pattern), "not supported yet", "write if/elif"
    )


def _all(tests: list[ast.expr]) -> ast.expr:
    if not tests:
        return ast.Constant(True)
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)


class _Put(ast.NodeTransformer):
    """Puts an expression in the place of `_`."""

    def __init__(self, value: ast.expr) -> None:
        self.value = value

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.value if node.id == "_" else node
