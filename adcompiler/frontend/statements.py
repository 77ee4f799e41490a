"""Statements of the user's program: assignments, branches, and what is returned."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import expressions, loops
from adcompiler.frontend.scope import Conflict, Scope, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Atom, Const, Struct, Value
from adcompiler.ir.types import Array, Seq, Tree, Unknown
from adcompiler.ir.walk import outputs
from adcompiler.source import Span, Statement


def body(scope: Scope, statements: list[ast.stmt]) -> Thing:
    """Append the statements and return what the function returns."""
    result = block(scope, statements)
    return Const(None) if result is None else result


def block(scope: Scope, statements: list[ast.stmt]) -> Thing | None:
    """Append statements; return the value of the `return` that ends them, None if none does."""
    for k, node in enumerate(statements):
        scope.program.b.span = statement_span(scope, node)
        if isinstance(node, ast.Return):
            return expressions.expression(scope, node.value) if node.value else Const(None)
        if isinstance(node, ast.If):
            if returns(node):
                return _returning_if(scope, node, statements[k + 1 :])
            _if(scope, node)
        else:
            statement(scope, node)
    return None


def statement_span(scope: Scope, node: ast.stmt) -> Span:
    """Return the span of a statement, with its text for the comments."""
    source = scope.captured.source
    span = Span.of(source, node)
    if isinstance(node, ast.If | ast.For | ast.FunctionDef):
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


def returns(node: ast.AST) -> bool:
    """Tell whether a statement contains a return of this function."""
    if isinstance(node, ast.Return):
        return True
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        return False
    return any(returns(child) for child in ast.iter_child_nodes(node))


def always_returns(statements: list[ast.stmt]) -> bool:
    """Tell whether control never leaves these statements at their end."""
    for node in statements:
        if isinstance(node, ast.Return):
            return True
        if isinstance(node, ast.If) and node.orelse:
            if always_returns(node.body) and always_returns(node.orelse):
                return True
    return False


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
        case ast.For():
            loops.loop(scope, node)
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
    span = scope.program.b.span
    before = dict(scope.env)
    sides = []
    for statements in (node.body, node.orelse):
        scope.env = dict(before)
        with scope.program.b.block() as ops:
            block(scope, statements)
        sides.append((ops, scope.env))
    scope.program.b.span = span
    scope.env = join_envs(scope, node, test, before, sides)


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
        if UNDEF in (x, y) and not isinstance(y if x is UNDEF else x, Value | Const):
            env[name] = Conflict(f"the variable {name!r} has a value on one path only")
            continue
        found = expressions.unify(scope, node, x, y, pairs)
        if isinstance(found, Conflict):
            found = Conflict(f"the variable {name!r} is of one kind on one path, of another after")
        names += [(name, True)] * (len(pairs) - len(names))
        shapes[name] = found
    b = scope.program.b
    out = b.branch(test, (then, [p for p, _ in pairs]), (orelse, [q for _, q in pairs]), names)
    for name, shape in shapes.items():
        env[name] = expressions.fill(shape, out)
    for value, (p, q) in zip(out, pairs, strict=True):
        if all(isinstance(a, Value) and is_fresh(scope, a) for a in (p, q)):
            scope.program.fresh.add(value)
    return env


def _returning_if(scope: Scope, node: ast.If, rest: list[ast.stmt]) -> Thing | None:
    """Append an if in which a return stands: what follows goes into the branches that go on."""
    condition = expressions.expression(scope, node.test)
    known = expressions.truth(condition)
    sides = [
        branch if always_returns(branch) else [*branch, *rest]
        for branch in (node.body, node.orelse)
    ]
    if known is not None:
        return block(scope, sides[0] if known else sides[1])
    test = expressions.atom(scope, node.test, condition)
    span = scope.program.b.span
    before = dict(scope.env)
    done = []
    for statements in sides:
        scope.env = dict(before)
        with scope.program.b.block() as ops:
            value = body(scope, statements)
        done.append((ops, value))
    scope.env = before
    scope.program.b.span = span
    pairs: list[tuple[Atom, Atom]] = []
    shape = expressions.unify(scope, node, done[0][1], done[1][1], pairs)
    if isinstance(shape, Conflict):
        raise refuse("AD502", "the branches return values of different kinds", scope.span(node))
    b = scope.program.b
    out = b.branch(
        test,
        (done[0][0], [p for p, _ in pairs]),
        (done[1][0], [q for _, q in pairs]),
        [("value", True)] * len(pairs),
    )
    return expressions.fill(shape, out)
