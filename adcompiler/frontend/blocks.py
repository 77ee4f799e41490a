"""`try`: what is attempted, what is caught, what runs in any case.

A try is one branch of the IR: its body, and as the other side its handlers, which ask for the
class of the exception. `finally` is a handler that catches everything and raises it again, and
the same statements where all went well; a handler that would do nothing else is left out.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    assigned,
    choices,
    expressions,
    failures,
    flow,
    memory,
    statements,
    steps,
)
from adcompiler.frontend.scope import Program, Scope
from adcompiler.frontend.things import Cell, Conflict, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.safe import may_raise
from adcompiler.ir.nodes import Apply, Op, Struct, Value, made_by
from adcompiler.ir.walk import has_effects

WENT_WELL = "<went well>"
HALF = "it may have been changed by a part of a try that failed"
EVERYTHING = (BaseException,)
CONTROL = (*flow.FLAGS, flow.GONE, flow.VALUE, flow.RAISED)

Handler = Callable[[Any], None]
Body = Callable[[], dict[Any, Thing]]  # returns the variables at the last place that may raise
Clauses = list[tuple[ast.ExceptHandler, tuple[type, ...]]]


def try_block(scope: Scope, node: ast.Try) -> None:
    """Append a try statement."""
    if not node.finalbody:
        _handled(scope, node)
        return
    body = node.body
    if node.handlers:
        inner = ast.Try(node.body, node.handlers, node.orelse, [])
        body = [ast.copy_location(inner, node)]
    final = partial(statements.block, scope, node.finalbody)

    def failed(error: Any) -> None:
        final()
        again = partial(failures.again, scope, node)
        unless_left(scope, node, partial(steps.guard, scope, node, again))

    before = dict(scope.env)
    attempted(scope, node, body, EVERYTHING, failed, "finally")
    went_well = scope.env.pop(WENT_WELL)
    if flow.RAISED not in scope.env:
        where(scope, node, went_well, partial(at_the_end, scope, node, before, final))


def _handled(scope: Scope, node: ast.Try) -> None:
    """Append the body of a try with its handlers and its else."""
    clauses = [(h, _classes(scope, h)) for h in node.handlers]
    classes = union([c for _, several in clauses for c in several])
    attempted(scope, node, node.body, classes, partial(_dispatch, scope, clauses), "except")
    went_well = scope.env.pop(WENT_WELL)
    if node.orelse and flow.RAISED not in scope.env:
        rest = partial(unless_left, scope, node, partial(statements.block, scope, node.orelse))
        where(scope, node, went_well, rest)


def attempted(
    scope: Scope,
    node: ast.Try | ast.expr,
    body: list[ast.stmt],
    classes: tuple[type, ...],
    handler: Handler,
    word: str,
) -> None:
    """Append the body of a try in one piece, or step by step if that has turned out necessary."""
    key = scope.captured.source.filename, node.lineno, node.col_offset, word
    if key in scope.program.stepwise or flow.is_stepping(scope):
        steps.attempt(scope, node, body, classes, handler)
    else:
        attempt(scope, node, partial(steps.body, scope, body, classes), classes, handler, key)


def unless_left(scope: Scope, node: ast.AST, rest: Callable[[], None]) -> None:
    """Append what runs where nothing has left the statements before it."""
    left = scope.env[flow.EXIT]
    known = choices.truth(left)
    if known is None:
        statements.guarded(scope, node, expressions.atom(scope, node, left), rest)
    elif not known:
        rest()


def where(scope: Scope, node: ast.AST, flag: Thing, rest: Callable[[], None]) -> None:
    """Append what runs only where a flag holds."""
    known = choices.truth(flag)
    if known is None:
        for skip in map(scope.env.get, flow.FLAGS):
            if isinstance(skip, Value) and _opposite(scope, skip, flag):
                statements.guarded(scope, node, skip, rest)
                return
        statements.branches(scope, node, expressions.atom(scope, node, flag), rest, [])
    elif known:
        rest()


def _opposite(scope: Scope, a: Thing, b: Thing) -> bool:
    """Tell whether one flag is `not` the other."""
    made = scope.program.b.made
    both = [(made[x], y) for x, y in ((a, b), (b, a)) if isinstance(x, Value) and x in made]
    return any(op.gate.function is operator.not_ and op.args[0] is y for op, y in both)


def _classes(scope: Scope, clause: ast.ExceptHandler) -> tuple[type, ...]:
    """Return the classes that a clause names."""
    if clause.type is None:
        return EVERYTHING
    thing = memory.now(scope, expressions.expression(scope, clause.type))
    found: list[type] = []
    for item in thing.items if isinstance(thing, Struct) else (thing,):
        value = item.value if isinstance(item, Static) else None
        for cls in value if isinstance(value, tuple) else (value,):
            if not (isinstance(cls, type) and issubclass(cls, BaseException)):
                raise refuse("AD102", "except of what is not a class", scope.span(clause))
            found.append(cls)
    return tuple(found)


def union(classes: list[type]) -> tuple[type, ...]:
    """Return the classes without those that are caught as a subclass of another."""
    several = list(dict.fromkeys(classes))
    return tuple(c for c in several if not any(issubclass(c, d) for d in several if d is not c))


def _dispatch(scope: Scope, clauses: Clauses, error: Any) -> None:
    """Append the first handler to whose classes the exception belongs."""
    (clause, classes), *rest = clauses
    others = [c for _, several in rest for c in several]
    known = all(issubclass(c, classes) for c in others)
    test = flow.YES if known else failures.asked(scope, error, classes)
    if not isinstance(test, Value):
        _clause(scope, clause, error)
        return
    first, then = partial(_clause, scope, clause, error), partial(_dispatch, scope, rest, error)
    statements.branches(scope, clause, test, first, then)


def _clause(scope: Scope, clause: ast.ExceptHandler, error: Any) -> None:
    """Append the statements of one handler; the name of the exception ends with them."""
    if clause.name:
        scope.assign(clause.name, error)
    statements.block(scope, clause.body)
    if clause.name:
        scope.unassign(clause.name)


def at_the_end(
    scope: Scope, node: ast.AST, before: dict[Any, Thing], final: Callable[[], None]
) -> None:
    """Append what runs at the end of a try; it may leave the statements around in its own way."""
    left = flags(scope.env)
    scope.env.update(flags(before))
    with still_to_return(scope, left):
        final()
    if flow.RAISED not in scope.env:
        unless_left(scope, node, lambda: scope.env.update(left))


@contextmanager
def still_to_return(scope: Scope, left: dict[Any, Thing]) -> Iterator[None]:
    """Hold the value that a body left with: what runs before it is returned may write to it."""
    with scope.program.operands() as waiting:
        if flow.VALUE in left:
            waiting.append(left[flow.VALUE])
        yield


def flags(env: dict[Any, Thing]) -> dict[Any, Thing]:
    """Return the flags of control flow, and the value to be returned."""
    return {k: env[k] for k in (*flow.FLAGS, flow.GONE, flow.VALUE) if k in env}


def attempt(
    scope: Scope,
    node: ast.AST,
    body: Body,
    classes: tuple[type, ...],
    handler: Handler,
    key: Any,
) -> None:
    """Append a body, and what runs where one of these exceptions leaves it.

    `key` names the try that is built again, step by step, if a variable is read that a failed
    part of the body has changed; None if that is no way out.
    """
    b = scope.program.b
    before, span = dict(scope.env), b.span
    with b.block() as ops:
        reached = dict(body())
    after = scope.env
    error = _surely_raised(scope, ops, classes)
    if error is not None:
        b.span = span
        b.splice(ops[:-1])
        scope.env = {k: t for k, t in after.items() if k not in CONTROL} | flags(before)
        with handling(scope.program, error):
            handler(error)
        scope.env[WENT_WELL] = flow.NO
        return
    raises = any(may_raise(op, classes) for op in ops)
    needless = not raises or _only_raises_again(scope, before, classes, handler)
    b.span = span
    if needless:
        b.splice(ops)
        scope.env = {**after, WENT_WELL: flow.YES}
        return
    scope.env = {**before, **_half_done(scope, before, reached, key)}
    with b.block() as other:
        _handle(scope, classes, handler)
    b.span = span
    sides = [(ops, after), (other, scope.env)]
    scope.env = statements.join_envs(scope, node, flow.YES, before, sides, classes)
    for name, thing in scope.env.items():
        if isinstance(thing, Conflict) and thing is not before.get(name):
            scope.env[name] = replace(thing, again=thing.again or key)


def _surely_raised(scope: Scope, ops: list[Op], classes: tuple[type, ...]) -> Value | None:
    """Return the exception that a body raises at its end and nowhere else, if it is caught."""
    last = ops[-1] if ops else None
    if not isinstance(last, Apply) or last.gate.function is not core.throw or len(last.args) != 1:
        return None
    error = last.args[0]
    made = made_by(scope.program.b.made, error)
    if not isinstance(made, Apply) or made.gate.function is not core.made:
        return None
    if not isinstance(error, Value) or not issubclass(made.attrs["cls"], classes):
        return None
    return None if any(may_raise(op, classes) for op in ops[:-1]) else error


def _handle(scope: Scope, classes: tuple[type, ...], handler: Handler) -> None:
    """Append what a handler does, with the exception at hand."""
    cls = classes[0] if len(classes) == 1 else BaseException
    error = scope.program.b.apply(gate(core.caught), attrs={"cls": cls}, name="error")
    with handling(scope.program, None):
        handler(error)


@contextmanager
def handling(program: Program, error: Any) -> Iterator[None]:
    """Let `raise` without an exception mean this one, or that of the handler around: None."""
    program.handled.append(error)
    try:
        yield
    finally:
        program.handled.pop()


def _only_raises_again(
    scope: Scope, before: dict[Any, Thing], classes: tuple[type, ...], handler: Handler
) -> bool:
    """Tell whether a handler of everything has no effect before it raises again.

    What it writes has one, where a try around catches what is raised.
    """
    if classes != EVERYTHING:
        return False
    after, caught = scope.env, scope.program.watch is not None
    entered = {**after, **flags(before)}
    entered.pop(flow.RAISED, None)
    scope.env = dict(entered)
    with scope.program.b.block() as ops:
        _handle(scope, classes, handler)
    left, scope.env = scope.env, after
    if caught and _half_done(scope, entered, left, None):
        return False
    return _is_raise_again(ops[-1]) and not any(may_raise(o) or has_effects(o) for o in ops[1:-1])


def _is_raise_again(op: Op) -> bool:
    return isinstance(op, Apply) and op.gate.function is core.throw and not op.args


def _half_done(
    scope: Scope, before: dict[Any, Thing], reached: dict[Any, Thing], key: Any
) -> dict[Any, Thing]:
    """Return the variables and contents that a failed part of the body may have changed."""
    found: dict[Any, Thing] = {}
    for name in {**before, **reached}:
        own = isinstance(name, str | Cell)
        nothing = None if own else name
        thing, old = reached.get(name, nothing), before.get(name, nothing)
        if thing is old or (name.name if isinstance(name, Cell) else name) in CONTROL:
            continue
        if assigned.is_flag(name):
            continue
        if own or scope.program.b.visible(name):
            found[name] = Conflict(HALF, key)
    return found
