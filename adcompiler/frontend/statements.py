"""Statements of the user's program: assignments, branches, and what is returned."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    assigned,
    blocks,
    choices,
    chosen,
    classes,
    decorated,
    expressions,
    failures,
    flow,
    growing,
    indices,
    iterators,
    loops,
    managers,
    memory,
    once,
    one_by_one,
    one_of,
    operators,
    patterns,
    rows,
    slices,
    stand_ins,
    starred,
    steps,
    subscripts,
    texts,
    updates,
    writes,
)
from adcompiler.frontend.bindings import nonlocals
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Cell, Conflict, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.walk import outputs
from adcompiler.source import Span, Statement

Statements = list[ast.stmt] | Callable[[], None]
SOMETIMES = "the function returns a value on some paths and None on others"


def body(scope: Scope, statements: list[ast.stmt]) -> Thing:
    """Append the statements of a function and return what it returns."""
    scope.env.update({flow.EXIT: flow.NO, flow.DONE: flow.NO})
    scope.share(nonlocals(statements))
    if flow.is_stepping(scope):
        steps.begin(scope)
    block(scope, statements)
    done = choices.truth(scope.env[flow.DONE])
    if done is False:
        return Const(None)
    node = scope.captured.node
    if done is None and scope.caller is not None:
        nothing = partial(flow.leave, scope, stop=True, value=Const(None))
        blocks.unless_left(scope, node, nothing)
    value = scope.env.get(flow.VALUE, Const(None))
    if done is None and scope.caller is None and value != Const(None):
        raise refuse("AD502", SOMETIMES, scope.span(node), "a path without return")
    if done is None and isinstance(value, Conflict) and value.again is None:
        return Conflict(SOMETIMES)
    return value


def block(scope: Scope, statements: list[ast.stmt]) -> None:
    """Append statements, up to the one that certainly leaves them."""
    env = scope.env
    try:
        _block(scope, statements)
    except flow.Raised as raised:
        flow.stop(scope, raised)
    except flow.Unreached:
        scope.env = env
        flow.never(scope)


def _block(scope: Scope, statements: list[ast.stmt]) -> None:
    if flow.is_stepping(scope):
        steps.block(scope, statements)
        return
    for k, node in enumerate(statements):
        scope.program.b.span = statement_span(scope, node)
        rest = statements[k + 1 :]
        changed = once.put_in_place(scope, node, rest)
        if changed is not None:
            _block(scope, changed)
            return
        if not flow.exits(node):
            statement(scope, node)
            if flow.RAISED in scope.env:
                return
            continue
        match node:
            case ast.Return(value):
                thing = expressions.expression(scope, value) if value else Const(None)
                flow.leave(scope, stop=True, value=thing)
            case flow.Ended():
                flow.end(scope)
            case ast.Break():
                flow.leave(scope, stop=True)
            case ast.Continue():
                flow.leave(scope, stop=False)
            case ast.If() if _leaving_if(scope, node, rest):
                return
            case ast.If():
                pass
            case _:
                statement(scope, node)
        gone = scope.env[flow.EXIT]
        known = choices.truth(gone)
        if known:
            return
        if known is None:
            guarded(scope, node, expressions.atom(scope, node, gone), rest)
            return


def _leaving_if(scope: Scope, node: ast.If, rest: list[ast.stmt]) -> bool:
    """Append an if that may leave; tell whether the statements after it are done as well."""
    asked = operators.truth(scope, node.test, expressions.expression(scope, node.test))
    condition = growing.truth_of(scope, asked)
    known = choices.truth(condition)
    if known is not None:
        block(scope, node.body if known else node.orelse)
        return False
    then, orelse = node.body, node.orelse
    taken = True
    if flow.always_exits(then):
        orelse = [*orelse, *rest]
    elif flow.always_exits(orelse):
        then = [*then, *rest]
    else:
        taken = False
    branches(scope, node, expressions.atom(scope, node.test, condition), then, orelse)
    return taken


def guarded(scope: Scope, node: ast.AST, skip: Atom, rest: Statements) -> None:
    """Append what runs only where the flag `skip` does not hold."""
    if rest:
        branches(scope, node, skip, [], rest, flow.same_flags(scope, skip))


def branches(
    scope: Scope,
    node: ast.AST,
    test: Atom,
    then: Statements,
    orelse: Statements,
    flags: Sequence[str] = (),
) -> None:
    """Append an if of two lists of statements and bind the variables after it.

    `flags` are those that hold exactly where the test does.
    """
    span = scope.program.b.span
    program, before = scope.program, dict(scope.env)
    sides, held, first = [], [], frozenset(scope.program.held)
    for side, known in ((then, flow.YES), (orelse, flow.NO)):
        program.held = set(first)
        scope.env = {**before, **dict.fromkeys(flags, known), **_whole(scope, before, test, known)}
        scope.env.pop(flow.RAISED, None)
        with scope.program.b.block() as ops:
            scope.program.b.assume(test, bool(known.value))
            if callable(side):
                side()
            else:
                block(scope, side)
        sides.append((ops, scope.env))
        held.append(frozenset(program.held))
    program.b.span = span
    program.held = set().union(*held)
    scope.env = join_envs(scope, node, test, before, sides)
    for key, thing in scope.env.items():
        if before.get(key) is not thing:
            pairs = zip(sides, held, strict=True)
            aliases.note_free(scope, thing, [(env.get(key, UNDEF), h) for (_, env), h in pairs])


def _whole(scope: Scope, env: dict[Any, Thing], test: Atom, known: Const) -> dict[Any, Thing]:
    """Return the variables of a try that are whole where the test is known: all went well."""
    op = made_by(scope.program.b.made, test)
    if known == flow.NO:
        if op is None or op.gate.function is not operator.not_:
            return {}
        test = op.args[0]
    return {k: t.whole for k, t in env.items() if isinstance(t, Conflict) and t.flag is test}


def _reached(
    scope: Scope, key: Any, x: Thing, y: Thing, first: bool, before: dict[Any, Thing]
) -> tuple[Thing, Thing]:
    """Return the values of a variable after a branch of which one side has raised."""
    live = y if first else x
    if not isinstance(live, Struct | Value) or choices.from_before(scope, live):
        return live, live  # nobody comes from the other side
    return (UNDEF, live) if first else (live, UNDEF)


def _may_be_shared(thing: Thing) -> bool:
    """Tell whether two variables that are this thing stay one: a write to it is seen by both."""
    return thing is UNDEF or aliases.is_writable(thing)


def _has_returned(scope: Scope, env: dict[Any, Thing]) -> bool:
    """Tell whether a side has returned for good: no `finally` around it reads its variables."""
    watched = scope.program.watch is not None or flow.is_stepping(scope)
    return not watched and choices.truth(env.get(flow.DONE, flow.NO)) is True


def statement_span(scope: Scope, node: ast.stmt) -> Span:
    """Return the span of a statement, with its text for the comments."""
    quoted = scope.quoted or stand_ins.quoted(node)  # it stands for one of the user's
    if quoted is not None:
        return quoted
    source = scope.captured.source
    span = Span.of(source, node)
    if isinstance(
        node, ast.If | ast.For | ast.While | ast.FunctionDef | ast.With | ast.Match | ast.Try
    ):
        head = source.line(span.line).strip()
        return Span.of(source, node, Statement(head, "", span.line))
    if isinstance(scope.captured.node, ast.Lambda):
        text = (
            "return " + ast.unparse(node.value)
            if isinstance(node, ast.Return) and node.value
            else ""
        )
    elif span.line == span.end_line:
        text = source.line(span.line)[span.column : span.end_column]
    else:
        text = ast.unparse(node)
    target = ""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        target = node.targets[0].id
    elif isinstance(node, ast.AugAssign | ast.AnnAssign) and isinstance(node.target, ast.Name):
        target = node.target.id
    return Span.of(source, node, Statement(text.strip(), flow.shown(target), span.line))


def statement(scope: Scope, node: ast.stmt) -> None:
    """Append one statement that neither branches nor returns."""
    loop = one_by_one.as_loop(scope, node)
    if loop is not None:
        loops.loop(scope, loop)
        one_by_one.forget(scope)
        return
    match node:
        case ast.Assign(targets, value):
            thing = once.kept(scope, node) or expressions.expression(scope, value)
            for target in targets:
                assign(scope, target, thing)
        case ast.AnnAssign(target, _, value):
            if value is not None:
                assign(scope, target, expressions.expression(scope, value))
        case ast.AugAssign(target, op, value):
            updates.augmented(scope, node, target, op, value)
        case ast.For() | ast.While():
            loops.loop(scope, node)
        case ast.If():
            _if(scope, node)
        case ast.ClassDef():
            classes.define(scope, node)
        case ast.FunctionDef(name):
            scope.assign(name, decorated.function(scope, node))
        case ast.Expr(value):
            _expression_statement(scope, value)
        case ast.Pass() | ast.Global() | ast.Nonlocal():
            pass
        case ast.Assert():
            texts.demand(scope, node)
        case ast.Raise():
            failures.throw(scope, node)
        case ast.Import() | ast.ImportFrom():
            texts.bring(scope, node)
        case ast.Delete():
            texts.forget(scope, node)
        case ast.Match():
            block(scope, patterns.as_ifs(scope, node))
        case _ if type(node).__name__ == "TypeAlias":
            pass
        case ast.With():
            managers.with_block(scope, node)
        case ast.Try():
            blocks.try_block(scope, node)
        case _:
            raise refuse("AD102", f"the statement {type(node).__name__}", scope.span(node))


def _expression_statement(scope: Scope, value: ast.expr) -> None:
    if isinstance(value, ast.Constant):
        return
    match value:
        case ast.Yield(yielded) if scope.resume is not None:
            thing = expressions.expression(scope, yielded) if yielded else Const(None)
            scope.resume.run(scope, thing)
            return
    expressions.expression(scope, value)


def assign(scope: Scope, target: ast.expr, thing: Thing) -> None:
    """Bind a target to a value; a new stage takes the name that it is given."""
    if not isinstance(target, ast.Tuple | ast.List):
        iterators.check_not_kept(scope, target, thing)
    match target:
        case ast.Name(name):
            scope.assign(name, named(scope, flow.shown(name), thing))
        case ast.Tuple(elts) | ast.List(elts):
            items = _spread(scope, target, thing, elts)
            for element, item in zip(elts, items, strict=True):
                assign(scope, element.value if isinstance(element, ast.Starred) else element, item)
        case ast.Subscript():
            if indices.writes(scope, target):
                with indices.evaluated(scope, target) as made:
                    assign(scope, made, thing)
                return
            target = slices.written_out(scope, target)
            inside = rows.row_of(scope, target)
            if inside is not None:
                rows.write_inside(scope, target, *inside, thing, core.store)
                return
            whole = expressions.expression(scope, target.value)
            writes.set_item(scope, target, whole, target.slice, thing)
        case ast.Attribute(base, name):
            writes.set_attribute(scope, target, expressions.expression(scope, base), name, thing)
        case _:
            raise refuse("AD402", "a write into an array or container", scope.span(target))


def _spread(scope: Scope, node: ast.AST, thing: Thing, elts: list[ast.expr]) -> list[Thing]:
    """Return one thing for each element of a target, a list for a starred one."""
    stars = [k for k, e in enumerate(elts) if isinstance(e, ast.Starred)]
    if not stars:
        return subscripts.unpack(scope, node, thing, len(elts))
    if subscripts.known_items(scope, node, thing) is None:
        return starred.cut(scope, node, thing, stars[0], len(elts) - stars[0] - 1)
    items = subscripts.listed(scope, node, thing)
    first, after = stars[0], len(elts) - stars[0] - 1
    subscripts.check_known_count(scope, node, items, first, after)
    last = len(items) - after
    rest = Struct("list", tuple(items[first:last]))
    scope.program.b.place(rest)
    return [*items[:first], rest, *items[last:]]


def named(scope: Scope, name: str, thing: Thing) -> Thing:
    """Give a stage that has no name yet, and was made in this block, the user's name for it."""
    b = scope.program.b
    if isinstance(thing, Value) and not thing.stated and not thing.name:
        if any(thing in outputs(op) for op in reversed(b.ops)):
            thing.name, thing.stated = name, True
    return thing


