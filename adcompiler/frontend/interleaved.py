"""A loop over a generator whose body and generator see what the other does.

The body of the loop then stands where the generator yields, so both run in their turns, as they
do in Python: a generator that writes or never ends, a body that writes to what it reads.
"""

from __future__ import annotations

import ast
import copy
import types
from dataclasses import dataclass, replace
from typing import Any

from adcompiler.frontend import (
    calls,
    choices,
    expressions,
    flow,
    generators,
    library,
    objects,
    stand_ins,
    statements,
    steps,
    user_functions,
)
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.capture import Captured
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Static, Thing
from adcompiler.ir.nodes import Const

WALKED, MAPPED = "<walked>", "<mapped>"


@dataclass(frozen=True, eq=False)
class Round:
    """What runs where the generator of a loop yields: the body of the loop."""

    target: Scope
    node: ast.For

    def run(self, scope: Scope, thing: Thing) -> None:
        """Append a round of the loop, in the scope where it stands."""
        outer = self.target
        generators.come_back(outer, scope)
        around, outer.away = outer.away, True
        outer.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO})
        with steps.stepping(outer.program, None):
            statements.assign(outer, self.node.target, thing)
            statements.block(outer, self.node.body)
        outer.away = around
        stop = outer.env[flow.STOP]
        raised = flow.RAISED in outer.env
        generators.go_inside(outer, scope)
        if raised:
            scope.env[flow.RAISED] = flow.YES
        if choices.truth(stop) is not False:
            scope.env.update(dict.fromkeys((flow.EXIT, flow.STOP, flow.DONE), stop))
            scope.env[flow.VALUE] = Const(None)


def loop(scope: Scope, node: ast.For) -> bool:
    """Append a loop over a generator, its body where that yields; tell whether it can be."""
    inner = None if flow.is_stepping(scope) else _frame(scope, node)
    if inner is None or not _yields_openly(inner.captured.body):
        return False
    assert isinstance(inner.captured.node, ast.FunctionDef)
    written = copy.deepcopy(inner.captured.node)
    _Open().generic_visit(written)
    inner.captured = replace(inner.captured, node=written)
    inner.caller, inner.sites = scope, (*scope.sites, stand_ins.place_of(node))
    inner.resume = Round(scope, node)
    generators.go_inside(scope, inner)
    statements.body(inner, written.body)
    generators.come_back(scope, inner)
    if flow.RAISED in inner.env:
        scope.env[flow.RAISED] = flow.YES
    return True


def _frame(scope: Scope, node: ast.For) -> Scope | None:
    """Return the scope of the generator that a loop walks, None where it cannot be told."""
    call = ast.copy_location(ast.Call(node.iter, [], []), node.iter)
    match node.iter:
        case ast.GeneratorExp():
            return _of_expression(scope, node, node.iter)
        case ast.Call(func):
            call = node.iter
            callee = expressions.expression(scope, func)
            args, keywords = calls.arguments(scope, call)
        case ast.Name() | ast.Attribute():
            walked = expressions.expression(scope, node.iter)
            cls = objects.class_of(scope, walked)
            args, keywords = [walked], {}
            callee = Static(getattr(cls, "__iter__", None))
        case _:
            return None
    receiver: list[Thing] = []
    if isinstance(callee, Bound):
        receiver, callee = [callee.receiver, *callee.args], Static(callee.function)
    function = library.model(callee.value) if isinstance(callee, Static) else None
    if isinstance(function, types.FunctionType):
        found = user_functions.entered(scope, call, function, [*receiver, *args], keywords)
        return found if generators.is_generator(found.captured.node) else None
    if isinstance(callee, Inner) and generators.is_generator(callee.captured.node):
        found = user_functions.framed(scope, call, callee, args, keywords)
        _share(callee.scope, scope, node, callee.captured.node)
        return found
    return None


def _of_expression(scope: Scope, node: ast.For, made: ast.GeneratorExp) -> Scope:
    """Return the scope of a generator expression, as the generator function that it stands for."""
    first = expressions.expression(scope, made.generators[0].iter)
    body: list[ast.stmt] = [ast.Expr(ast.Yield(made.elt))]
    for k, part in reversed(list(enumerate(made.generators))):
        for test in reversed(part.ifs):
            body = [ast.If(test, body, [])]
        walked = part.iter if k else ast.Name(WALKED, ast.Load())
        body = [ast.For(part.target, walked, body, [])]
    args = ast.arguments([], [ast.arg(WALKED)], None, [], [], None, [])
    written = ast.FunctionDef(MAPPED, args, body, [], None, None)
    stand_ins.place(made, written)
    captured: Captured = replace(scope.captured, node=written)
    _share(scope, scope, node, written)
    return Scope(scope.program, captured, {WALKED: first}, scope)


def _share(owner: Scope, scope: Scope, node: ast.For, written: ast.AST) -> None:
    """Let a generator see what the loop binds of the variables around it."""
    read = {n.id for n in ast.walk(written) if isinstance(n, ast.Name)}
    if owner is scope:
        owner.share(read & stored_in([node]))


def _yields_openly(body: list[ast.stmt]) -> bool:
    """Tell whether a generator yields outside of any try and with, which an exit would end."""
    closed = (ast.Try, ast.With)
    around = [n for s in body for n in ast.walk(s) if isinstance(n, closed)]
    return not any(isinstance(n, ast.Yield | ast.YieldFrom) for a in around for n in ast.walk(a))


class _Open(ast.NodeTransformer):
    """Lets a yield be a statement that may leave; `yield from` walks what it is given."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # a generator of its own

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        made: Any = self.generic_visit(node)
        match node.value:
            case ast.Yield():
                made = flow.Handed(node.value)
            case ast.YieldFrom(value):
                item = ast.Name("<item>", ast.Load())
                body: list[ast.stmt] = [flow.Handed(ast.Yield(item))]
                made = ast.For(ast.Name("<item>", ast.Store()), value, body, [])
        stand_ins.place(node, made)
        return made
