"""`with`: what a manager does when its block is entered and left.

A manager written in Python is built in place, as the try that the language defines it by.
One of NumPy's or Python's own that decides no number stays a with block, around the forward
part only.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import threading
import types
import warnings
from functools import partial
from typing import Any

import numpy as np

from adcompiler.custom import adjoint_of
from adcompiler.errors import refuse
from adcompiler.frontend import (
    blocks,
    calls,
    choices,
    entering,
    expressions,
    failures,
    flow,
    generators,
    memory,
    objects,
    stand_ins,
    statements,
    steps,
    surgery,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import Atom, Const

MANAGER, ENTERED, STOPPED = "<manager", "<entered>", "<stopped>"
# Their exit neither stops an exception nor changes a number.
SETTINGS: tuple[Any, ...] = (np.errstate, np.printoptions, warnings.catch_warnings)
LOCKS = (
    type(threading.Lock()),
    type(threading.RLock()),
    threading.Condition,
    threading.Semaphore,
)


def with_block(scope: Scope, node: ast.With) -> None:
    """Append a with statement, its managers from the outermost to the innermost."""
    if flow.is_stepping(scope) and not getattr(node, "settled", False):
        _step(scope, node)
        return
    item, *rest = node.items
    inner = node.body
    if rest:
        inner = [ast.copy_location(ast.With(rest, node.body), node)]
    call = item.context_expr
    if not isinstance(call, ast.Call):
        _managed(scope, node, item, expressions.expression(scope, call), inner)
        return
    callee, known, given = _callee(scope, call)
    if known is adjoint_of:
        steps.guard(scope, node, partial(surgery.block, scope, node, item, call, inner))
        return
    if known is contextlib.suppress:
        _suppressed(scope, node, item, call, inner)
    elif known in SETTINGS:
        _within(scope, node, item, _settings(scope, call, known), inner)
    elif known is contextlib.nullcontext:
        args = expressions.elements(scope, [*call.args, *(k.value for k in call.keywords)])
        _entered(scope, item, args[0] if args else Const(None))
        statements.block(scope, inner)
    elif generators.is_manager(known):
        args, keywords = calls.arguments(scope, call)
        entered = partial(_entered, scope, item)
        args = [*given, *args]
        generators.inside(scope, call, known, args, keywords, entered, inner)
    else:
        args, keywords = calls.arguments(scope, call)
        if known is not None and not _is_python(known):
            raise _refused(scope, item)
        _managed(scope, node, item, calls.call_thing(scope, call, callee, args, keywords), inner)


def _callee(scope: Scope, call: ast.Call) -> tuple[Thing, Any, list[Thing]]:
    """Return what is called, what is known of it, and the object that a method is called of."""
    callee = memory.now(scope, expressions.expression(scope, call.func))
    if isinstance(callee, Bound) and callee.function is contextlib.contextmanager:
        return callee, callee.receiver, []
    if isinstance(callee, Static) and isinstance(callee.value, types.MethodType):
        if generators.is_manager(callee.value.__func__):
            return callee, callee.value.__func__, [objects.constant(callee.value.__self__)]
    if isinstance(callee, Bound) and not callee.keywords and generators.is_manager(callee.function):
        return callee, callee.function, [callee.receiver, *callee.args]
    return callee, callee.value if isinstance(callee, Static) else None, []


def _step(scope: Scope, node: ast.With) -> None:
    """Append a with statement of a try that goes step by step: first what its manager is."""
    item, *rest = node.items
    inner = node.body
    if rest:
        inner = [ast.copy_location(ast.With(rest, node.body), node)]
    made, parts = item.context_expr, entering.Parts(scope)
    if isinstance(made, ast.Call) and _is_in_place(scope, made):
        made = parts.call(made)
    else:
        number = sum(isinstance(k, str) and k.startswith(MANAGER) for k in scope.env)
        made = parts.hold(parts.value(made), f"{MANAGER[1:]}{number or ''}")
    settled = ast.With([ast.withitem(made, item.optional_vars)], inner)
    ast.copy_location(settled, node)
    vars(settled)["settled"] = True
    parts.append([settled])


def _is_in_place(scope: Scope, call: ast.Call) -> bool:
    """Tell whether what a call makes is known by the call: there is no object to hold."""
    _, known, _ = _callee(scope, call)
    plain = (contextlib.suppress, contextlib.nullcontext, adjoint_of, *SETTINGS)
    return known in plain or generators.is_manager(known)


def _is_python(callee: Any) -> bool:
    """Tell whether what is called is written in Python, and so is the manager if it is a class."""
    own = getattr(callee, "__enter__", None) if isinstance(callee, type) else callee
    return isinstance(own, types.FunctionType | types.MethodType)


def _refused(scope: Scope, item: ast.withitem) -> Exception:
    return refuse(
        "AD102",
        "a with block of this manager, whose effects are not known",
        scope.span(item.context_expr),
        "not supported",
        "put it around the call of the gradient",
    )


def _entered(scope: Scope, item: ast.withitem, thing: Thing) -> None:
    """Bind what entering the manager has returned."""
    if item.optional_vars is not None:
        statements.assign(scope, item.optional_vars, thing)


def _suppressed(
    scope: Scope, node: ast.With, item: ast.withitem, call: ast.Call, inner: list[ast.stmt]
) -> None:
    """Append `with suppress(...)` as the try that it stands for."""
    _entered(scope, item, Const(None))
    if not call.args:
        statements.block(scope, inner)
        return
    clause = ast.ExceptHandler(ast.Tuple(call.args, ast.Load()), None, [ast.Pass()])
    attempt = ast.Try(inner, [clause], [], [])
    for new in (attempt, clause, clause.type, clause.body[0]):
        assert new is not None
        ast.copy_location(new, node)
    blocks.try_block(scope, attempt)


def _settings(scope: Scope, call: ast.Call, cls: type) -> Atom:
    """Return the making of a manager of NumPy's or Python's own."""
    args, keywords = calls.arguments(scope, call)
    if "record" in keywords:
        raise refuse("AD204", "catch_warnings(record=...)", scope.span(call), "not supported")
    atoms = [expressions.atom(scope, call, a) for a in (*args, *keywords.values())]
    attrs = {"cls": cls, "keywords": tuple(keywords)}
    return scope.program.b.apply(gate(core.made), *atoms, attrs=attrs)


def _within(
    scope: Scope, node: ast.With, item: ast.withitem, manager: Atom, inner: list[ast.stmt]
) -> None:
    """Append a block that runs inside a manager which stops no exception."""
    before, span = dict(scope.env), scope.program.b.span
    with scope.program.b.block() as ops:
        _entered(scope, item, Const(None))
        statements.block(scope, inner)
    scope.program.b.span = span
    never = {**before, flow.RAISED: flow.YES}
    sides = [(ops, scope.env), ([], never)]
    scope.env = statements.join_envs(scope, node, manager, before, sides, within=True)


def _managed(
    scope: Scope, node: ast.With, item: ast.withitem, manager: Thing, inner: list[ast.stmt]
) -> None:
    """Append a block between `__enter__` and `__exit__` of an object."""
    if isinstance(manager, Static) and isinstance(manager.value, LOCKS):
        _within(scope, node, item, Const(manager.value), inner)
        return
    cls = objects.class_of(scope, manager)
    if not inspect.isfunction(inspect.getattr_static(cls, "__exit__", None)):
        raise _refused(scope, item)
    _called(scope, item, manager, "__enter__", ENTERED, [])

    def entered() -> None:
        _entered(scope, item, scope.env.pop(ENTERED))

    def go_on() -> None:
        steps.guard(scope, node, entered)
        blocks.unless_left(scope, node, partial(_inside, scope, node, item, manager, inner))

    blocks.unless_left(scope, node, go_on)


def _called(
    scope: Scope, item: ast.withitem, manager: Thing, name: str, result: str, args: list[Thing]
) -> None:
    """Append the call of a method of a manager, which a try that goes step by step may enter."""
    if not flow.is_stepping(scope):
        found = objects.special(scope, item.context_expr, manager, name, args)
        if found is None:
            raise _refused(scope, item)
        scope.env[result] = memory.now(scope, found) if args else found
        return
    given = {f"<given_{k}>": arg for k, arg in enumerate(args)}
    scope.env.update(given)
    method = ast.Attribute(item.context_expr, name, ast.Load())
    call = ast.Call(method, [ast.Name(n, ast.Load()) for n in given], [])
    single = entering.Single([ast.Name(result, ast.Store())], call)
    stand_ins.quote(scope.program.b.span, single)
    stand_ins.place(item.context_expr, single)
    vars(single)["method"] = name
    steps.block(scope, [single])
    for n in given:
        scope.env.pop(n, None)


def _inside(
    scope: Scope, node: ast.With, item: ast.withitem, manager: Thing, inner: list[ast.stmt]
) -> None:
    """Append a block whose manager has been entered, and the calls of `__exit__`."""
    before = dict(scope.env)
    leave = partial(_called, scope, item, manager, "__exit__", STOPPED)
    again = partial(steps.guard, scope, node, partial(failures.again, scope, node))

    def unless_stopped() -> None:
        stopped = scope.env.pop(STOPPED)
        known = choices.truth(stopped)
        if known is None:
            test = expressions.atom(scope, node, stopped)
            statements.branches(scope, node, test, [], again)
        elif not known:
            again()

    def failed(error: Any) -> None:
        b = scope.program.b
        cls, trace = (b.apply(gate(g), error) for g in (core.class_of, core.traceback_of))
        leave([cls, error, trace])
        blocks.unless_left(scope, node, unless_stopped)

    def left() -> None:
        leave([Const(None)] * 3)
        scope.env.pop(STOPPED, None)

    blocks.attempted(scope, item.context_expr, inner, blocks.EVERYTHING, failed, "with")
    went_well = scope.env.pop(blocks.WENT_WELL)
    if flow.RAISED not in scope.env:
        last = partial(blocks.at_the_end, scope, node, before, left)
        blocks.where(scope, node, went_well, last)
