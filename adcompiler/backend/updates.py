"""Updates in place as Python statements: `a[i] = v`, `d[i] += g`, `xs.append(v)`, `xs.pop()`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from adcompiler.backend.literals import name
from adcompiler.gates import core
from adcompiler.gates.infer import part_of
from adcompiler.ir.containers import element
from adcompiler.ir.nodes import Apply
from adcompiler.ir.types import Array, Scalar, Seq, Tree

if TYPE_CHECKING:
    from adcompiler.backend.statements import Statements

RESIZING = {
    core.push: "append",
    core.push_inside: "append",
    core.insert: "insert",
    core.extend: "extend",
    core.drop: "pop",
    core.drop_inside: "pop",
    core.remove: "pop",
}


def update(s: Statements, op: Apply) -> list[ast.stmt]:
    """Return `a[i] = v` or `d[i] += g`, on a copy if the array is still needed as it was."""
    lines: list[ast.stmt] = []
    target = s.variables.name(op.out)
    if not s.variables.same(op.args[0], op.out):
        old = s.expressions.atom(op.args[0])
        copied = s.expressions.duplicate(old, op.out.type)
        if not isinstance(op.out.type, Seq | Tree):
            copied = s.expressions.call("np.copy", old)
        lines.append(s.assign(target, copied))
    if op.gate.function in core.RESIZES:
        return [*lines, _resized(s, op, target)]
    g = s.expressions.atom(op.args[1])
    pattern = op.attrs["index"]
    place = s.expressions.part(name(target), pattern, op.args, ast.Store())
    old = s.expressions.part(name(target), pattern, op.args, ast.Load())
    item = _item_type(op)
    if op.gate.function is core.store:
        lines.append(ast.Assign([place], g, lineno=0))
    elif _adds_items(op) or not isinstance(item, Scalar | Array):
        lines.append(ast.Assign([place], s.expressions.call("plus", old, g), lineno=0))
    elif isinstance(item, Array) and isinstance(op.out.type, Seq):
        # What a list holds may be held elsewhere: it is replaced, not written to.
        lines.append(ast.Assign([place], ast.BinOp(old, ast.Add(), g), lineno=0))
    elif s.expressions.simple_index(op):
        if isinstance(g, ast.UnaryOp) and isinstance(g.op, ast.USub):
            lines.append(ast.AugAssign(place, ast.Sub(), g.operand))
        else:
            lines.append(ast.AugAssign(place, ast.Add(), g))
    else:
        index = s.expressions.index_alone(pattern, op.args)
        call = s.expressions.call("np.add.at", name(target), index, g)
        lines.append(ast.Expr(call))
    return lines


def _resized(s: Statements, op: Apply, target: str) -> ast.stmt:
    """Return `xs.append(v)`, `v = xs.pop()`, or `xs.pop()` where nobody reads it."""
    if op.gate.function is core.cut:
        end = ast.Slice(s.expressions.atom(op.args[2]))
        return ast.Delete([ast.Subscript(name(target), end, ast.Del())])
    word = RESIZING[op.gate.function]
    value, *place = [s.expressions.atom(a) for a in op.args[1:]]
    whole: ast.expr = name(target)
    if op.gate.function in core.RESIZED_INSIDE:
        whole, place = s.expressions.part(whole, op.attrs["index"], op.args, ast.Load()), []
    args = {"insert": [*place, value], "pop": place}.get(word, [value])
    call = ast.Call(ast.Attribute(whole, word, ast.Load()), args, [])
    gone = op.args[1]
    if word == "pop" and gone in s.layout.taken:
        if s.count[gone] > 1:
            return s.assign(s.variables.name(gone), call)
    return ast.Expr(call)


def _adds_items(op: Apply) -> bool:
    """Tell whether a slice of a list is added into, where `+=` would make the list longer."""
    index = op.attrs["index"]
    return isinstance(op.out.type, Seq | Tree) and isinstance(index, slice)


def _item_type(op: Apply) -> Any:
    """Return the type of what an update adds to, that of the array where it is one."""
    type_ = op.out.type
    if isinstance(type_, Seq):
        return part_of(type_, op.attrs["index"], op.args)
    if isinstance(type_, Tree):
        index = op.attrs["index"]
        return type_.items[index] if isinstance(index, int) else element(type_)
    return Array(None, ())
