"""Comprehensions and generator expressions, as the loops that they stand for."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from adcompiler.errors import refuse
from adcompiler.frontend import (
    assigned,
    expressions,
    flow,
    iterators,
    late_walks,
    limited,
    memory,
    special_calls,
    stand_ins,
    statements,
    subscripts,
    templates,
    walks,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Cell, Static, Thing, TooEarly
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Block, Const, Struct, Value
from adcompiler.ir.types import Scalar
from adcompiler.ir.walk import all_ops, outputs

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
UNROLLED = 8
RESULT = walks.COLLECTED
KEY, ITEM = "<key>", "<entry>"
SUMMAND, TOTAL = "<summand>", "<total>"
FIRST, THERE, STOPPED = "<first>", "<there>", "<stopped>"
EACH, LENGTH = "<each>", "<len>"


def comprehension(scope: Scope, node: Comprehension) -> Thing:
    """Append a comprehension and return its list or dict."""
    if isinstance(node, ast.DictComp):
        return _dict(scope, node)
    if isinstance(node, ast.SetComp):
        raise refuse(
            "AD102",
            "a set comprehension",
            scope.span(node),
            "which of its numbers are equal is known only at run time",
            "use a list",
        )
    saved = State(scope)
    found = _in_own_names(scope, node, lambda: _list(scope, node))
    if not isinstance(node, ast.GeneratorExp):
        return found
    iterators.check_on_time(scope, node, scope.program.b.ops[saved.count :])
    return iterators.made(scope, found, iterators.is_eager(scope, saved))


def _list(scope: Scope, node: ast.ListComp | ast.GeneratorExp) -> Thing:
    """Append the loops, each innermost round appending one item."""
    out = ast.Name(RESULT, ast.Load())
    append = ast.Expr(ast.Call(ast.Attribute(out, "append", ast.Load()), [node.elt], []))
    start = Struct("list", ())
    scope.program.b.place(start)
    scope.env[RESULT] = start
    run(scope, node, node.generators, append)
    return scope.env[RESULT]


def _dict(scope: Scope, node: ast.DictComp) -> Thing:
    def build() -> Thing:
        out = ast.Name(RESULT, ast.Load())
        store = ast.Assign([ast.Subscript(out, node.key, ast.Store())], node.value)
        start = Struct("dict", ())
        scope.program.b.place(start)
        scope.env[RESULT] = start
        run(scope, node, node.generators, store)
        return scope.env[RESULT]

    return _in_own_names(scope, node, build)


def of_pairs(scope: Scope, node: ast.Call) -> Thing | None:
    """Append `dict(zip(keys, values))` and the like as comprehensions, None for others."""
    made: ast.DictComp
    match node:
        case ast.Call(_, [ast.GeneratorExp(ast.Tuple([key, value]), generators)], []):
            made = ast.DictComp(key, value, generators)
        case ast.Call(_, [ast.Call(ast.Name() as word) as pairs], []):
            maker = scope.lookup(word)
            if not isinstance(maker, Static) or maker.value not in (zip, enumerate, map):
                return None
            names: list[ast.expr] = [ast.Name(KEY, ast.Store()), ast.Name(ITEM, ast.Store())]
            around = ast.comprehension(ast.Tuple(names, ast.Store()), pairs, [], 0)
            key, value = ast.Name(KEY, ast.Load()), ast.Name(ITEM, ast.Load())
            made = ast.DictComp(key, value, [around])
        case _:
            return None
    stand_ins.place(node, made)
    return expressions.expression(scope, made)


def run(
    scope: Scope, node: ast.AST, generators: list[ast.comprehension], *innermost: ast.stmt
) -> None:
    """Append the loops of a comprehension around some statements."""
    body: list[ast.stmt] = [*innermost]
    _check_bound(scope, generators)
    for generator in reversed(generators):
        if generator.is_async:
            raise refuse("AD103", "an asynchronous comprehension", scope.span(node))
        for test in reversed(generator.ifs):
            body = [ast.If(test, body, [])]
        body = [ast.For(generator.target, generator.iter, body, [])]
    span = scope.program.b.span
    stand_ins.place(node, *body)
    stand_ins.quote(span, *body)
    _rounds(scope, node, generators, body[0])
    scope.program.b.span = span


def _check_bound(scope: Scope, generators: list[ast.comprehension]) -> None:
    """Refuse a variable of the comprehension that is read before its own loop binds it."""
    targets = [{n.id for n in ast.walk(g.target) if isinstance(n, ast.Name)} for g in generators]
    for k, generator in enumerate(generators):
        bound = set().union(*targets[: k + 1])
        read = [(generator.iter, bound - targets[k])] if k else []
        for part, known in (*read, *((test, bound) for test in generator.ifs)):
            for name in ast.walk(part):
                late = isinstance(name, ast.Name) and name.id in set().union(*targets) - known
                if late and isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load):
                    raise scope.unbound(name)


def _rounds(
    scope: Scope, node: ast.AST, generators: list[ast.comprehension], loop: ast.stmt
) -> None:
    """Append a loop, written out where it has a few rounds over what is known."""
    assert isinstance(loop, ast.For)
    written = ast.copy_location(ast.For(loop.target, loop.iter, [], []), loop)
    late = late_walks.is_lazy(scope, loop.iter)
    saved = State(scope)
    try:
        items = _known(scope, node, loop)
    except TooEarly:
        if isinstance(node, ast.GeneratorExp):
            raise  # which may not be walked to its end
        saved.restore()  # the loop goes in turns with what it walks
        items, late = None, False
    if late and saved.changed():
        raise late_walks.writes_early(scope, written)
    held = State(scope) if late else saved
    if items is None or (len(items) > UNROLLED and not isinstance(node, ast.DictComp)):
        statements.statement(scope, loop)
    else:
        walked = late_walks.snapshots(scope, loop.iter, {})
        for k, item in enumerate(items):
            late_walks.check_same(scope, loop.iter, walked, k)
            statements.assign(scope, loop.target, item)
            for part in loop.body:
                if isinstance(part, ast.For):
                    _rounds(scope, node, generators[1:], part)
                else:
                    statements.block(scope, [part])
        late_walks.check_same(scope, loop.iter, walked, len(items))
    if late:
        late_walks.check_late(scope, written, held)


def _known(scope: Scope, node: ast.AST, loop: ast.For) -> list[Thing] | None:
    """Return the items of what a loop walks if they are known; it is evaluated once."""
    match loop.iter:
        case ast.GeneratorExp():
            return None
        case ast.Call(ast.Name() as name, args, []) if args:
            callee = scope.lookup(name)
            word = callee.value if isinstance(callee, Static) else None
            if word in (zip, enumerate):
                before = State(scope)
                parts = [
                    _known(scope, node, ast.copy_location(ast.For(loop.target, a, [], []), loop))
                    for a in (args if word is zip else args[:1])
                    if isinstance(a, ast.Name | ast.Tuple | ast.List | ast.Call)
                ]
                before.restore()  # which only told whether the items are known
                if len(parts) == len(args) and all(p is not None for p in parts):
                    thing = expressions.expression(scope, loop.iter)
                    return subscripts.known_items(scope, node, thing)
                return None
    walked = expressions.expression(scope, loop.iter)
    items = subscripts.known_items(scope, node, walked)
    if items is None and not isinstance(loop.iter, ast.Name):
        key = f"<walked{loop.iter.col_offset}>"
        scope.env[key] = walked
        loop.iter = ast.copy_location(ast.Name(key, ast.Load()), loop.iter)
    return items


def _in_own_names(scope: Scope, node: Comprehension, build: Callable[[], Thing]) -> Thing:
    """Build with the comprehension's variables out of sight of the function's."""
    own = {n.id for g in node.generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
    names = own | {RESULT, SUMMAND, TOTAL, FIRST, THERE, STOPPED}
    names |= {assigned.flag_of(scope.program, name) for name in names}
    before = {name: scope.env.get(name, UNDEF) for name in names}
    around = scope.own
    new = {name: _seen_by_functions(scope, name) for name in sorted(own - around.keys())}
    scope.own = {**around, **new}
    try:
        return build()
    finally:
        scope.own = around
        for key in (k for name, k in new.items() if k is not scope.cell(name)):
            assigned.forget(scope.program, scope.env, key)
        for name, thing in before.items():
            if thing is UNDEF:
                scope.env.pop(name, None)
            else:
                scope.env[name] = thing


def _seen_by_functions(scope: Scope, name: str) -> Cell:
    """Return what the function's variable is called while one of a comprehension has its name.

    A function that is called sees the variable of the function around it. The comprehension
    walks at first what is made of that.
    """
    program, env, cell = scope.program, scope.env, scope.cell(name)
    if cell is not None:
        assigned.copy(program, env, cell, name)
        return cell
    kept = Cell(name)
    program.b.place(kept)
    assigned.copy(program, env, name, kept)
    return kept


def over(
    scope: Scope,
    node: ast.expr,
    item: ast.expr,
    names: Mapping[str, Thing],
    tests: list[ast.expr] | None = None,
) -> Thing:
    """Append the loop over `<sequence>` that collects something of each `<item>`.

    The `names` are bound for as long as it is built, `<sequence>` among them.
    """
    target, walked = ast.Name("<item>", ast.Store()), ast.Name("<sequence>", ast.Load())
    around = ast.comprehension(target, walked, tests or [], 0)
    made = ast.copy_location(ast.GeneratorExp(item, [around]), node)
    with templates.hidden(scope, names):
        return comprehension(scope, made)


def fold(scope: Scope, node: ast.expr, sequence: Thing, step: ast.expr, start: Thing) -> Thing:
    """Append the loop over a sequence that replaces the result so far by `step`."""
    target, walked = ast.Name("<item>", ast.Store()), ast.Name("<sequence>", ast.Load())
    made = ast.copy_location(
        ast.GeneratorExp(step, [ast.comprehension(target, walked, [], 0)]), node
    )

    def build() -> Thing:
        scope.env[RESULT] = start
        put = ast.Assign([ast.Name(RESULT, ast.Store())], step)
        run(scope, made, made.generators, put)
        return scope.env[RESULT]

    with templates.hidden(scope, {"<sequence>": sequence}):
        return _in_own_names(scope, made, build)


def total(scope: Scope, node: ast.GeneratorExp, start: Thing) -> Thing:
    """Append `sum(... for ...)`: the loop that adds up, beside the list that Python's sum adds.

    From Python 3.12 on the two may differ in the last digit; the derivative takes the loop.
    """

    def build() -> Thing:
        item, terms, so_far = (ast.Name(word, ast.Load()) for word in (SUMMAND, RESULT, TOTAL))
        keep = ast.Assign([ast.Name(SUMMAND, ast.Store())], node.elt)
        append = ast.Expr(ast.Call(ast.Attribute(terms, "append", ast.Load()), [item], []))
        add = ast.Assign([ast.Name(TOTAL, ast.Store())], ast.BinOp(so_far, ast.Add(), item))
        listed = Struct("list", ())
        scope.program.b.place(listed)
        scope.env.update({RESULT: listed, TOTAL: start})
        before = len(scope.program.b.ops)
        walked = ast.copy_location(ast.ListComp(node.elt, node.generators), node)  # to its end
        run(scope, walked, node.generators, keep, append, add)
        for op in all_ops(Block((), tuple(scope.program.b.ops[before:]), ())):
            _unname(outputs(op))
        found = memory.now(scope, scope.env[RESULT])
        if isinstance(found, Value):
            found.name, found.stated = "terms", True
        return _summed(scope, node, found, scope.env[TOTAL], start)

    return _in_own_names(scope, node, build)


def first(scope: Scope, node: ast.Call) -> Thing | None:
    """Append `next(... for ...)` as the loop that ends at the first; None for other iterators.

    So is `next(iter(xs))`, and that of what a builtin makes of something.
    """
    match node.args:
        case [ast.GeneratorExp(elt, [around]) as made, *rest] if len(rest) < 2:
            pass
        case [ast.Call(ast.Name(), [_, *_]) as call, *rest] if len(rest) < 2:
            walked = _made_by_a_builtin(scope, call)
            if walked is None:
                return None
            if walked is not call and not rest and limited.is_sequence(scope, walked):
                return _item_0(scope, walked)
            elt = ast.Name(EACH, ast.Load())
            around = ast.comprehension(ast.Name(EACH, ast.Store()), walked, [], 0)
            made = ast.GeneratorExp(elt, [around])
            stand_ins.place(call, made)
        case _:
            return None
    default = [expressions.expression(scope, other) for other in rest]

    def build() -> Thing:
        scope.env.update({THERE: flow.NO, **dict(zip([FIRST], default, strict=False))})
        found, there = ast.Name(FIRST, ast.Store()), ast.Name(THERE, ast.Store())
        body: list[ast.stmt] = [
            ast.Assign([found], elt),
            ast.Assign([there], ast.Constant(True)),
            ast.Break(),
        ]
        for test in reversed(around.ifs):
            body = [ast.If(test, body, [])]
        ran: list[ast.stmt] = [ast.For(around.target, around.iter, body, [])]
        if not default:
            missing = ast.UnaryOp(ast.Not(), ast.Name(THERE, ast.Load()))
            ran.append(ast.If(missing, [ast.Raise(ast.Name(STOPPED, ast.Load()))], []))
            scope.env[STOPPED] = Static(StopIteration)
        stand_ins.place(made, *ran)
        stand_ins.quote(scope.program.b.span, *ran)
        _ran(scope, ran)
        return scope.lookup(ast.copy_location(ast.Name(FIRST, ast.Load()), node))

    return _in_own_names(scope, made, build)


def _item_0(scope: Scope, walked: ast.expr) -> Thing:
    """Append `next(iter(xs))` of a list, tuple or array."""
    each = ast.Name(EACH, ast.Load())
    scope.env.update({STOPPED: Static(StopIteration), LENGTH: Static(len)})
    items = ast.Call(ast.Name(LENGTH, ast.Load()), [each], [])
    missing = ast.Compare(items, [ast.Eq()], [ast.Constant(0)])
    ran: list[ast.stmt] = [
        ast.Assign([ast.Name(EACH, ast.Store())], walked),
        ast.If(missing, [ast.Raise(ast.Name(STOPPED, ast.Load()))], []),
    ]
    first_ = ast.Subscript(each, ast.Constant(0), ast.Load())
    stand_ins.place(walked, *ran, first_)
    stand_ins.quote(scope.program.b.span, *ran)
    _ran(scope, ran)
    found = expressions.expression(scope, first_)
    for name in (EACH, STOPPED, LENGTH):
        scope.env.pop(name, None)
    return found


def _ran(scope: Scope, ran: list[ast.stmt]) -> None:
    """Append statements inside an expression, whose evaluation may end with them."""
    span = scope.program.b.span
    statements.block(scope, ran)
    scope.program.b.span = span
    if flow.RAISED in scope.env:
        raise flow.Unreached


def _made_by_a_builtin(scope: Scope, call: ast.Call) -> ast.expr | None:
    """Return what a loop walks for an iterator that is made where it is asked."""
    callee = expressions.expression(scope, call.func)
    known = callee.value if isinstance(callee, Static) else None
    if known is iter:
        return call.args[0] if len(call.args) == 1 else None
    return call if known in (reversed, enumerate, zip, map, filter) else None


def any_or_all(scope: Scope, node: ast.Call, conjunction: bool) -> Thing | None:
    """Append `any(... for ...)` as the loop that ends at the first; None where all may be walked.

    That is where nobody sees it: no round may raise, or writes to something.
    """
    match node:
        case ast.Call(_, [ast.GeneratorExp(elt, generators) as made], []):
            pass
        case _:
            return None
    saved = State(scope)
    try:
        eager = expressions.expression(scope, made) in scope.program.eager
    except TooEarly:
        eager = True
    saved.restore()
    if not eager:
        return None

    def build() -> Thing:
        scope.env[THERE] = flow.NO
        there = ast.Name(THERE, ast.Load())
        test = ast.UnaryOp(ast.Not(), elt) if conjunction else elt
        found = ast.Assign([ast.Name(THERE, ast.Store())], ast.Constant(True))
        body: list[ast.stmt] = [ast.If(test, [found, ast.Break()], [])]
        for k, around in enumerate(reversed(generators)):
            if k:
                body.append(ast.If(there, [ast.Break()], []))
            for asked in reversed(around.ifs):
                body = [ast.If(asked, body, [])]
            body = [ast.For(around.target, around.iter, body, [])]
        span = scope.program.b.span
        stand_ins.place(made, *body)
        stand_ins.quote(span, *body)
        statements.block(scope, body)
        scope.program.b.span = span
        answer: ast.expr = ast.UnaryOp(ast.Not(), there) if conjunction else there
        stand_ins.place(node, answer)
        return expressions.expression(scope, answer)

    return _in_own_names(scope, made, build)


def _unname(made: tuple[Value, ...]) -> None:
    """Take the name off what the user has not named: it stays inside an expression."""
    for value in made:
        if value.name == flow.shown(SUMMAND):
            value.name, value.stated = "", False


def _summed(scope: Scope, node: ast.AST, terms: Thing, added: Thing, start: Thing) -> Thing:
    """Append what Python's sum makes of the terms, which were also added up one by one."""
    if isinstance(terms, Struct):
        return special_calls.added(scope, node, terms, start)
    atoms = [expressions.atom(scope, node, t) for t in (terms, added, start)]
    if not all(isinstance(type_of(a), Scalar) for a in atoms[1:]):
        return added  # arrays, containers: Python adds them one by one
    rest = [] if atoms[2] == Const(0) else atoms[2:]
    value = scope.program.b.apply(gate(sum), atoms[0], *rest)
    return scope.program.b.apply(gate(core.summed), value, atoms[1])
