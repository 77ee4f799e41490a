"""Slices that are values: with `inner = slice(1, -1)`, `u[inner]` is read as `u[1:-1]`.

What stands between brackets decides early whether something is a view, and which items of a
list it names. So a slice that a variable holds is written out there, before anyone looks.
"""

from __future__ import annotations

import ast
import copy
import operator
import types
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from adcompiler.frontend import expressions, library, making, memory, stand_ins
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Array, Other, Scalar, Tree, Type

ENDS = ("start", "stop", "step")
Part = TypeVar("Part", bound=ast.Subscript)


def written_out(scope: Scope, node: Part) -> Part:
    """Return `a[s]` with the slices of its indices between the brackets."""
    value = node.value
    inner = written_out(scope, value) if isinstance(value, ast.Subscript) else value
    index = index_of(scope, node.slice)
    if inner is value and index is node.slice:
        return node
    made = copy.copy(node)
    made.value, made.slice = inner, index
    return made


def index_of(scope: Scope, index: ast.expr) -> ast.expr:
    """Return an index with the slices in it written out."""
    made = _written(scope, index)
    if made is not index:
        stand_ins.place(index, made)
    return made


def is_one(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is a slice, or a tuple with one in it."""
    match memory.now(scope, thing):
        case Static(value) | Const(value):
            return any(isinstance(v, slice) for v in (value if type(value) is tuple else (value,)))
        case Struct("object", cls=cls):
            return cls is library.Slice
        case Struct("tuple", parts):
            return any(is_one(scope, part) for part in parts)
        case Value(type=type_):
            return _is_type_of_one(type_)
    return False


def _is_type_of_one(type_: Type) -> bool:
    if not isinstance(type_, Tree):
        return False
    if type_.kind == "tuple":
        return any(map(_is_type_of_one, type_.items))
    return type_.cls in (slice, library.Slice)


def writes_slices(thing: Thing) -> bool:
    """Tell whether a thing is `np.s_` or `np.index_exp`."""
    return isinstance(thing, Static) and any(thing.value is w for w in (np.s_, np.index_exp))


def made_by(scope: Scope, node: ast.AST, writer: Thing, index: ast.expr) -> Thing:
    """Return `np.s_[index]`, or `np.index_exp[index]`."""
    assert isinstance(writer, Static)
    made = value_of(scope, node, index)
    alone = writer.value is np.index_exp and not isinstance(index, ast.Tuple)
    return Struct("tuple", (made,)) if alone else made


def value_of(scope: Scope, node: ast.AST, index: ast.expr) -> Thing:
    """Return what stands between brackets as a value."""
    if isinstance(index, ast.Tuple):
        return Struct("tuple", tuple(value_of(scope, node, part) for part in index.elts))
    if not isinstance(index, ast.Slice):
        return expressions.expression(scope, index)
    ends = (index.lower, index.upper, index.step)
    things = [Const(None) if e is None else expressions.expression(scope, e) for e in ends]
    call = ast.copy_location(ast.Call(ast.Name("slice", ast.Load()), [], []), node)
    made = making.make(scope, call, slice, things, {})
    assert made is not None
    return made


def _written(scope: Scope, index: ast.expr) -> ast.expr:
    match index:
        case ast.Tuple(parts):
            made = [_written(scope, part) for part in parts]
            alike = all(new is old for new, old in zip(made, parts, strict=True))
            return index if alike else ast.Tuple(made, ast.Load())
        case ast.Call(ast.Name("slice") as name, ends, []) if 1 <= len(ends) <= 3:
            callee = scope.lookup(name)
            if isinstance(callee, Static) and callee.value is slice:
                return _brackets([None, *ends] if len(ends) == 1 else ends)
        case ast.Subscript(writer, inside) if writes_slices(_static(scope, writer)):
            return _written(scope, inside)
        case ast.Name() | ast.Attribute() | ast.Subscript() if _may_hold_one(scope, index):
            thing = memory.now(scope, expressions.expression(scope, index))
            if is_one(scope, thing):
                return _opened(scope, index, thing)
    return index


def _static(scope: Scope, node: ast.expr) -> Thing:
    """Return what an attribute of a module stands for, nothing for other expressions."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        root = _static(scope, node.value)
        if isinstance(root, Static) and isinstance(root.value, types.ModuleType):
            return expressions.expression(scope, node)
    if isinstance(node, ast.Name):
        return scope.lookup(node)
    return Const(None)


def _may_hold_one(scope: Scope, node: ast.expr) -> bool:
    """Tell whether what an expression is a part of holds more than numbers; no call is made."""
    root = node
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    if not isinstance(root, ast.Name) or any(isinstance(n, ast.Call) for n in ast.walk(node)):
        return False
    return not isinstance(
        getattr(memory.now(scope, scope.lookup(root)), "type", None), Array | Scalar
    )


def _opened(scope: Scope, index: ast.expr, thing: Thing) -> ast.expr:
    """Return what stands between brackets for a value that is, or holds, a slice."""
    content = memory.now(scope, thing)
    known = content.value if isinstance(content, Static | Const) else None
    if isinstance(known, slice):
        return _brackets([_constant(end) for end in (known.start, known.stop, known.step)])
    held = getattr(content, "kind", getattr(getattr(content, "type", None), "kind", ""))
    if isinstance(known, tuple) or held == "tuple":
        count = len(known) if known is not None else _length(content)
        parts = [ast.Subscript(index, ast.Constant(k), ast.Load()) for k in range(count)]
        stand_ins.place(index, *parts)
        things = [expressions.expression(scope, part) for part in parts]
        made = [
            _opened(scope, part, item) if is_one(scope, item) else part
            for part, item in zip(parts, things, strict=True)
        ]
        return ast.Tuple(made, ast.Load())
    reads: list[ast.expr] = [ast.Attribute(index, end, ast.Load()) for end in ENDS]
    if isinstance(content, Struct):
        items = [memory.now(scope, content.items[content.keys.index(end)]) for end in ENDS]
        reads = [
            _constant(item.value) if isinstance(item, Const) else read
            for item, read in zip(items, reads, strict=True)
        ]
    elif isinstance(content, Value) and isinstance(content.type, Tree):
        kinds = [content.type.items[content.type.keys.index(end)] for end in ENDS]
        nothing = Other(type(None))
        reads = [_constant(None) if k == nothing else r for k, r in zip(kinds, reads, strict=True)]
    return _brackets(reads)


def _length(content: Thing) -> int:
    """Return how many items a tuple holds."""
    whole = content.type if isinstance(content, Value) else content
    assert isinstance(whole, Struct | Tree)
    return len(whole.items)


def _constant(value: Any) -> ast.expr:
    """Return an end that is known."""
    return ast.Constant(operator.index(value) if isinstance(value, np.integer) else value)


def _brackets(ends: Sequence[ast.expr | None]) -> ast.Slice:
    """Return `start:stop:step`; an end that is None is left out."""
    shown = [None if isinstance(e, ast.Constant) and e.value is None else e for e in ends]
    lower, upper, step = [*shown, None][:3]
    return ast.Slice(lower=lower, upper=upper, step=step)
