"""`with` and `try`."""

from __future__ import annotations

import ast
import contextlib

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, flow, memory, statements
from adcompiler.frontend.scope import Cell, Conflict, Scope, Static, stored_in
from adcompiler.ir.nodes import Const, Struct

WENT_WELL = "<went well>"


def try_block(scope: Scope, node: ast.Try) -> None:
    """Append a try with at most one handler; what it may leave half done is not read."""
    if len(node.handlers) > 1:
        raise refuse(
            "AD102", "several except clauses", scope.span(node.handlers[1]), "not supported yet"
        )
    if node.handlers:
        _caught(scope, node, node.handlers[0])
        went_well = scope.env.pop(WENT_WELL)
        if node.orelse:
            flag = expressions.atom(scope, node, went_well)
            statements.only_where(scope, node, flag, node.orelse)
    else:
        statements.block(scope, node.body)
    if any(flow.exits(child) for child in node.finalbody):
        raise refuse("AD102", "leaving from finally", scope.span(node.finalbody[0]))
    if node.finalbody:
        flags = {k: v for k, v in scope.env.items() if k in (*flow.FLAGS, flow.VALUE)}
        scope.env[flow.EXIT] = flow.NO
        statements.block(scope, node.finalbody)
        scope.env.update(flags)


def _caught(scope: Scope, node: ast.Try, handler: ast.ExceptHandler) -> None:
    """Append the body and the handler of a try."""
    classes = _classes(scope, handler)
    before = dict(scope.env)
    b = scope.program.b
    span = b.span
    with b.block() as body:
        statements.block(scope, node.body)
    after = scope.env
    scope.env = dict(before)
    half = stored_in(_before_the_last_that_raises(node.body))
    for key, thing in after.items():
        changed = thing is not before.get(key)
        shared = not isinstance(key, str) and (isinstance(key, Cell) or b.visible(key))
        if key in half or (shared and changed):
            scope.env[key] = Conflict("it may have been changed by a part of a try that failed")
    if handler.name:
        scope.env[handler.name] = Conflict(f"{handler.name!r} is an exception")
    with b.block() as other:
        statements.block(scope, handler.body)
    b.span = span
    sides = [(body, after), (other, scope.env)]
    scope.env = statements.join_envs(scope, node, flow.YES, before, sides, classes)


def _before_the_last_that_raises(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that may have been run when a later one raises."""
    rest = list(body)
    while rest and isinstance(rest[-1], ast.Assign):
        if not isinstance(rest[-1].value, ast.Constant | ast.Name):
            break
        rest.pop()
    if rest and isinstance(rest[-1], ast.Assign | ast.Return | ast.Pass):
        rest.pop()  # what raises has not assigned yet
    return rest


def _classes(scope: Scope, handler: ast.ExceptHandler) -> tuple[type, ...]:
    if handler.type is None:
        return (BaseException,)
    thing = memory.now(scope, expressions.expression(scope, handler.type))
    items = thing.items if isinstance(thing, Struct) else (thing,)
    classes = tuple(i.value for i in items if isinstance(i, Static) and isinstance(i.value, type))
    if len(classes) < len(items):
        raise refuse("AD102", "except of what is not a class", scope.span(handler))
    return classes


def _only_warns(call: ast.Call) -> bool:
    """Tell whether `np.errstate(...)` decides about warnings, not about exceptions."""
    values = [k.value.value for k in call.keywords if isinstance(k.value, ast.Constant)]
    return len(values) == len(call.keywords) and set(values) <= {"ignore", "warn"}


def with_block(scope: Scope, node: ast.With) -> None:
    """Append the body of a with block between entering and leaving its managers."""
    for item in node.items:
        call = item.context_expr
        manager = (
            memory.now(scope, expressions.expression(scope, call.func))
            if isinstance(call, ast.Call)
            else None
        )
        value = manager.value if isinstance(manager, Static) else None
        assert isinstance(call, ast.expr)
        if value is contextlib.nullcontext and isinstance(call, ast.Call) and not call.keywords:
            entered = expressions.expression(scope, call.args[0]) if call.args else Const(None)
        elif value is np.errstate and isinstance(call, ast.Call) and _only_warns(call):
            entered = Const(None)  # which warnings are shown changes no number
        else:
            raise refuse(
                "AD102",
                "a with block of this manager",
                scope.span(call),
                "not supported yet",
                "put it around the call of the gradient",
            )
        if item.optional_vars is not None:
            statements.assign(scope, item.optional_vars, entered)
    statements.block(scope, node.body)
