"""Branches, tries, with blocks and loops as Python statements."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from adcompiler.analysis.liveness import is_caught
from adcompiler.backend.literals import negated
from adcompiler.backend.walks import walk
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import (
    UNDEF,
    Apply,
    Atom,
    Block,
    Const,
    For,
    If,
    Op,
    Value,
    is_proceed,
    made_by,
)
from adcompiler.ir.types import Scalar
from adcompiler.ir.walk import outputs, raises, reads
from adcompiler.source import SINGLY

if TYPE_CHECKING:
    from adcompiler.backend.statements import Statements


def branch(s: Statements, op: If) -> list[ast.stmt]:
    """Return an if statement, or an assignment of a conditional expression."""
    if op.out and op.out[0] in s.layout.inlined:
        return []
    if s.expressions.is_one_expression(op):
        value = s.expressions.conditional(op)
        return [s.assign(s.variables.name(op.out[0]), value)]
    test = s.expressions.atom(op.cond)
    sides = []
    before = s.statement
    for block in (op.then, op.orelse):
        s.statement = before if not op.span.sweep else None
        decided = [k for k, v in enumerate(op.out) if v in s.breaks]
        inner = [block.yields[k] for k in decided]
        s.breaks.update(y for y in inner if isinstance(y, Value))
        lines = s.block(block)
        if raises(block):
            sides.append(lines)
            continue
        kept = [k for k in range(len(op.out)) if k not in decided and _is_read(s, op, k)]
        lines += s.copies([op.out[k] for k in kept], [block.yields[k] for k in kept])
        lines += _placeholders(s, op, block)
        lines += _leave(s, op, block)
        sides.append(lines)
    s.statement = None
    then, orelse = sides
    if op.catches:
        return [_attempt(s, op, then, orelse)]
    if op.within:
        return [_inside(s, op, then)]
    if not then and not orelse:
        return []
    if not _real(then):
        then, orelse = orelse, []
        test = negated(test, _of_numbers(s, op.cond))
    if isinstance(then[-1], ast.Break):
        return [ast.If(test, then, []), *orelse]
    return [ast.If(test, then, orelse if _real(orelse) else [])]


def _is_read(s: Statements, op: If, k: int) -> bool:
    """Tell whether a result is handed on: whether a try went well may interest nobody."""
    return not op.catches or k > 0 or op.out[0] in s.count


def _attempt(s: Statements, op: If, body: list[ast.stmt], handler: list[ast.stmt]) -> ast.stmt:
    """Return a try statement."""
    caught: ast.expr | None = s.expressions.constant(
        op.catches[0] if len(op.catches) == 1 else op.catches
    )
    error = next(o.out for o in op.orelse.ops if is_caught(o))
    called = s.variables.name(error) if s.count.get(error) else None
    passing: list[ast.stmt] = [ast.Pass()]
    handlers = [ast.ExceptHandler(caught, called, handler or passing)]
    return ast.Try(body or passing, handlers, [], [])


def _inside(s: Statements, op: If, body: list[ast.stmt]) -> ast.stmt:
    """Return a with statement."""
    items = [ast.withitem(s.expressions.atom(op.cond), None)]
    return ast.With(items, body or [ast.Pass()], lineno=0)


def _leave(s: Statements, op: If, block: Block) -> list[ast.stmt]:
    """Return `break` where the branch decides so, or hand the decision to a branch inside."""
    for out, y in zip(op.out, block.yields, strict=True):
        if out in s.breaks and isinstance(y, Const) and y.value:
            return [ast.Break()]
    return []


def _placeholders(s: Statements, op: If, block: Block) -> list[ast.stmt]:
    """Bind what a loop collects, or a zero is made of, to None where it has no value."""
    names: list[ast.expr] = [
        ast.Name(s.variables.name(out), ast.Store())
        for out, y in zip(op.out, block.yields, strict=True)
        if y is UNDEF and out in s.kept
    ]
    return [ast.Assign(names, ast.Constant(None), lineno=0)] if names else []


def loop(s: Statements, op: For) -> list[ast.stmt]:
    """Return a for statement with what it starts from."""
    lines = [s.comment(SINGLY.text)] if op.span.statement is SINGLY else []
    lines += s.copies(list(op.carried), list(op.init))
    lines += [
        s.assign(s.variables.name(param), ast.Constant(None))
        for param, start, final in zip(op.carried, op.init, op.finals, strict=True)
        if start is UNDEF and (param in s.kept or final in s.kept)
    ]
    for out in op.collected:
        lines.append(s.assign(s.variables.name(out), ast.List([], ast.Load())))
    s.statement = None
    test, ops = _test(s, op)
    moves = s.copies(list(op.carried), list(op.nexts))
    stop = op.stop[0] if op.stops else None
    if isinstance(stop, Value) and not moves and _leaves_last(s, stop, op.body):
        s.breaks.add(stop)
    body = s.block(Block((), ops, ()))
    body += moves
    if op.stops and op.stop[0] not in s.breaks:
        always = op.stop[0] == Const(True)
        flag = s.expressions.atom(op.stop[0])
        body.append(ast.Break() if always else ast.If(flag, [ast.Break()], []))
    s.statement = None
    body = body or [ast.Pass()]
    if op.over:
        target, over = walk(s.expressions, op, _read_items(s, op))
        lines.append(ast.For(target, over, body, [], lineno=0))
    else:
        lines.append(ast.While(test, body, []))
    return lines


def _test(s: Statements, op: For) -> tuple[ast.expr, tuple[Op, ...]]:
    """Return the condition of a while loop, and the operations left for its body."""
    for k, inner in enumerate(op.body.ops):
        if is_proceed(inner) and isinstance(inner, Apply) and not op.over:
            rest = (*op.body.ops[:k], *op.body.ops[k + 1 :])
            return s.expressions.atom(inner.args[0]), rest
        if any(v not in s.layout.inlined for v in outputs(inner)):
            break
    return ast.Constant(True), op.body.ops


def _leaves_last(s: Statements, flag: Atom, block: Block) -> bool:
    """Tell whether a flag is the last thing that a block decides, by its last branch."""
    last = block.ops[-1] if block.ops else None
    if not isinstance(flag, Value) or not isinstance(last, If) or flag not in last.out:
        return False
    if s.expressions.is_one_expression(last) or s.count[flag] > 1:
        return False
    k = last.out.index(flag)
    return all(
        isinstance(inner.yields[k], Const)
        or (
            _leaves_last(s, inner.yields[k], inner)
            and not s.copies(_without(last.out, k), _without(inner.yields, k))
        )
        for inner in (last.then, last.orelse)
    )


def _read_items(s: Statements, op: For) -> set[Value]:
    """Return the items that the body reads or that are passed on."""
    found: set[Value] = set()
    for atom in reads(op.body):
        found.update(s.layout.leaves(atom))
    return found


def _without(atoms: tuple[Any, ...], k: int) -> list[Any]:
    return [*atoms[:k], *atoms[k + 1 :]]


def _real(lines: list[ast.stmt]) -> bool:
    return any(not _is_comment(line) for line in lines)


def _is_comment(line: ast.stmt) -> bool:
    return (
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Name)
        and line.value.id.startswith("__comment_")
    )


def _of_numbers(s: Statements, cond: Atom) -> bool:
    """Tell whether a condition compares numbers, whose `!=` is the opposite of `==`."""
    made = made_by(s.layout.made, cond)
    if not isinstance(made, Apply) or cond not in s.layout.inlined:
        return False
    return all(isinstance(type_of(a), Scalar) for a in made.args)
