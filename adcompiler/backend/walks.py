"""The head of a for statement: what it walks, forwards or backwards, and into which names."""

from __future__ import annotations

import ast
from typing import Any

from adcompiler.backend.expressions import Expressions
from adcompiler.backend.literals import number
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Const, For, If, Value, made_by
from adcompiler.ir.types import Seq


def walk(e: Expressions, op: For, read: set[Value]) -> tuple[ast.expr, ast.expr]:
    """Return the target and the iterable of a for statement."""
    pairs = list(zip(op.items, op.over, strict=True))
    counters = [(i, a) for i, a in pairs if _function(e, a) is core.counter]
    rest = [(i, a) for i, a in pairs if _function(e, a) is not core.counter]
    if not op.backwards:
        return _forwards(e, counters, rest, read)
    return _backwards(e, counters, rest, read)


def _function(e: Expressions, atom: Atom) -> Any:
    op = made_by(e.layout.made, atom)
    return op.gate.function if isinstance(op, Apply) else None


def _target(e: Expressions, items: list[Value], read: set[Value]) -> ast.expr:
    """Return the loop variable or a tuple of them; `_` for what is not read."""
    names: list[ast.expr] = []
    for item in items:
        if item in e.layout.unpacked:
            parts = e.layout.unpacked[item]
            names.append(ast.Tuple([_target(e, [p], read) for p in parts], ast.Store()))
        else:
            text = e.variables.name(item) if item in read else "_"
            names.append(ast.Name(text, ast.Store()))
    return names[0] if len(names) == 1 else ast.Tuple(names, ast.Store())


def _zip(e: Expressions, parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else e.call("zip", *parts)


def _forwards(
    e: Expressions, counters: Any, rest: Any, read: set[Value]
) -> tuple[ast.expr, ast.expr]:
    over = _zip(e, [e.atom(a) for _, a in rest])
    target = _target(e, [i for i, _ in rest], read)
    for item, counter in counters:
        start = e.layout.made[counter].args[0]  # type: ignore[union-attr]
        extra = [] if start == Const(0) else [e.atom(start)]
        over = e.call("enumerate", over, *extra)
        target = ast.Tuple([_target(e, [item], read), target], ast.Store())
    return target, over


def _backwards(
    e: Expressions, counters: Any, rest: Any, read: set[Value]
) -> tuple[ast.expr, ast.expr]:
    foreign = [(i, a) for i, a in rest if not _is_kept(a)]
    kept = [(i, a) for i, a in rest if _is_kept(a)]
    targets: list[ast.expr] = []
    overs: list[ast.expr] = []
    if len(foreign) > 1:
        target, over = _forwards(e, counters, foreign, read)
        targets.append(target)
        overs.append(e.reversed(e.call("list", over)))
    else:
        length = e.call("len", e.atom((foreign or kept)[0][1])) if counters else None
        for item, counter in counters:
            assert length is not None
            targets.append(_target(e, [item], read))
            overs.append(_count_down(e, counter, length))
        for item, atom in foreign:
            if counters and item not in read:
                continue
            targets.append(_target(e, [item], read))
            again = item in read or len(rest) > 1 or _function(e, atom) is not range
            overs.append(_last_first(e, atom) if again else e.atom(atom))
    cut = any(getattr(type_of(a), "kind", "") == "stretches" for _, a in rest)
    for item, atom in kept:
        targets.append(_target(e, [item], read))
        last = cut and _read_once(e, atom)
        overs.append(e.call("emptied", e.atom(atom)) if last else e.from_the_end(atom))
    if len(targets) == 1:
        return targets[0], overs[0]
    return ast.Tuple(targets, ast.Store()), e.call("zip", *overs)


def _count_down(e: Expressions, counter: Value, length: ast.expr) -> ast.expr:
    start = e.layout.made[counter].args[0]  # type: ignore[union-attr]
    return _range_down(e, start, None, length)


def _range_down(e: Expressions, low: Atom, high: Atom | None, length: ast.expr | None) -> ast.expr:
    """Return the range from the last number down to `low`."""
    minus = ast.UnaryOp(ast.USub(), ast.Constant(1))
    last: ast.expr
    if length is not None:
        last = ast.BinOp(length, ast.Sub(), ast.Constant(1))
        if low != Const(0):
            last = ast.BinOp(last, ast.Add(), e.atom(low))
    else:
        assert high is not None
        last = _less_one(e, high)
    return e.call("range", last, _less_one(e, low), minus)


def _less_one(e: Expressions, atom: Atom) -> ast.expr:
    if isinstance(atom, Const):
        return number(atom.value - 1)
    written = e.atom(atom)
    if isinstance(written, ast.BinOp) and isinstance(written.op, ast.Add):
        if ast.unparse(written.right) == "1":
            return written.left
    if isinstance(written, ast.BinOp) and isinstance(written.op, ast.Sub):
        if isinstance(written.right, ast.Constant) and type(written.right.value) is int:
            return ast.BinOp(written.left, ast.Sub(), ast.Constant(written.right.value + 1))
    return ast.BinOp(written, ast.Sub(), ast.Constant(1))


def _last_first(e: Expressions, atom: Atom) -> ast.expr:
    op = made_by(e.layout.made, atom)
    if isinstance(op, Apply) and op.gate.function is range and len(op.args) < 3:
        low: Atom = Const(0) if len(op.args) == 1 else op.args[0]
        return _range_down(e, low, op.args[-1], None)
    return e.from_the_end(atom)


def _read_once(e: Expressions, atom: Atom) -> bool:
    """Tell whether nobody else reads a list that a loop of this function has kept."""
    if not isinstance(atom, Value) or e.counts.get(atom, 0) != 1:
        return False
    made = e.layout.made.get(atom)
    if isinstance(made, If):
        k = made.out.index(atom)
        sides = [b.yields[k] for b in (made.then, made.orelse)]
        return all(s is UNDEF or _read_once(e, s) for s in sides)
    return isinstance(made, For)


def _is_kept(atom: Atom) -> bool:
    return isinstance(atom, Value) and isinstance(atom.type, Seq) and atom.type.kind == "kept"
