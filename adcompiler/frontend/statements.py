"""Statements of the user's program: assignments, branches, and what is returned."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, flow, loops
from adcompiler.frontend.scope import Conflict, Scope, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Atom, Const, Struct, Value
from adcompiler.ir.types import Array, Seq, Tree, Unknown
from adcompiler.ir.walk import outputs
from adcompiler.source import Span, Statement


def body(scope: Scope, statements: list[ast.stmt]) -> Thing:
    """Append the statements of a function and return what it returns."""
    scope.env.update({flow.EXIT: flow.NO, flow.DONE: flow.NO})
    block(scope, statements)
    done = expressions.truth(scope.env[flow.DONE])
    if done is False:
        return Const(None)
    value = scope.env[flow.VALUE]
    if done is None and value != Const(None):
        node = scope.captured.node
        raise refuse(
            "AD502",
            "the function returns a value on some paths and None on others",
            scope.span(node),
            "a path without return",
        )
    return value


def block(scope: Scope, statements: list[ast.stmt]) -> None:
    """Append statements, up to the one that certainly leaves them."""
    for k, node in enumerate(statements):
        scope.program.b.span = statement_span(scope, node)
        rest = statements[k + 1 :]
        if not flow.exits(node):
            statement(scope, node)
            continue
        match node:
            case ast.Return(value):
                thing = expressions.expression(scope, value) if value else Const(None)
                flow.leave(scope, stop=True, value=thing)
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
        known = expressions.truth(gone)
        if known:
            return
        if known is None:
            guarded(scope, node, expressions.atom(scope, node, gone), rest)
            return


def _leaving_if(scope: Scope, node: ast.If, rest: list[ast.stmt]) -> bool:
    """Append an if that may leave; tell whether the statements after it are done as well."""
    condition = expressions.expression(scope, node.test)
    known = expressions.truth(condition)
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
    _branches(scope, node, expressions.atom(scope, node.test, condition), then, orelse)
    return taken


def guarded(
    scope: Scope, node: ast.AST, skip: Atom, rest: list[ast.stmt] | Callable[[], None]
) -> None:
    """Append what runs only where the flag `skip` does not hold."""
    if rest:
        _branches(scope, node, skip, [], rest, flow.same_flags(scope, skip))


def _branches(
    scope: Scope,
    node: ast.AST,
    test: Atom,
    then: list[ast.stmt],
    orelse: list[ast.stmt] | Callable[[], None],
    flags: Sequence[str] = (),
) -> None:
    """Append an if of two lists of statements and bind the variables after it.

    `flags` are those that hold exactly where the test does.
    """
    span = scope.program.b.span
    before = dict(scope.env)
    sides = []
    for side, known in ((then, flow.YES), (orelse, flow.NO)):
        scope.env = {**before, **dict.fromkeys(flags, known)}
        with scope.program.b.block() as ops:
            if callable(side):
                side()
            else:
                block(scope, side)
        sides.append((ops, scope.env))
    scope.program.b.span = span
    scope.env = join_envs(scope, node, test, before, sides)


def statement_span(scope: Scope, node: ast.stmt) -> Span:
    """Return the span of a statement, with its text for the comments."""
    source = scope.captured.source
    span = Span.of(source, node)
    if isinstance(node, ast.If | ast.For | ast.While | ast.FunctionDef):
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
    return Span.of(source, node, Statement(text.strip(), target, span.line))


def statement(scope: Scope, node: ast.stmt) -> None:
    """Append one statement that neither branches nor returns."""
    match node:
        case ast.Assign(targets, value):
            thing = expressions.expression(scope, value)
            for target in targets:
                assign(scope, target, thing)
        case ast.AnnAssign(target, _, value):
            if value is not None:
                assign(scope, target, expressions.expression(scope, value))
        case ast.AugAssign(target, op, value):
            augmented(scope, node, target, op, value)
        case ast.For() | ast.While():
            loops.loop(scope, node)
        case ast.If():
            _if(scope, node)
        case ast.FunctionDef(name):
            scope.env[name] = expressions.inner_function(scope, node)
        case ast.Expr(value):
            _expression_statement(scope, value)
        case ast.Pass():
            pass
        case _:
            raise refuse("AD102", f"the statement {type(node).__name__}", scope.span(node))


def _expression_statement(scope: Scope, value: ast.expr) -> None:
    if isinstance(value, ast.Constant):
        return
    match value:
        case ast.Call(ast.Attribute(ast.Name(name), "append"), [item], []):
            collector = scope.env.get(name)
            if isinstance(collector, loops.Collector):
                collector.append(scope, value, expressions.expression(scope, item))
                return
        case ast.Call(ast.Attribute(ast.Attribute(_, "add"), "at"), [ast.Name() as d, index, v]):
            callee = expressions.expression(scope, value.func.value)  # type: ignore[attr-defined]
            if isinstance(callee, Static) and callee.value is np.add:
                accumulate(scope, value, d, index, expressions.expression(scope, v))
                return
    expressions.expression(scope, value)


def assign(scope: Scope, target: ast.expr, thing: Thing) -> None:
    """Bind a target to a value; a new stage takes the name that it is given."""
    match target:
        case ast.Name(name):
            scope.env[name] = named(scope, name, thing)
        case ast.Tuple(elts) | ast.List(elts):
            items = expressions.unpack(scope, target, thing, len(elts))
            for element, item in zip(elts, items, strict=True):
                assign(scope, element, item)
        case _:
            raise refuse("AD402", "a write into an array or container", scope.span(target))


def named(scope: Scope, name: str, thing: Thing) -> Thing:
    """Give a stage that has no name yet, and was made in this block, the user's name for it."""
    b = scope.program.b
    if isinstance(thing, Value) and not thing.stated and not thing.name:
        if any(thing in outputs(op) for op in reversed(b.ops)):
            thing.name, thing.stated = name, True
    return thing


