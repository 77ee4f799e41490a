"""`match` as the chain of ifs that it stands for."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, stand_ins
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static

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
    stand_ins.place(node, *done)
    stand_ins.quote(scope.program.b.span, head)
    return done


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
            ways = [_pattern(scope, p, value) for p in patterns]
            if not any(bindings for _, bindings in ways):
                both = [_all(tests) for tests, _ in ways]
                return [ast.BoolOp(ast.Or(), both)], []
        case ast.MatchSequence(patterns):
            return _sequence(scope, patterns, value)
        case ast.MatchMapping(keys, patterns, rest):
            tests = [_put("isinstance(_, dict)", value)]
            tests += [ast.Compare(key, [ast.In()], [value]) for key in keys]
            held: list[ast.expr] = [ast.Subscript(value, key, ast.Load()) for key in keys]
            if rest is not None:
                named = ast.unparse(ast.Tuple([*keys], ast.Load()))
                held.append(_put(f"{{k: v for k, v in _.items() if k not in {named}}}", value))
                patterns = [*patterns, ast.MatchAs(None, rest)]
            return _parts(scope, tests, patterns, held)
        case ast.MatchClass(cls, positional, names, patterns):
            tests = [ast.Call(ast.Name("isinstance", ast.Load()), [value, cls], [])]
            if positional:
                whole, first = _positional(scope, cls, len(positional))
                if whole:
                    return _parts(scope, tests, positional, [value])
                names, patterns = [*first, *names], [*positional, *patterns]
            attributes = [ast.Attribute(value, name, ast.Load()) for name in names]
            return _parts(scope, tests, patterns, attributes)
    raise refuse(
        "AD102", "this kind of pattern", scope.span(pattern), "not supported yet", "write if/elif"
    )


def _parts(
    scope: Scope, tests: list[ast.expr], patterns: list[ast.pattern], parts: Sequence[ast.expr]
) -> tuple[list[ast.expr], list[tuple[str, ast.expr]]]:
    """Return these conditions and those of patterns for parts of the subject."""
    bindings: list[tuple[str, ast.expr]] = []
    for pattern, part in zip(patterns, parts, strict=True):
        more, bound = _pattern(scope, pattern, part)
        tests = [*tests, *more]
        bindings += bound
    return tests, bindings


def _sequence(
    scope: Scope, patterns: list[ast.pattern], value: ast.expr
) -> tuple[list[ast.expr], list[tuple[str, ast.expr]]]:
    """Return the conditions of a sequence pattern, and what it binds: `[first, *middle, last]`."""
    star = next((k for k, p in enumerate(patterns) if isinstance(p, ast.MatchStar)), None)
    count, sign = len(patterns), "=="
    parts: list[ast.expr] = [
        ast.Subscript(value, ast.Constant(k), ast.Load()) for k in range(count)
    ]
    if star is not None:
        count, sign = count - 1, ">="
        for k in range(star + 1, count + 1):
            parts[k] = ast.Subscript(value, ast.Constant(k - count - 1), ast.Load())
        parts[star] = _put(f"list(_[{star}:{star - count or None}])", value)
        named = patterns[star]
        assert isinstance(named, ast.MatchStar)
        patterns = [*patterns[:star], ast.MatchAs(None, named.name), *patterns[star + 1 :]]
    size = _put(f"isinstance(_, (list, tuple)) and len(_) {sign} {count}", value)
    return _parts(scope, [size], patterns, parts)


def _positional(scope: Scope, cls: ast.expr, count: int) -> tuple[bool, list[str]]:
    """Return whether the one pattern in a class stands for the whole, else the attributes."""
    thing = expressions.expression(scope, cls)
    value = thing.value if isinstance(thing, Static) else None
    if value in (bool, dict, float, int, list, str, tuple) and count == 1:
        return True, []
    names = getattr(value, "__match_args__", ())
    if len(names) < count:
        raise refuse(
            "AD102", "a class pattern with more parts than __match_args__", scope.span(cls)
        )
    return False, list(names[:count])


def _put(text: str, value: ast.expr) -> ast.expr:
    """Return an expression with the subject in the place of `_`."""
    put: ast.expr = _Put(value).visit(ast.parse(text, mode="eval").body)
    return put


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
