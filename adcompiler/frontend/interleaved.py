"""A loop over a generator whose body and generator see what the other does.

The body of the loop then stands where the generator yields, so both run in their turns, as they
do in Python: a generator that writes or never ends, a body that writes to what it reads.
"""

from __future__ import annotations

import ast
import copy
import types
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from adcompiler.frontend import (
    blocks,
    builtin_calls,
    calls,
    choices,
    expressions,
    flow,
    generators,
    late_walks,
    library,
    limited,
    objects,
    stand_ins,
    statements,
    steps,
    user_functions,
)
from adcompiler.frontend.bindings import read_inside, stored_in
from adcompiler.frontend.capture import Captured
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Bound, Inner, SeenInside, Static, Thing
from adcompiler.ir.nodes import Const

WALKED, MAPPED, ZIP, COUNTED, ITEM = "<walked>", "<mapped>", "<zip>", "<count", "<item"


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
        round_ = partial(self._body, thing)
        if flow.is_stepping(scope):
            generators.attempted(outer, scope, round_)
        else:
            with steps.stepping(outer.program, None):
                round_()
        outer.away = around
        stop = outer.env[flow.STOP]
        raised = flow.RAISED in outer.env
        generators.go_inside(outer, scope)
        if raised:
            scope.env[flow.RAISED] = flow.YES
        if choices.truth(stop) is not False:
            scope.env.update(dict.fromkeys((flow.EXIT, flow.STOP, flow.DONE), stop))
            scope.env[flow.VALUE] = Const(None)

    def _body(self, thing: Thing) -> None:
        outer, node = self.target, self.node
        outer.env.update({flow.EXIT: flow.NO, flow.STOP: flow.NO})
        steps.guard(outer, node, partial(statements.assign, outer, node.target, thing))
        blocks.unless_left(outer, node, partial(statements.block, outer, node.body))


def loop(scope: Scope, node: ast.For) -> bool:
    """Append a loop over a generator, its body where that yields; tell whether it can be."""
    numbered = _numbered(scope, node)
    if numbered is not None:
        start, again = numbered
        before = set(scope.env)
        statements.block(scope, [start])
        done = loop(scope, again)
        for name in set(scope.env) - before:
            if isinstance(name, str) and name.startswith((COUNTED, ITEM)):
                del scope.env[name]
        return done
    if limited.loop(scope, node):
        return True
    inner = _frame(scope, node)
    if inner is None or not _yields_openly(inner.captured.body):
        return False
    assert isinstance(inner.captured.node, ast.FunctionDef)
    _check_shared(scope, node)
    written = copy.deepcopy(inner.captured.node)
    _Open().generic_visit(written)
    inner.captured = replace(inner.captured, node=written)
    inner.caller, inner.sites = scope, (*scope.sites, stand_ins.place_of(node))
    inner.resume = Round(scope, node)
    generators.written_out(scope, inner, written.body)
    return True


def _numbered(scope: Scope, node: ast.For) -> tuple[ast.stmt, ast.For] | None:
    """Return a loop over `enumerate(...)` as one that counts, with what stands before it."""
    match node.iter:
        case ast.Call(ast.Name() as word, [walked, *start], keywords) if len(start) < 2:
            callee = scope.lookup(word)
            if not isinstance(callee, Static) or callee.value is not enumerate:
                return None
            start += [k.value for k in keywords]
        case _:
            return None
    depth = sum(isinstance(k, str) and k.startswith(COUNTED) for k in scope.env)
    count, item = f"{COUNTED}{depth or ''}>", f"{ITEM}{depth or ''}>"
    first = start[0] if start else ast.Constant(0)
    before = ast.BinOp(first, ast.Sub(), ast.Constant(1))
    pair = ast.Tuple([ast.Name(count, ast.Load()), ast.Name(item, ast.Load())], ast.Load())
    body: list[ast.stmt] = [
        ast.AugAssign(ast.Name(count, ast.Store()), ast.Add(), ast.Constant(1)),
        ast.Assign([node.target], pair),
        *node.body,
    ]
    begin = ast.Assign([ast.Name(count, ast.Store())], before)
    again = ast.For(ast.Name(item, ast.Store()), walked, body, node.orelse)
    stand_ins.quote(scope.program.b.span, begin, *body[:2])
    stand_ins.place(node, begin, again)
    return begin, again


def _check_shared(scope: Scope, node: ast.For) -> None:
    """Begin again where the body rebinds what functions called by the generator may see."""
    seen = stored_in([node]) & read_inside(scope.captured.body) & scope.locals
    if not seen <= scope.cells.keys():
        raise SeenInside(frozenset((scope.place_of, name) for name in seen))


