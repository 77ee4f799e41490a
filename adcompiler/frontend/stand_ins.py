"""Nodes that the compiler writes in the place of the user's: where they stand, what they quote.

>>> line = ast.parse("total += f(x)").body[0]
>>> made = ast.Expr(ast.Name("x", ast.Load()))
>>> place(line, made)
>>> made.value.lineno, made.value.end_col_offset
(1, 13)
"""

from __future__ import annotations

import ast

from adcompiler.source import Span

Place = tuple[type[ast.AST] | int | None, ...]


def place(node: ast.AST, *made: ast.AST) -> None:
    """Give what has no place in the text the place of a node."""
    for tree in made:
        for part in ast.walk(tree):
            if isinstance(part, ast.stmt | ast.expr) and not hasattr(part, "lineno"):
                ast.copy_location(part, node)


def place_of(node: ast.AST) -> Place:
    """Return what stands where; it is the same for what is written there another time."""
    edges = ("lineno", "col_offset", "end_lineno", "end_col_offset")
    return (type(node), *(getattr(node, edge, None) for edge in edges))


def quote(span: Span, *made: ast.stmt) -> None:
    """Let statements, and those in them, be shown as the user's that they stand for."""
    for tree in made:
        for part in ast.walk(tree):
            if isinstance(part, ast.stmt):
                quote_one(span, part)


def quote_one(span: Span, made: ast.stmt) -> None:
    """Let a statement be shown as the user's that it stands for; those in it as they are."""
    vars(made)["quoted"] = span


def quoted(node: ast.stmt) -> Span | None:
    """Return the user's statement that one stands for, None for the user's own."""
    return vars(node).get("quoted")
