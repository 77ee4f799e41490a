"""Everything in a function that is not supported, reported all at once with what to write.

A construct is in one of two lists: *not yet*, or *never* in this form.
"""

from __future__ import annotations

import ast
import weakref
from collections.abc import Iterator

from adcompiler.errors import CODES, Diagnostic, UnsupportedError
from adcompiler.frontend.capture import Captured
from adcompiler.source import Source, Span

_STATEMENTS = (
    ast.Assign,
    ast.AnnAssign,
    ast.AugAssign,
    ast.If,
    ast.For,
    ast.While,
    ast.Break,
    ast.Continue,
    ast.Return,
    ast.Expr,
    ast.Pass,
    ast.ClassDef,
    ast.FunctionDef,
    ast.Assert,
    ast.Raise,
    ast.Delete,
    ast.Import,
    ast.ImportFrom,
    ast.Match,
    ast.With,
    ast.Try,
    ast.Nonlocal,
    ast.Global,
)
_NOTES = frozenset({"TypeAlias"})  # for type checkers only; Python 3.11 has none
_EXPRESSIONS = (
    ast.BoolOp,
    ast.BinOp,
    ast.UnaryOp,
    ast.Lambda,
    ast.IfExp,
    ast.Dict,
    ast.Compare,
    ast.Call,
    ast.Constant,
    ast.Attribute,
    ast.Subscript,
    ast.Name,
    ast.List,
    ast.Tuple,
    ast.Slice,
    ast.NamedExpr,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.Set,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.Starred,
    ast.Yield,
    ast.YieldFrom,
)
_REFUSED: dict[type[ast.AST], tuple[str, str, str]] = {
    ast.TryStar: ("AD102", "except* for groups of exceptions", "write except"),
    ast.Await: ("AD103", "await", "write a plain function"),
    ast.AsyncFor: ("AD103", "async for", "write a plain for loop"),
    ast.AsyncWith: ("AD103", "async with", "write a plain function"),
    ast.AsyncFunctionDef: ("AD103", "a coroutine", "write a plain def"),
}


_passed: weakref.WeakSet[ast.AST] = weakref.WeakSet()


def fence(captured: Captured) -> None:
    """Raise one UnsupportedError that lists every unsupported construct of the function."""
    if captured.node in _passed:
        return
    found = [d for statement in captured.body for d in _check(statement, captured.source, 0)]
    if found:
        raise UnsupportedError(*found)
    _passed.add(captured.node)


def _check(node: ast.AST, source: Source, loops: int) -> Iterator[Diagnostic]:
    problem = _problem(node, loops)
    if problem is not None:
        yield _diagnostic(source, node, *problem)
    if isinstance(node, ast.ClassDef):
        return  # its methods are looked at when they are called
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        loops = 0
    inside = loops + isinstance(node, ast.For | ast.While)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "type_comment"):
            continue
        children = value if isinstance(value, list) else [value]
        for child in children:
            if isinstance(child, ast.AST):
                yield from _check(child, source, inside if name == "body" else loops)


def _problem(node: ast.AST, loops: int) -> tuple[str, str, str] | None:
    if type(node) in _REFUSED:
        return _REFUSED[type(node)]
    if type(node).__name__ in _NOTES:
        return None
    if isinstance(node, ast.stmt) and not isinstance(node, _STATEMENTS):
        return "AD102", f"the statement {type(node).__name__}", "write it in plainer Python"
    if isinstance(node, ast.expr) and not isinstance(node, _EXPRESSIONS):
        return "AD102", f"the expression {type(node).__name__}", "write it in plainer Python"
    return None


def _diagnostic(source: Source, node: ast.AST, code: str, what: str, hint: str) -> Diagnostic:
    span = Span.of(source, node)
    label = "not supported yet" if code != "AD103" else "has no derivative"
    return Diagnostic(code, f"{what}: {CODES[code]}", span, label, hint)