def augmented(
    scope: Scope, node: ast.AugAssign, target: ast.expr, op: ast.operator, value: ast.expr
) -> None:
    """Append `x += v` as `x = x + v`; on arrays only where nobody else can see the array."""
    if isinstance(target, ast.Subscript):
        if isinstance(op, ast.Add) and isinstance(target.value, ast.Name):
            thing = expressions.expression(scope, value)
            accumulate(scope, node, target.value, target.slice, thing)
            return
        raise refuse(
            "AD402",
            "a write into an array or container",
            scope.span(node),
            "only += on an array made here is supported",
        )
    assert isinstance(target, ast.Name)
    old = scope.lookup(ast.copy_location(ast.Name(target.id, ast.Load()), target))
    new = expressions.binary(scope, node, type(op), old, expressions.expression(scope, value))
    if isinstance(old, Value) and isinstance(old.type, Array | Unknown | Seq | Tree):
        _check_update(scope, node, target.id, old)
        _check_kind(scope, node, old, new)
        if isinstance(new, Value):
            scope.program.fresh.add(new)
    scope.env[target.id] = named(scope, target.id, new)
    now = scope.env[target.id]
    if isinstance(now, Value):
        scope.program.fresh.add(now)


def _check_kind(scope: Scope, node: ast.AST, old: Value, new: Thing) -> None:
    """An in-place operator keeps dtype and shape, where the plain one would not."""
    if not isinstance(new, Value) or not isinstance(old.type, Array):
        return
    if isinstance(new.type, Array):
        grown = new.type.rank > old.type.rank or any(
            p.one and q.one is False for p, q in zip(old.type.dims, new.type.dims, strict=False)
        )
        if new.type.dtype == old.type.dtype and not grown:
            return
    raise refuse(
        "AD304",
        "this in-place update changes the dtype or shape of the array",
        scope.span(node),
        "in place here",
        "write x = x + v instead of x += v",
    )


def _check_update(scope: Scope, node: ast.AST, name: str, value: Value) -> None:
    """Refuse an in-place update that could be seen through another name."""
    others = [
        key for key, thing in scope.env.items() if key != name and _mentions(thing, value, scope)
    ]
    if others or not is_fresh(scope, value):
        who = f"also seen as {others[0]!r}" if others else "not made by this function"
        raise refuse(
            "AD401",
            f"the array {name!r} is updated in place and is {who}",
            scope.span(node),
            "in-place update",
            "write x = x + v instead of x += v",
        )