def _frame(scope: Scope, node: ast.For) -> Scope | None:
    """Return the scope of the generator that a loop walks, None where it cannot be told."""
    if isinstance(node.iter, ast.GeneratorExp):
        return _of_expression(scope, node.iter)
    if isinstance(node.iter, ast.Call):
        spelled = _as_expression(scope, node, node.iter)
        if spelled is not None:
            scope.env[ZIP] = Static(zip)
            inner = _of_expression(scope, spelled)
            del scope.env[ZIP]
            return inner
        saved = State(scope)
        found = _called(scope, node.iter)
        if found is not None:
            return found
        saved.restore()
    walked = expressions.expression(scope, node.iter)
    function = getattr(objects.class_of(scope, walked), "__iter__", None)
    if not isinstance(function, types.FunctionType):
        return None
    call = ast.copy_location(ast.Call(node.iter, [], []), node.iter)
    return _if_generator(user_functions.entered(scope, call, function, [walked], {}))


def _called(scope: Scope, call: ast.Call) -> Scope | None:
    """Return the scope of the generator function that is called."""
    callee = expressions.expression(scope, call.func)
    args, keywords = calls.arguments(scope, call)
    while isinstance(callee, Bound):
        args, keywords = [*callee.args, *args], {**callee.keywords, **keywords}
        if callee.function is builtin_calls.partial:
            callee = callee.receiver
        else:
            args, callee = [callee.receiver, *args], Static(callee.function)
    function = library.model(callee.value) if isinstance(callee, Static) else None
    if isinstance(function, types.FunctionType):
        return _if_generator(user_functions.entered(scope, call, function, args, keywords))
    if isinstance(callee, Inner) and generators.is_generator(callee.captured.node):
        return user_functions.framed(scope, call, callee, args, keywords)
    return None


def _if_generator(scope: Scope) -> Scope | None:
    return scope if generators.is_generator(scope.captured.node) else None


def _as_expression(scope: Scope, node: ast.For, call: ast.Call) -> ast.GeneratorExp | None:
    """Return `map` and `filter` as the generator expressions that they stand for."""
    callee = expressions.expression(scope, call.func)
    known = callee.value if isinstance(callee, Static) else None
    if known not in (map, filter) or late_walks.is_starred(call) or len(call.args) < 2:
        return None
    function, *walked = call.args
    of_a_module = isinstance(function, ast.Attribute) and late_walks.callee_of(scope, function)
    if not (isinstance(function, ast.Lambda | ast.Name | ast.Constant) or of_a_module):
        return None
    if isinstance(function, ast.Name) and function.id in stored_in([node]):
        return None  # what it is when the loop begins is called
    names = [f"{ITEM}{k or ''}>" for k in range(len(walked))]
    items: list[ast.expr] = [ast.Name(n, ast.Load()) for n in names]
    target: ast.expr = ast.Name(names[0], ast.Store())
    source, tests = walked[0], []
    if len(walked) > 1:
        target = ast.Tuple([ast.Name(n, ast.Store()) for n in names], ast.Store())
        source = ast.Call(ast.Name(ZIP, ast.Load()), walked, [])
    made: ast.expr = ast.Call(function, items, [])
    if known is filter:
        tests = [items[0] if isinstance(function, ast.Constant) else made]
        made = items[0]
    part = ast.comprehension(target, source, tests, 0)
    spelled = ast.GeneratorExp(made, [part])
    stand_ins.place(call, spelled)
    return spelled


def _of_expression(scope: Scope, made: ast.GeneratorExp) -> Scope:
    """Return the scope of a generator expression, as the generator function that it stands for."""
    source = made.generators[0].iter
    own = {n.id for g in made.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
    read = {n.id for n in ast.walk(source) if isinstance(n, ast.Name)}
    late = late_walks.makes_items(scope, source) and not own & read
    first = Const(None) if late else expressions.expression(scope, source)
    body: list[ast.stmt] = [ast.Expr(ast.Yield(made.elt))]
    for k, part in reversed(list(enumerate(made.generators))):
        for test in reversed(part.ifs):
            body = [ast.If(test, body, [])]
        walked = part.iter if k or late else ast.Name(WALKED, ast.Load())
        body = [ast.For(part.target, walked, body, [])]
    args = ast.arguments([], [ast.arg(WALKED)], None, [], [], None, [])
    written = ast.FunctionDef(MAPPED, args, body, [], None, None)
    stand_ins.place(made, written)
    captured: Captured = replace(scope.captured, node=written)
    return Scope(scope.program, captured, {WALKED: first}, scope)


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
