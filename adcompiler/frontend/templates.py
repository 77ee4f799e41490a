"""Calls that are short for statements: built as the Python text that says what they mean.

Names in angle brackets are variables of the compiler, `<np>` among them always.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from adcompiler.frontend import expressions, stand_ins, statements
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing

HIDDEN = re.compile(r"<(\w+)>")


def parsed(node: ast.AST, text: str) -> ast.stmt:
    """Return a statement at the place of a node, its names in angle brackets hidden ones.

    >>> tree = parsed(ast.parse("f()").body[0], "<a>[0] = <v> if <a> < <v> else 1")
    >>> ast.unparse(tree)
    '<a>[0] = <v> if <a> < <v> else 1'
    """
    tree = ast.parse(HIDDEN.sub(r"_\1_", text)).body[0]
    hidden = {f"_{word}_": f"<{word}>" for word in HIDDEN.findall(text)}
    for part in ast.walk(tree):
        if isinstance(part, ast.Name):
            part.id = hidden.get(part.id, part.id)
        if isinstance(part, ast.stmt | ast.expr):
            ast.copy_location(part, node)
    return tree


def parsed_value(node: ast.AST, text: str) -> ast.expr:
    """Return an expression at the place of a node, its names in angle brackets hidden ones."""
    tree = parsed(node, text)
    assert isinstance(tree, ast.Expr)
    return tree.value


@contextmanager
def hidden(scope: Scope, names: Mapping[str, Thing]) -> Iterator[None]:
    """Bind hidden names for as long as something is built."""
    before = {word: scope.env[word] for word in names if word in scope.env}
    scope.env.update(names)
    yield
    for word in names:
        scope.env.pop(word, None)
    scope.env.update(before)


@contextmanager
def _bound(scope: Scope, text: str, names: Mapping[str, Thing]) -> Iterator[None]:
    """Bind hidden names for as long as a text is built; those that it binds are forgotten."""
    words = {f"<{word}>" for word in HIDDEN.findall(text)}
    more = {word: scope.env[word] for word in words - set(names) if word in scope.env}
    with hidden(scope, {**({"<np>": Static(np)} if "<np>" in words else {}), **names}):
        yield
    for word in words - set(names):
        scope.env.pop(word, None)
    scope.env.update(more)


def run(scope: Scope, node: ast.AST, text: str, names: Mapping[str, Thing]) -> None:
    """Append a statement, which is quoted as the one that it stands in."""
    with _bound(scope, text, names):
        stmt = parsed(node, text)
        span = scope.program.b.span
        stand_ins.quote(span, stmt)
        statements.block(scope, [stmt])
        scope.program.b.span = span


def value(scope: Scope, node: ast.AST, text: str, names: Mapping[str, Thing]) -> Thing:
    """Append an expression and return what it stands for."""
    with _bound(scope, text, names):
        return expressions.expression(scope, parsed_value(node, text))
