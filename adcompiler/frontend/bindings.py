"""Which names a function binds, and what is read anew at every call."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from adcompiler.frontend.capture import Captured
from adcompiler.gates import effects
from adcompiler.ir.types import is_sparse_class

LIVE = (bool, int, float, complex, str, np.ndarray, np.generic, Iterator, *effects.GENERATORS)


def is_live(value: Any) -> bool:
    """Tell whether a value is read anew at every call: numbers, texts, containers, generators."""
    if isinstance(value, list | tuple):
        return all(is_live(item) for item in value)
    if isinstance(value, dict):
        return all(is_live(item) for item in value.values())
    return isinstance(value, LIVE) or is_sparse_class(type(value))


def is_changeable(value: Any) -> bool:
    """Tell whether a default may be written to, and then is another one at the next call."""
    own = hasattr(value, "__dict__") and not callable(value)
    return own or isinstance(value, list | dict | set | np.ndarray)


def assigned_names(captured: Captured) -> set[str]:
    """Return the parameters and assigned names of a function."""
    args = captured.node.args
    names = {a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs)}
    names |= {a.arg for a in (args.vararg, args.kwarg) if a is not None}
    return (names | stored_in(captured.body)) - nonlocals(captured.body, deep=False)


def nonlocals(body: list[ast.stmt], deep: bool = True) -> set[str]:
    """Return the names that statements, or also the functions in them, declare to be others'."""
    return set().union(*(_declared(statement, deep) for statement in body))


def stored_in(body: list[ast.stmt]) -> set[str]:
    """Return the names that statements assign, nested functions not entered.

    >>> sorted(stored_in(ast.parse("a, b = 1, 2\\nfor i in x: c += i").body))
    ['a', 'b', 'c', 'i']
    """
    return set().union(*map(_stored, body))


def read_inside(body: list[ast.stmt]) -> set[str]:
    """Return the names that functions and generators inside some statements read.

    >>> text = "def up(t):\\n    return t * k\\nfor v in (s * t for t in x): s = v"
    >>> sorted(read_inside(ast.parse(text).body))
    ['k', 's', 't', 'x']
    """
    makers = (ast.FunctionDef, ast.Lambda, ast.GeneratorExp, ast.ClassDef)
    inside = (n for s in body for n in ast.walk(s) if isinstance(n, makers))
    return {n.id for maker in inside for n in ast.walk(maker) if isinstance(n, ast.Name)}


def _of_one_function(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield the nodes of a statement, nested functions not entered."""
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))


@lru_cache(maxsize=10_000)
def _declared(statement: ast.stmt, deep: bool) -> frozenset[str]:
    nodes = ast.walk(statement) if deep else _of_one_function(statement)
    every = (n.names for n in nodes if isinstance(n, ast.Nonlocal | ast.Global))
    return frozenset().union(*every)


@lru_cache(maxsize=10_000)
def _stored(statement: ast.stmt) -> frozenset[str]:
    found: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            found.add(node.id)
        if isinstance(node, ast.Import | ast.ImportFrom):
            found.update(a.asname or a.name.split(".")[0] for a in node.names)
        if isinstance(node, ast.comprehension):
            stack += (node.iter, *node.ifs)  # its targets are names of its own
            continue
        stack.extend(ast.iter_child_nodes(node))
    return frozenset(found)
