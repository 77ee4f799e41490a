"""`with` and `try`."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import choices, expressions, flow, memory, objects, statements
from adcompiler.frontend.scope import Cell, Conflict, Scope, Static, Thing, stored_in
from adcompiler.ir.nodes import Const, Struct
from adcompiler.records import is_record

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
        with finally_(scope):
            statements.block(scope, node.finalbody)


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
    managers: list[Thing] = []
    for item in node.items:
        entered, manager = _entered(scope, item.context_expr)
        if manager is not None:
            managers.append(manager)
        if item.optional_vars is not None:
            statements.assign(scope, item.optional_vars, entered)
    if managers and any(isinstance(n, ast.Raise | ast.Assert) for n in ast.walk(node)):
        raise refuse("AD102", "raise inside a with block of this manager", scope.span(node))
    statements.block(scope, node.body)
    with finally_(scope):
        for manager in reversed(managers):
            nothing: list[Thing] = [Const(None)] * 3
            swallows = objects.special(scope, node, manager, "__exit__", nothing)
            if swallows is None or choices.truth(swallows) is not False:
                raise refuse(
                    "AD102",
                    "a manager whose __exit__ may swallow exceptions",
                    scope.span(node.items[0].context_expr),
                    "not supported yet",
                    "let __exit__ return nothing",
                )


@contextlib.contextmanager
def finally_(scope: Scope) -> Iterator[None]:
    """Let what is appended run whether or not the statements before it have left."""
    flags = {k: v for k, v in scope.env.items() if k in (*flow.FLAGS, flow.VALUE)}
    scope.env[flow.EXIT] = flow.NO
    yield
    scope.env.update(flags)


def _entered(scope: Scope, node: ast.expr) -> tuple[Thing, Thing | None]:
    """Return what entering a manager gives, and the manager if it must be left."""
    call = node if isinstance(node, ast.Call) else None
    callee = memory.now(scope, expressions.expression(scope, call.func)) if call else None
    value = callee.value if isinstance(callee, Static) else None
    if value is contextlib.nullcontext and call is not None and not call.keywords:
        return (expressions.expression(scope, call.args[0]) if call.args else Const(None)), None
    if value is np.errstate and call is not None and _only_warns(call):
        return Const(None), None  # which warnings are shown changes no number
    made = isinstance(value, type) and is_record(value)
    if call is None or made:
        manager = expressions.expression(scope, node)
        entered = objects.special(scope, node, manager, "__enter__", [])
        if entered is not None:
            return entered, manager
    raise refuse(
        "AD102",
        "a with block of this manager",
        scope.span(node),
        "not supported yet",
        "put it around the call of the gradient",
    )
