"""Generator functions, as functions that return the list of what they yield.

That is the same where nobody looks between two items: a generator that may go on for ever,
that receives values, or whose consumer writes into what it reads is refused.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    blocks,
    choices,
    entering,
    expressions,
    flow,
    stand_ins,
    statements,
    steps,
    user_functions,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Inner, Thing, TooEarly

YIELDED = "<yielded>"


def is_generator(node: ast.AST) -> bool:
    """Tell whether a function yields."""
    return isinstance(node, ast.FunctionDef) and bool(_yields(node))


@lru_cache(maxsize=1000)
def _yields(node: ast.FunctionDef) -> list[ast.AST]:
    found: list[ast.AST] = []
    stack: list[ast.AST] = list(node.body)
    while stack:
        inner = stack.pop()
        if isinstance(inner, ast.Yield | ast.YieldFrom):
            found.append(inner)
        if not isinstance(inner, ast.FunctionDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(inner))
    return found


def _changes_what_it_yielded(node: ast.FunctionDef) -> bool:
    """Tell whether a generator writes to attributes of a thing that it also yields."""
    made = [n for y in _yields(node) for n in ast.walk(y) if isinstance(n, ast.Name)]
    places = [
        n.value
        for n in ast.walk(node)
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)
    ]
    written = {n.id for n in places if isinstance(n, ast.Name)}
    return any(n.id in written for n in made)


def as_list(scope: Scope) -> None:
    """Let the scope of a generator's call build the list of what it yields."""
    node = scope.captured.node
    if not isinstance(node, ast.FunctionDef) or not _yields(node):
        return
    for inner in ast.walk(node):
        if isinstance(inner, ast.While) and isinstance(inner.test, ast.Constant):
            if not any(isinstance(n, ast.Break | ast.Return) for n in ast.walk(inner)):
                refusal = refuse(
                    "AD102",
                    "a generator that never ends",
                    scope.span(inner),
                    "not supported here",
                    "walk it by a for loop, or give it an end, for example range(n)",
                )
                raise TooEarly(refusal)
    if _changes_what_it_yielded(node):
        refusal = refuse(
            "AD102",
            "a generator that changes what it has yielded",
            scope.span(node),
            "not supported here",
            "walk it by a for loop",
        )
        raise TooEarly(refusal)
    changed = copy.deepcopy(node)
    _Collect(scope).generic_visit(changed)
    start = ast.Assign([ast.Name(YIELDED, ast.Store())], ast.List([], ast.Load()))
    end = ast.Return(ast.Name(YIELDED, ast.Load()))
    for new in (start, end):
        for part in ast.walk(new):
            if isinstance(part, ast.stmt | ast.expr):
                ast.copy_location(part, node.body[0])
    changed.body = [start, *changed.body, end]
    scope.captured = replace(scope.captured, node=changed)


@dataclass(frozen=True, eq=False)
class Yield:
    """What runs where the generator of a context manager yields: the block of the with."""

    target: Scope
    entered: Callable[[Thing], None]
    body: list[ast.stmt]

    def run(self, scope: Scope, thing: Thing) -> None:
        """Append the block, in the scope where it stands."""
        outer = self.target
        come_back(outer, scope)
        around, outer.away = outer.away, True
        if flow.is_stepping(scope):
            self._attempted(scope, thing)
        else:
            with steps.stepping(outer.program, None):
                self._block(thing)
        outer.away = around
        go_inside(outer, scope)
        if flow.RAISED in outer.env:
            scope.env.update({flow.RAISED: flow.YES, flow.EXIT: flow.YES})

    def _block(self, thing: Thing) -> None:
        self.entered(thing)
        statements.block(self.target, self.body)

    def _attempted(self, scope: Scope, thing: Thing) -> None:
        """Append the block step by step, in the tries around the yield."""
        outer, before = self.target, blocks.flags(self.target.env)
        gone = attempted(outer, scope, partial(self._block, thing))
        if choices.truth(gone) is not False:
            # Where the generator stops the exception, what stands after the block goes on.
            span = outer.program.b.span
            test = expressions.atom(outer, outer.captured.node, gone)
            statements.branches(
                outer, outer.captured.node, test, lambda: outer.env.update(before), []
            )
            outer.program.b.span = span


def attempted(outer: Scope, scope: Scope, build: Callable[[], None]) -> Thing:
    """Append what runs at a yield step by step, in the tries around it; return whether it failed.

    Those tries are known to the generator, and where one has failed it is left.
    """
    levels, before = scope.program.steps, dict(outer.env)
    assert levels is not None
    with steps.stepping(outer.program, entering.moved(levels, outer)):
        steps.begin(outer)
        build()
    gone = outer.env[flow.GONE]
    entering.hand_over(levels, outer, scope)
    for name in (*steps.flags(levels), *(level.error for level in levels.levels)):
        outer.env.pop(name, None)
        if name in before:
            outer.env[name] = before[name]
    return gone


