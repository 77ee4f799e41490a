"""Generator functions, as functions that return the list of what they yield.

That is the same where nobody looks between two items: a generator that may go on for ever,
that receives values, or whose consumer writes into what it reads is refused.
"""

from __future__ import annotations

import ast
import copy
from dataclasses import replace

from adcompiler.errors import refuse
from adcompiler.frontend.scope import Scope

YIELDED = "<yielded>"


def is_generator(node: ast.AST) -> bool:
    """Tell whether a function yields."""
    return isinstance(node, ast.FunctionDef) and bool(_yields(node))


def _yields(node: ast.FunctionDef) -> list[ast.AST]:
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(node.body)
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Yield | ast.YieldFrom):
            found.append(inner)
        if not isinstance(inner, ast.FunctionDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(inner))
    return found


def as_list(scope: Scope) -> None:
    """Let the scope of a generator's call build the list of what it yields."""
    node = scope.captured.node
    if not isinstance(node, ast.FunctionDef) or not _yields(node):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.While) and isinstance(inner.test, ast.Constant):
            if not any(isinstance(n, ast.Break | ast.Return) for n in ast.walk(inner)):
                raise refuse(
                    "AD102",
                    "a generator that never ends",
                    scope.span(inner),
                    "not supported yet",
                    "give it an end, for example range(n)",
                )
        if isinstance(inner, ast.Return) and inner.value is not None:
            raise refuse("AD102", "a generator that returns a value", scope.span(inner))
    changed = _Collect(scope).visit(copy.deepcopy(node))
    start = ast.Assign([ast.Name(YIELDED, ast.Store())], ast.List([], ast.Load()))
    end = ast.Return(ast.Name(YIELDED, ast.Load()))
    for new in (start, end):
        for part in ast.walk(new):
            if isinstance(part, ast.stmt | ast.expr):
                ast.copy_location(part, node.body[0])
    changed.body = [start, *changed.body, end]
    scope.captured = replace(scope.captured, node=changed)


class _Collect(ast.NodeTransformer):
    """Replaces `yield v` by `yielded.append(v)`, `return` by the list so far."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self.generic_visit(node) if _yields(node) else node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        return ast.copy_location(
            ast.Return(ast.copy_location(ast.Name(YIELDED, ast.Load()), node)), node
        )

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        value = node.value
        if not isinstance(value, ast.Yield | ast.YieldFrom):
            return self.generic_visit(node)
        word = "append" if isinstance(value, ast.Yield) else "extend"
        what = value.value or ast.Constant(None)
        to = ast.Attribute(ast.Name(YIELDED, ast.Load()), word, ast.Load())
        new = ast.Expr(ast.Call(to, [what], []))
        for part in ast.walk(new):
            if isinstance(part, ast.stmt | ast.expr) and not hasattr(part, "lineno"):
                ast.copy_location(part, node)
        return new

    def visit_Yield(self, node: ast.Yield) -> ast.AST:
        raise refuse("AD102", "a value sent into a generator", self.scope.span(node))

    visit_YieldFrom = visit_Yield  # type: ignore[assignment]
