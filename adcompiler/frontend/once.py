"""Iterators with a name that only the next statement reads: they stand there instead.

`pairs = zip(xs, ys)` and `return sum(a * b for a, b in pairs)` is what is written for one
expression; where nothing happens between the two, it makes no difference when they are walked.
"""

from __future__ import annotations

import ast
import copy

from adcompiler.frontend import (
    entering,
    expressions,
    iterators,
    late_walks,
    memory,
    objects,
    static_calls,
    subscripts,
    tables,
)
from adcompiler.frontend.library import walking
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Other, is_iterator

MAKERS = (map, filter, zip, enumerate, reversed, iter)


def put_in_place(scope: Scope, node: ast.stmt, rest: list[ast.stmt]) -> list[ast.stmt] | None:
    """Return the statements after one that names an iterator, which stands where it is read.

    None where the statement is another one, or where it cannot be told that this is the same.
    """
    match node:
        case ast.Assign([ast.Name(name)], ast.Call() | ast.GeneratorExp() as value):
            if not _is_iterator(scope, value) or _calls(scope, value):
                return None
        case _:
            return None
    every = [n for n in ast.walk(scope.captured.node) if isinstance(n, ast.Name) and n.id == name]
    k = next((k for k, s in enumerate(rest) if not _is_quiet(s, value)), None)
    head = None if k is None else _head(rest[k])
    if k is None or head is None or len(every) != 2 or _reaches(head, name) is not True:
        return None
    changed = copy.copy(rest[k])
    for field, old in ast.iter_fields(changed):
        if old is head:
            setattr(changed, field, _Put(name, value).visit(copy.deepcopy(head)))
    return [*rest[:k], changed, *rest[k + 1 :]]


def kept(scope: Scope, node: ast.Assign) -> Thing | None:
    """Append `it = iter(xs)` as an object that knows how far it has come; None for the rest."""
    match node:
        case ast.Assign([ast.Name()], ast.Call(ast.Name() as name, [walked], []) as call):
            callee = scope.lookup(name)
            if not isinstance(callee, Static) or callee.value is not iter:
                return None
        case _:
            return None
    thing = expressions.expression(scope, walked)
    content = memory.now(scope, thing)
    outside = isinstance(content, Value) and is_iterator(content.type)
    if outside or iterators.is_one(scope, thing) or objects.class_of(scope, content) is not None:
        return None
    if isinstance(content, Value | Const) and type_of(content) != Other(str):
        subscripts.check_walks(scope, call, content)
    if tables.is_dict(content):
        thing = Struct("list", tuple(subscripts.listed(scope, node, thing)))
        scope.program.b.place(thing)
    return static_calls.call_static(scope, call, walking.Items, [thing], {})


def _is_iterator(scope: Scope, node: ast.Call | ast.GeneratorExp) -> bool:
    if isinstance(node, ast.GeneratorExp):
        return True
    if late_walks.is_lazy(scope, node):
        return True
    callee = scope.lookup(node.func) if isinstance(node.func, ast.Name) else None
    return isinstance(callee, Static) and callee.value in MAKERS


def _calls(scope: Scope, node: ast.Call | ast.GeneratorExp) -> bool:
    """Tell whether the making of an iterator calls anything itself."""
    if isinstance(node, ast.GeneratorExp):
        return any(isinstance(n, ast.Call) for n in ast.walk(node.generators[0].iter))
    for part in entering.operands(node):
        if isinstance(part, ast.Call | ast.GeneratorExp) and _is_iterator(scope, part):
            if _calls(scope, part):
                return True
        elif not isinstance(part, ast.Lambda):
            if any(isinstance(p, ast.Call) for p in ast.walk(part)):
                return True
    return False


def _is_quiet(node: ast.stmt, value: ast.expr) -> bool:
    """Tell whether a statement gives a constant to a name that the iterator does not read."""
    match node:
        case ast.Assign([ast.Name(name)], ast.Constant()):
            return all(not isinstance(n, ast.Name) or n.id != name for n in ast.walk(value))
    return False


def _head(node: ast.stmt) -> ast.expr | None:
    """Return what a statement evaluates first, and once."""
    match node:
        case (
            ast.Assign(_, value) | ast.Return(value) | ast.Expr(value) | ast.AnnAssign(_, _, value)
        ):
            return value
        case ast.For(_, walked):
            return walked
        case ast.AugAssign(ast.Name(), _, value):
            return value
    return None


def _reaches(node: ast.expr, name: str) -> bool | None:
    """Tell whether a name is read before anything is called; None where neither happens."""
    if isinstance(node, ast.Name):
        return True if node.id == name else None
    if isinstance(node, ast.Lambda | ast.BoolOp | ast.IfExp | ast.NamedExpr):
        return False if name in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} else None
    if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.DictComp | ast.SetComp):
        found = _reaches(node.generators[0].iter, name)
        return False if found is None else found
    for part in entering.operands(node):
        found = _reaches(part, name)
        if found is not None:
            return found
    return False if isinstance(node, ast.Call) else None


class _Put(ast.NodeTransformer):
    """Puts an expression where a name is read."""

    def __init__(self, name: str, value: ast.expr) -> None:
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.value if node.id == self.name else node