def written_out(outer: Scope, inner: Scope, body: list[ast.stmt]) -> None:
    """Append the body of a generator, in whose place its yields run something of the scope around.

    The variables around go with it as cells, so that its branches merge them too.
    """
    go_inside(outer, inner)
    around, outer.away = outer.away, False
    levels = outer.program.steps if flow.is_stepping(outer) else None
    with steps.stepping(outer.program, levels and entering.moved(levels, inner)):
        statements.body(inner, body)
    outer.away = around
    come_back(outer, inner)
    if levels is not None:
        _left(outer, inner, levels)
    if flow.RAISED in inner.env:
        outer.env[flow.RAISED] = flow.YES


def is_manager(function: Any) -> bool:
    """Tell whether a function was made by `contextlib.contextmanager` of a generator."""
    if isinstance(function, Inner):
        return is_generator(function.captured.node)
    inner = getattr(function, "__wrapped__", None)
    made = isinstance(function, types.FunctionType) and isinstance(inner, types.FunctionType)
    return made and function.__code__.co_filename == contextlib.contextmanager.__code__.co_filename


def inside(
    scope: Scope,
    node: ast.Call,
    function: Any,
    args: list[Thing],
    keywords: dict[str, Thing],
    entered: Callable[[Thing], None],
    body: list[ast.stmt],
) -> None:
    """Append the body of a manager's generator with the block of a with where it yields."""
    if isinstance(function, Inner):
        inner = user_functions.framed(scope, node, function, args, keywords)
    else:
        inner = user_functions.entered(scope, node, function.__wrapped__, args, keywords)
    _check_once(inner)
    inner.caller, inner.sites = scope, (*scope.sites, stand_ins.place_of(node))
    inner.resume = Yield(scope, entered, body)
    written_out(scope, inner, inner.captured.body)


def _left(outer: Scope, inner: Scope, levels: steps.Steps) -> None:
    """Let the scope around be left where its generator has failed, or what ran at a yield has."""
    gone, own = inner.env[flow.GONE], blocks.flags(outer.env)
    entering.hand_over(levels, inner, outer)
    if choices.truth(gone) is None and any(own.get(f, flow.NO) != flow.NO for f in flow.FLAGS):
        node, failed = outer.captured.node, blocks.flags(outer.env)
        failed = {k: flow.YES if thing is gone else thing for k, thing in failed.items()}
        test = expressions.atom(outer, node, gone)
        statements.branches(
            outer, node, test, lambda: outer.env.update(failed), lambda: outer.env.update(own)
        )


def go_inside(outer: Scope, inner: Scope) -> None:
    """Let the generator carry the variables around it."""
    own = {k: v for k, v in inner.env.items() if isinstance(k, str)}
    inner.env = {**own, **user_functions.shared(outer)}
    for name, thing in outer.env.items():
        if isinstance(name, str):
            inner.env[outer.hide(name)] = thing


def come_back(outer: Scope, inner: Scope) -> None:
    """Let the scope around go on with what its variables are now."""
    hidden = {cell: name for name, cell in outer.hidden.items()}
    named = {hidden[k]: v for k, v in inner.env.items() if k in hidden}
    rest = {k: v for k, v in user_functions.shared(inner).items() if k not in hidden}
    outer.env = {**named, **rest}


def _check_once(inner: Scope) -> None:
    """Refuse a generator that may yield more than once, or not at all."""
    node = inner.captured.node
    assert isinstance(node, ast.FunctionDef)
    statements_ = node.body
    while True:
        found = [k for k, s in enumerate(statements_) if _holds_yield(s)]
        ends = [s for s in statements_[: found[0] if found else None] if flow.exits(s)]
        if len(found) != 1 or ends:
            break
        match statements_[found[0]]:
            case ast.Expr(ast.Yield()):
                if len(_yields(node)) == 1:
                    return
                break
            case ast.Try(body) | ast.With(body=body):
                statements_ = body
            case _:
                break
    raise refuse(
        "AD102",
        "a context manager that does not yield exactly once",
        inner.span(node),
        "this generator",
        "yield once, outside of branches and loops",
    )


def _holds_yield(node: ast.stmt) -> bool:
    return any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))


class _Collect(ast.NodeTransformer):
    """Replaces `yield v` by `yielded.append(v)`, `return` by the list so far.

    What a generator returns besides is read by `x = yield from ...` only, which is refused.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # a generator of its own

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        so_far = ast.copy_location(ast.Name(YIELDED, ast.Load()), node)
        end = ast.copy_location(ast.Return(so_far), node)
        lost = [] if node.value is None else [ast.copy_location(ast.Expr(node.value), node)]
        return [*lost, end]

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        value = node.value
        if not isinstance(value, ast.Yield | ast.YieldFrom):
            return self.generic_visit(node)
        word = "append" if isinstance(value, ast.Yield) else "extend"
        what = value.value or ast.Constant(None)
        to = ast.Attribute(ast.Name(YIELDED, ast.Load()), word, ast.Load())
        new = ast.Expr(ast.Call(to, [what], []))
        stand_ins.place(node, new)
        return new

    def visit_Yield(self, node: ast.Yield) -> ast.AST:
        raise refuse("AD102", "a value sent into a generator", self.scope.span(node))

    visit_YieldFrom = visit_Yield  # type: ignore[assignment]