def _mentions(thing: Thing, value: Value, scope: Scope) -> bool:
    if isinstance(thing, Struct):
        return any(_mentions(item, value, scope) for item in thing.items)
    return isinstance(thing, Value) and (thing is value or _base(scope, thing) is value)


def _base(scope: Scope, value: Value) -> Value | None:
    """Return the stage whose memory a view shows, None if it is not a view."""
    made = scope.program.b.made.get(value)
    if made is None or not made.gate.view or not made.args:
        return None
    first = made.args[0]
    if not isinstance(first, Value):
        return None
    return _base(scope, first) or first


def is_fresh(scope: Scope, value: Value) -> bool:
    """Tell whether a stage is an array made here, that no view, list or argument shares."""
    if value in scope.program.fresh:
        return True
    made = scope.program.b.made.get(value)
    if made is not None and made.gate.function is core.pack:
        return all(not isinstance(a, Value) or is_fresh(scope, a) for a in made.args)
    if made is None or made.gate.view or value.type == Unknown():
        return False
    return isinstance(value.type, Array | Seq | Tree)


def accumulate(
    scope: Scope, node: ast.AST, target: ast.Name, index: ast.expr, thing: Thing
) -> None:
    """Append `d[index] += v` on an array made here."""
    if isinstance(index, ast.Subscript) and ast.unparse(index.value) == "np.s_":
        index = index.slice
    old = scope.lookup(ast.copy_location(ast.Name(target.id, ast.Load()), target))
    base = expressions.atom(scope, node, old)
    if isinstance(base, Value):
        _check_update(scope, node, target.id, base)
    slots: list[Atom] = [base, expressions.atom(scope, node, thing)]
    pattern = expressions._index(scope, index, slots)
    new = scope.program.b.apply(gate(core.accumulate), *slots, attrs={"index": pattern})
    scope.env[target.id] = named(scope, target.id, new)
    scope.program.fresh.add(scope.env[target.id])  # type: ignore[arg-type]


def _if(scope: Scope, node: ast.If) -> None:
    """Append an if whose branches both go on."""
    condition = expressions.expression(scope, node.test)
    known = expressions.truth(condition)
    if known is not None:
        block(scope, node.body if known else node.orelse)
        return
    test = expressions.atom(scope, node.test, condition)
    _branches(scope, node, test, node.body, node.orelse)


def join_envs(
    scope: Scope, node: ast.AST, test: Atom, before: dict[str, Thing], sides: list[Any]
) -> dict[str, Thing]:
    """Append the If that merges two branches and return the variables after it."""
    (then, env_then), (orelse, env_else) = sides
    env = dict(before)
    pairs: list[tuple[Atom, Atom]] = []
    names: list[tuple[str, bool]] = []
    shapes: dict[str, Any] = {}
    for name in dict.fromkeys([*env_then, *env_else]):
        x, y = env_then.get(name, UNDEF), env_else.get(name, UNDEF)
        if x is y:
            env[name] = x
            continue
        found: Any = flow.shared(name, x, y, pairs)
        if found is None:
            found = expressions.unify(scope, node, x, y, pairs)
        if isinstance(found, Conflict):
            what = "has a value on one path only" if UNDEF in (x, y) else "is of different kinds"
            found = Conflict(f"the variable {name!r} {what}")
        names += [(flow.shown(name), True)] * (len(pairs) - len(names))
        shapes[name] = found
    b = scope.program.b
    out = b.branch(test, (then, [p for p, _ in pairs]), (orelse, [q for _, q in pairs]), names)
    for name, shape in shapes.items():
        env[name] = expressions.fill(shape, out)
    for value, (p, q) in zip(out, pairs, strict=True):
        if all(isinstance(a, Value) and is_fresh(scope, a) for a in (p, q)):
            scope.program.fresh.add(value)
    return env
