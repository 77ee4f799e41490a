"""A try built step by step, where a variable is read that a failed part of it has changed.

Every statement of the body is then attempted by itself, and an exception is one more way to
leave early: a flag, like those of `return` and `break`. So branches and loops hand on what
each variable was when the exception came.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeGuard

from adcompiler.errors import refuse
from adcompiler.frontend import (
    blocks,
    choices,
    entering,
    expressions,
    failures,
    flow,
    growing,
    late_walks,
    loops,
    managers,
    memory,
    one_by_one,
    operators,
    patterns,
    stand_ins,
    statements,
    tables,
)
from adcompiler.frontend.scope import Program, Scope, Watch
from adcompiler.frontend.things import Bound, Inner, Thing
from adcompiler.gates import gate
from adcompiler.gates.safe import may_raise
from adcompiler.ir.nodes import UNDEF, Const, Value

TEST, HELD, ERROR, HANDED = "<test>", "<assigned", "<error", "<handed>"
COMPOUND = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Match)


@dataclass(frozen=True, eq=False)
class Steps:
    """The try whose statements are attempted one by one, and the one around it."""

    scope: Scope
    classes: tuple[type, ...]
    asks: bool  # whether its handlers look at the exception
    outer: Steps | None
    number: int  # of those that are under way in its function

    @property
    def levels(self) -> list[Steps]:
        """The tries that a statement stands in, the innermost first."""
        return [self, *(self.outer.levels if self.outer is not None else ())]

    @property
    def caught(self) -> tuple[type, ...]:
        """The classes of the exceptions that these tries are there for."""
        return blocks.union([c for level in self.levels for c in level.classes])

    @property
    def failed(self) -> str:
        """The flag that this try has failed."""
        return f"{flow.FAILED}{self.number or ''}>"

    @property
    def error(self) -> str:
        """The variable for the exception."""
        return f"{ERROR}{self.number or ''}>"


@contextmanager
def stepping(program: Program, steps: Steps | None) -> Iterator[None]:
    """Let the statements of a try be attempted one by one, or as a whole."""
    around, program.steps = program.steps, steps
    try:
        yield
    finally:
        program.steps = around


def body(scope: Scope, rest: list[ast.stmt], classes: tuple[type, ...]) -> dict[Any, Thing]:
    """Append the body of a try and return the variables at the last place that may raise."""
    return watched(scope, partial(statements.block, scope, rest), classes)


def watched(
    scope: Scope, build: Callable[[], object], classes: tuple[type, ...]
) -> dict[Any, Thing]:
    """Append statements and return the variables at the last place that may raise.

    That is before the first write after it: what is written last is whole.
    """
    program = scope.program
    ops, around = program.b.ops, program.watch
    watch = Watch(scope, ops, (*classes, *(around.classes if around is not None else ())))
    program.watch = watch
    try:
        build()
    except flow.Raised as raised:
        flow.stop(scope, raised)
    finally:
        program.watch = around
    last = max((k for k, op in enumerate(ops) if may_raise(op, classes)), default=-1)
    found = next((env for k, env in watch.writes if k > last), dict(scope.env))
    return {**found, **watch.lost}


def attempt(
    scope: Scope,
    node: ast.Try | ast.expr,
    rest: list[ast.stmt],
    classes: tuple[type, ...],
    handler: Callable[[Any], None],
) -> None:
    """Append a try, its statements attempted one by one."""
    program = scope.program
    scope.env.setdefault(flow.STOP, flow.NO)
    before = dict(scope.env)
    outer = program.steps if flow.is_stepping(scope) else None
    number = sum(isinstance(k, str) and k.startswith(flow.FAILED) for k in scope.env)
    steps = Steps(scope, classes, _asks(node), outer, number)
    scope.env[steps.failed] = flow.NO
    scope.env.pop(steps.error, None)
    with stepping(program, steps):
        statements.block(scope, rest)
    failed, error = scope.env.pop(steps.failed), scope.env.pop(steps.error, UNDEF)

    well: dict[str, Thing] = {}
    wrong: dict[str, Thing] = {}

    def went_well() -> None:
        if outer is None and not any(map(flow.exits, rest)):
            scope.env.update(blocks.flags(before))
        well.update(blocks.flags(scope.env))

    def went_wrong() -> None:
        scope.env.update(blocks.flags(before))
        with blocks.handling(program, error):
            handler(error)
        wrong.update(blocks.flags(scope.env))

    known = choices.truth(failed)
    if known is None:
        test = expressions.atom(scope, node, failed)
        statements.branches(scope, node, test, went_wrong, went_well)
        same = [n for n in flow.FLAGS if (wrong.get(n), well.get(n)) == (flow.YES, flow.NO)]
        scope.env.update(dict.fromkeys(same, test))
        scope.env[blocks.WENT_WELL] = program.b.apply(gate(operator.not_), test)
        return
    (went_wrong if known else went_well)()
    scope.env[blocks.WENT_WELL] = Const(not known)


def _asks(node: ast.Try | ast.expr) -> bool:
    """Tell whether the handlers of a try look at the exception; those of a manager do."""
    if not isinstance(node, ast.Try):
        return True
    again = [n for h in node.handlers for n in ast.walk(h) if isinstance(n, ast.Raise)]
    named = any(h.name for h in node.handlers) or node.finalbody
    return len(node.handlers) > 1 or bool(named) or any(n.exc is None for n in again)


def block(scope: Scope, rest: list[ast.stmt]) -> None:
    """Append statements, each attempted by itself, up to the one that certainly leaves them."""
    k = 0
    while k < len(rest):
        node = rest[k]
        scope.program.b.span = statements.statement_span(scope, node)
        count = 1
        loop = one_by_one.as_loop(scope, node)
        if loop is not None:
            _step(scope, loop)
            one_by_one.forget(scope)
        elif isinstance(node, COMPOUND) or _is_chain(node):
            _step(scope, node)
        elif scope.resume is not None and _is_yield(node):
            _yield(scope, node)
        elif entering.is_apart(scope, node):
            entering.append(scope, node, rest[k + 1 :])
            return
        else:
            count = _together(scope, rest[k:])
            several = partial(body, scope, rest[k : k + count], _caught(scope))
            _attempted(scope, node, several, entering.key(scope, node))
        k += count
        if choices.truth(scope.env[flow.EXIT]) is not False:
            go_on(scope, node, rest[k:])
            return


def _is_yield(node: ast.stmt) -> TypeGuard[ast.Expr]:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Yield)


def _yield(scope: Scope, node: ast.Expr) -> None:
    """Append the block that runs at the yield of its manager, after what is handed to it."""
    assert isinstance(node.value, ast.Yield)
    value = node.value.value
    if value is None or isinstance(value, ast.Name | ast.Constant):
        statements.statement(scope, node)
        return
    held = ast.Assign([ast.Name(HANDED, ast.Store())], value)
    again = ast.Expr(ast.Yield(ast.Name(HANDED, ast.Load())))
    stand_ins.quote(scope.program.b.span, held, again)
    stand_ins.place(node, held, again)
    block(scope, [held, again])
    scope.env.pop(HANDED, None)


def go_on(scope: Scope, node: ast.AST, rest: list[ast.stmt]) -> None:
    """Append statements where nothing has left those before them."""
    blocks.unless_left(scope, node, partial(statements.block, scope, rest))


def whole(scope: Scope, node: ast.stmt) -> None:
    """Append a statement that cannot be taken apart."""
    _attempted(scope, node, partial(body, scope, [node], _caught(scope)), None)


def begin(scope: Scope) -> None:
    """Let no step of a function have failed yet."""
    steps = scope.program.steps
    assert steps is not None
    scope.env.update(dict.fromkeys((flow.STOP, *flags(steps)), flow.NO))


def flags(steps: Steps) -> list[str]:
    """Return the flags that the steps of a function have besides those of every function."""
    return [flow.GONE, *(level.failed for level in steps.levels)]


def _is_chain(node: ast.stmt) -> bool:
    """Tell whether an assignment writes in several places, of which one may fail."""
    match node:
        case ast.Assign([_, _, *_]):
            return True
        case ast.Assign([ast.Tuple(parts) | ast.List(parts)]):
            return not all(isinstance(p, ast.Name | ast.Starred) for p in parts)
    return False


def _one_by_one(node: ast.Assign) -> list[ast.stmt]:
    """Return the assignments that one to several places is made of, in their order."""
    value = node.value
    base = value.id if isinstance(value, ast.Name) and value.id.startswith(HELD) else f"{HELD}>"
    places: list[ast.expr] = node.targets
    names = [base] * len(places)
    held: ast.expr = ast.Name(base, ast.Store())
    if len(places) == 1:
        assert isinstance(places[0], ast.Tuple | ast.List)
        parts = places[0].elts
        names = [f"{base[:-1]}_{k}>" for k in range(len(parts))]
        places = [p.value if isinstance(p, ast.Starred) else p for p in parts]
        items: list[ast.expr] = [
            ast.Starred(ast.Name(n, ast.Store()), ast.Store())
            if isinstance(p, ast.Starred)
            else ast.Name(n, ast.Store())
            for p, n in zip(parts, names, strict=True)
        ]
        held = ast.Tuple(items, ast.Store())
    rest = [ast.Assign([p], ast.Name(n, ast.Load())) for p, n in zip(places, names, strict=True)]
    return [ast.Assign([held], value), *rest]


def _together(scope: Scope, rest: list[ast.stmt]) -> int:
    """Return how many statements make one step: one, and those after it that cannot raise."""
    held, classes = scope.env, _caught(scope)
    scope.env = dict(held)
    count = 1
    with scope.program.b.block() as ops, stepping(scope.program, None):
        statements.block(scope, rest[:1])
        for node in rest[1:]:
            done, before = len(ops), dict(scope.env)
            if flow.RAISED in scope.env or not isinstance(node, ast.Assign | ast.AugAssign):
                break
            statements.block(scope, [node])
            if _is_chain(node) or any(may_raise(op, classes) for op in ops[done:]):
                break
            bound = [t for k, t in scope.env.items() if t is not before.get(k)]
            if any(isinstance(t, Bound | Inner) for t in bound):
                break  # a function that only one path has cannot be merged
            count += 1
    scope.env = held
    return count


def _step(scope: Scope, node: ast.stmt) -> None:
    """Append one statement; where it holds others, each of those is attempted by itself."""
    match node:
        case ast.If(test, then, orelse):
            asked = ast.copy_location(ast.Assign([ast.Name(TEST, ast.Store())], test), test)
            stand_ins.quote(scope.program.b.span, asked)
            if entering.is_apart(scope, asked):
                block(scope, [asked])
            else:
                ask = partial(watched, scope, partial(_asked, scope, test), _caught(scope))
                _attempted(scope, node, ask, entering.key(scope, asked))
            answer = scope.env.pop(TEST, UNDEF)
            blocks.unless_left(scope, node, partial(_choose, scope, node, answer, then, orelse))
        case ast.For():
            if getattr(node, "settled", False) or _is_safe(scope, node.iter):
                loops.loop(scope, node)
                return
            parts, late = entering.Parts(scope), late_walks.makes_items(scope, node.iter)
            walked = parts.walked(node.iter)
            if not late and not _is_safe(scope, walked):
                raise late_walks.raises_late(scope, node)
            again = ast.For(node.target, walked, node.body, node.orelse)
            vars(again)["settled"] = late
            parts.append([ast.copy_location(again, node)])
        case ast.Assign():
            once = _one_by_one(node)
            stand_ins.quote(scope.program.b.span, *once)
            stand_ins.place(node, *once)
            block(scope, once)
            for name in {n.id for n in ast.walk(once[0]) if isinstance(n, ast.Name)}:
                if name.startswith(HELD):
                    scope.env.pop(name, None)
        case ast.While(test) if isinstance(test, ast.Constant):
            loops.loop(scope, node)
        case ast.While(test, inner, last) if not any(map(flow.leaves_loop, last)):
            stop = ast.Break()
            leave = ast.If(ast.UnaryOp(ast.Not(), test), [*last, stop], [])
            loop = ast.While(ast.Constant(True), [leave, *inner], [])
            for new in (loop, loop.test, leave, leave.test, stop):
                ast.copy_location(new, test if new is not loop else node)
            loops.loop(scope, loop)
        case ast.Match():
            block(scope, patterns.as_ifs(scope, node))
        case ast.Try():
            blocks.try_block(scope, node)
        case ast.With():
            managers.with_block(scope, node)
        case _:
            raise refuse("AD502", blocks.HALF, scope.span(node), "not in this statement")


def _asked(scope: Scope, test: ast.expr) -> None:
    thing = operators.truth(scope, test, expressions.expression(scope, test))
    scope.assign(TEST, growing.truth_of(scope, thing))


def _choose(
    scope: Scope, node: ast.If, answer: Thing, then: list[ast.stmt], orelse: list[ast.stmt]
) -> None:
    known = choices.truth(answer)
    if known is None:
        test = expressions.atom(scope, node.test, answer)
        statements.branches(scope, node, test, then, orelse)
    else:
        statements.block(scope, then if known else orelse)


def _is_safe(scope: Scope, walked: ast.expr) -> bool:
    """Tell whether what a loop walks is at hand, or counted."""
    match walked:
        case ast.Name() | ast.Constant():
            return True
        case ast.Attribute(value, "shape"):
            return _is_safe(scope, value)
        case ast.Subscript(value, ast.Constant()):
            return _is_safe(scope, value)
        case ast.Tuple(elts) | ast.List(elts):
            return all(_is_safe(scope, e) for e in elts)
        case ast.Call(ast.Name("range" | "len" | "enumerate" | "zip" | "reversed"), args, named):
            return all(_is_safe(scope, a) for a in (*args, *(k.value for k in named)))
        case ast.Call(ast.Attribute(ast.Name() as name, "items" | "values" | "keys"), [], []):
            return tables.is_dict(memory.now(scope, scope.lookup(name)))
    return False


def _attempted(scope: Scope, node: ast.AST, build: blocks.Body, key: Any) -> None:
    """Append one step: where it fails, the statements around are left.

    `key` names the step if it can be taken apart.
    """
    steps = scope.program.steps
    assert steps is not None

    def alone() -> dict[Any, Thing]:
        with stepping(scope.program, None):
            return build()

    blocks.attempt(
        scope, node, alone, _caught(scope), partial(_blame, scope, node, steps.levels), key
    )
    scope.env.pop(blocks.WENT_WELL)


def _caught(scope: Scope) -> tuple[type, ...]:
    assert scope.program.steps is not None
    return scope.program.steps.caught


def _blame(scope: Scope, node: ast.AST, levels: list[Steps], error: Any) -> None:
    """Append the flags of the innermost try that catches the exception."""
    first, *rest = levels
    known = all(issubclass(c, first.classes) for level in rest for c in level.classes)
    test = flow.YES if known else failures.asked(scope, error, first.classes)
    if isinstance(test, Value):
        mark, others = (
            partial(_mark, scope, first, error),
            partial(_blame, scope, node, rest, error),
        )
        statements.branches(scope, node, test, mark, others)
    else:
        _mark(scope, first, error)


def _mark(scope: Scope, steps: Steps, error: Any) -> None:
    flags = [steps.failed, flow.EXIT, flow.STOP, flow.DONE]
    if flow.GONE in scope.env:
        flags.append(flow.GONE)
    scope.env.update(dict.fromkeys(flags, flow.YES))
    if steps.asks:
        scope.env[steps.error] = error


def guard(scope: Scope, node: ast.AST, build: Callable[[], object]) -> None:
    """Append what may raise outside of a statement of its own."""
    if flow.is_stepping(scope):
        _attempted(scope, node, partial(watched, scope, build, _caught(scope)), None)
    else:
        build()
