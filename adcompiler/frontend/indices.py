"""The order of evaluation, where a call inside a statement writes to what the statement reads.

`w[f(w)]` looks at `w` after the call, `w[0] += f(w)` before it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from adcompiler.frontend import expressions, slices, stand_ins
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Thing

Part = TypeVar("Part", bound=ast.Subscript | ast.Attribute)
BASE, INDEX = "<base{}>", "<index{}>"


def writes(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an index of `a[i][j]` makes a call that changes something, or makes a slice."""
    found = False
    while isinstance(node, ast.Subscript):
        found = found or any(changes(scope, part) for part in _parts(node.slice))
        node = node.value
    return found


def called(scope: Scope, target: ast.Subscript | ast.Attribute) -> bool:
    """Tell whether a target is to be evaluated before it is read and written."""
    return _holds_call(target.value) or writes(scope, target)


@contextmanager
def evaluated(scope: Scope, node: Part, whole: bool = False) -> Iterator[Part]:
    """Evaluate what a part is of and the calls of its index; give the part of variables.

    With `whole` all of the index is evaluated: what comes next may bind its names anew.
    """
    held: list[str] = []
    try:
        made = copy.copy(node)
        made.value = _held(scope, node.value, BASE, held)
        if isinstance(made, ast.Subscript):
            made.slice = _index(scope, made.slice, held, whole)
        stand_ins.place(node, made)
        yield made
    finally:
        scope.program.places -= len(held)
        for name in held:
            scope.env.pop(name, None)


def changes(scope: Scope, node: ast.expr) -> bool:
    """Tell whether an expression makes a call that changes what something contains, or a slice."""
    if not _holds_call(node):
        return False
    saved = State(scope)
    made, found = watched(scope, node)
    found = found or slices.is_one(scope, made)
    saved.restore()
    return found


def watched(scope: Scope, node: ast.expr) -> tuple[Thing, bool]:
    """Append an expression; return its value, and whether a call in it has changed something."""
    if not _holds_call(node):
        return expressions.expression(scope, node), False
    saved = State(scope)
    return expressions.expression(scope, node), saved.changed()


def _holds_call(node: ast.expr) -> bool:
    return any(isinstance(n, ast.Call | ast.NamedExpr) for n in ast.walk(node))


def _parts(index: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions of an index."""
    match index:
        case ast.Tuple(parts):
            for part in parts:
                yield from _parts(part)
        case ast.Slice(lower, upper, step):
            yield from (part for part in (lower, upper, step) if part is not None)
        case _:
            yield index


def _index(scope: Scope, index: ast.expr, held: list[str], whole: bool) -> ast.expr:
    """Return an index with its parts in variables."""
    match index:
        case ast.Constant():
            return index
        case ast.Tuple(parts):
            return ast.Tuple([_index(scope, part, held, whole) for part in parts], index.ctx)
        case ast.Slice(lower, upper, step):
            ends = (lower, upper, step)
            made = [None if p is None else _index(scope, p, held, whole) for p in ends]
            return ast.Slice(lower=made[0], upper=made[1], step=made[2])
    return _held(scope, index, INDEX, held) if whole or _holds_call(index) else index


def is_held(node: ast.Subscript | ast.Attribute) -> bool:
    """Tell whether a part is one of variables that only the compiler binds."""
    return isinstance(node.value, ast.Name) and node.value.id.startswith(BASE[:5])


def _held(scope: Scope, node: ast.expr, word: str, held: list[str]) -> ast.expr:
    """Evaluate an expression; return the variable of the compiler that holds it."""
    thing: Thing = expressions.expression(scope, node)
    # A path that raises may carry such a variable on: the next one has the same name.
    name = word.format(scope.program.places)
    scope.program.places += 1
    scope.env[name] = thing
    held.append(name)
    return ast.copy_location(ast.Name(name, ast.Load()), node)