def _if(scope: Scope, node: ast.If) -> None:
    """Append an if whose branches both go on."""
    asked = operators.truth(scope, node.test, expressions.expression(scope, node.test))
    condition = growing.truth_of(scope, asked)
    known = choices.truth(condition)
    if known is not None:
        block(scope, node.body if known else node.orelse)
        return
    test = expressions.atom(scope, node.test, condition)
    branches(scope, node, test, node.body, node.orelse)


def join_envs(
    scope: Scope,
    node: ast.AST,
    test: Atom,
    before: dict[Any, Thing],
    sides: list[Any],
    catches: tuple[type, ...] = (),
    within: bool = False,
) -> dict[Any, Thing]:
    """Append the If that merges two branches and return the variables after it."""
    (then, env_then), (orelse, env_else) = sides
    env = dict(before)
    pairs: list[tuple[Atom, Atom]] = []
    names: list[tuple[str, bool]] = []
    shapes: dict[Any, Any] = {}
    raised = [flow.RAISED in e for e in (env_then, env_else)]
    left = [r or _has_returned(scope, e) for r, e in zip(raised, (env_then, env_else), strict=True)]
    assigned.tell(scope.program, (env_then, env_else), left)
    if scope.program.watch is not None:
        for side in (e for e, ends in zip((env_then, env_else), raised, strict=True) if ends):
            scope.program.watch.lose(scope, before, side)
    if catches and not raised[1]:
        pairs.append((flow.YES, flow.NO))
        names.append(("went_well", True))
    asks_flag = any(t is test for k, t in before.items() if flow.is_control(k))
    failed: list[Any] = []
    opposite: list[Any] = []
    kept: dict[Any, tuple[Thing, Thing]] = {}
    alike: dict[tuple[Any, Any], Any] = {}  # one thing on each side: one after them
    halves: dict[Any, Any] = {}
    for key in dict.fromkeys([*env_then, *env_else]):
        if key == flow.RAISED:
            env.update({flow.RAISED: flow.YES} if all(raised) else {})
            continue
        nothing = UNDEF if isinstance(key, str | Cell) else key
        x, y = env_then.get(key, nothing), env_else.get(key, nothing)
        if catches and not raised[1] and flow.are(x, y, False, True):
            failed.append(key)
            continue
        if catches and not raised[1] and flow.are(x, y, True, False):
            shapes[key] = Slot(0)
            continue
        if catches and not raised[1] and isinstance(y, Conflict) and x is not y:
            content = memory.content_in(env_then, x)
            half = alike.get((x, UNDEF)) if isinstance(key, str | Cell) else None
            if half is None:
                half = choices.unify(scope, node, content, UNDEF, pairs, (env_then, env_else))
            halves[key] = half
            if isinstance(key, str | Cell) and _may_be_shared(x):
                alike[x, UNDEF] = half
            names += [(memory.shown(scope, key), True)] * (len(pairs) - len(names))
            continue
        if raised[0] is not raised[1] and x is not y:
            x, y = _reached(scope, key, x, y, raised[0], before)
        if x is y:
            env[key] = x
            continue
        if asks_flag and flow.is_control(key) and flow.are(x, y, True, False):
            env[key] = test
            continue
        if key == flow.VALUE and Const(None) in (x, y) and UNDEF in (x, y):
            env[key] = Const(None)  # nobody reads it where nothing was returned
            continue
        if not isinstance(key, str | Cell) and not scope.program.b.visible(key):
            env[key] = x if x is not key else y  # made inside, and not seen outside
            continue
        name = key if isinstance(key, str) else memory.name_of(scope, key)
        found: Any = flow.shared(name, x, y, pairs)
        if not catches and not within and assigned.is_flag(key):
            if flow.are(x, y, False, True):
                opposite.append(key)
                continue
            if flow.are(x, y, True, False):
                pairs.append(chosen.TAKEN)
                found = Slot(len(pairs) - 1)
        named = isinstance(key, str | Cell) and all(map(_may_be_shared, (x, y)))
        older = y if x is UNDEF else x
        if named and UNDEF in (x, y) and isinstance(older, Struct):
            if choices.from_before(scope, older):
                env[key] = older  # where the variable has a value, it is this
                continue
        if found is None and named:
            found = alike.get((x, y))
        if found is None:
            contents = memory.content_in(env_then, x), memory.content_in(env_else, y)
            both = [(then, contents[0], env_then), (orelse, contents[1], env_else)]
            sources = growing.matched(scope, node, both, key)
            current = isinstance(key, str | Cell) or key not in scope.program.choices
            found = choices.unify(scope, node, *sources, pairs, (env_then, env_else), current)
        if named and not isinstance(found, Conflict):
            alike[x, y] = found
        if isinstance(found, Conflict) and not isinstance(x, Conflict) | isinstance(y, Conflict):
            what = "has a value on one path only" if UNDEF in (x, y) else "is of different kinds"
            what = choices.OUTDATED if found.why == choices.OUTDATED else what
            hidden = name.startswith("<")  # what a part of a statement is held in
            word = "a part of this statement" if hidden else f"the variable {name!r}"
            found = Conflict(f"{word} {what}")
        called = memory.labels(flow.shown(name), found)
        slots = {leaf.index: word for word, leaf in called if isinstance(leaf, Slot)}
        new = range(len(names), len(pairs))
        names += [(slots.get(k, flow.shown(name)), True) for k in new]
        shapes[key] = found
    b = scope.program.b
    first, second = (then, [p for p, _ in pairs]), (orelse, [q for _, q in pairs])
    out = b.branch(test, first, second, names, catches=catches, within=within)
    if catches:
        env[blocks.WENT_WELL] = flow.YES if raised[1] else out[0]
    if failed:
        env.update(dict.fromkeys(failed, b.apply(gate(operator.not_), out[0], name="failed")))
    if opposite:
        env.update(dict.fromkeys(opposite, b.apply(gate(operator.not_), test)))
    filled: dict[int, Any] = {}
    for key, shape in halves.items():
        if id(shape) not in filled:
            filled[id(shape)] = choices.fill(scope, shape, out)
        half, whole = env_else[key], filled[id(shape)]
        assert isinstance(half, Conflict)
        env[key] = Conflict(half.why, half.again, out[0], whole)
    values = chosen.flags(test, pairs, out)
    for key, shape in shapes.items():
        if id(shape) not in filled:
            filled[id(shape)] = choices.fill(scope, shape, values)
        env[key] = filled[id(shape)]
        aliases.merged(scope, env[key], env_then.get(key, UNDEF), env_else.get(key, UNDEF))
        if isinstance(key, str | Cell) and not catches and not within:
            kept[key] = env_then.get(key, UNDEF), env_else.get(key, UNDEF)
    scope.env = env
    for key, (first_thing, second_thing) in kept.items():
        one_of.merged(scope, test, env[key], first_thing, second_thing)
    return env
