"""Operators in place: `x += v`, `a[i] += v`, `o.b += v`, in Python's order of evaluation."""

from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    counters,
    expressions,
    growing,
    indices,
    iterators,
    list_methods,
    memory,
    objects,
    operands,
    operators,
    optional,
    outside,
    rows,
    slices,
    statements,
    subscripts,
    tables,
    views,
    writes,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.state import State
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import shifted
from adcompiler.gates.texts import OPERATORS
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Struct, Value, made_by
from adcompiler.ir.types import Array, Nothing, Scalar, Tree, Unknown, numeric_kind


class _WrittenMeanwhile(Exception):
    """The value of `a[i] op= f()` writes, and the item was not read before it."""


def augmented(
    scope: Scope, node: ast.AugAssign, target: ast.expr, op: ast.operator, value: ast.expr
) -> None:
    """Append `target op= value`: in place on arrays and lists, else an assignment."""
    if isinstance(target, ast.Subscript | ast.Attribute) and indices.called(scope, target):
        with indices.evaluated(scope, target) as made:
            augmented(scope, node, made, op, value)
        return
    if not isinstance(target, ast.Subscript):
        _operate(scope, node, target, op, value)
        return
    target = slices.written_out(scope, target)
    saved = State(scope)
    try:
        _update(scope, node, target, op, value)
    except _WrittenMeanwhile:
        saved.restore()
        _read_before(scope, node, target, op, value)


def _update(
    scope: Scope,
    node: ast.AugAssign,
    target: ast.Subscript,
    op: ast.operator,
    value: ast.expr,
    at_once: bool = True,
) -> None:
    """Append `a[i] op= value`, `at_once` where the value is known to write nothing."""
    if any(isinstance(n, ast.Call | ast.NamedExpr) for n in ast.walk(target.slice)):
        target = _evaluated_once(scope, target)

    def evaluated() -> Thing:
        thing, writes_too = indices.watched(scope, value)
        if at_once and writes_too:
            raise _WrittenMeanwhile
        return thing

    inside = rows.row_of(scope, target)
    if inside is not None:
        _update_inside(scope, node, inside, type(op), evaluated)
        return
    base = optional.given(scope, node, expressions.expression(scope, target.value))
    tables.fill(scope, node, base, target.slice)
    whole = memory.now(scope, base)
    if growing.family(whole) and not writes.is_known(scope, whole, target.slice):
        _update_in_list(scope, node, base, target.slice, type(op), evaluated())
        return
    held = outside.of(scope, base) is not None
    if isinstance(whole, Value) and not held:
        if not isinstance(whole.type, Tree):
            _update_item(scope, node, base, whole, target.slice, type(op), evaluated())
            return
        if isinstance(op, ast.Add) and writes.counts(scope, target.slice):
            thing = evaluated()
            _check_fresh(scope, node, base)
            writes.add_at(scope, node, base, target.slice, thing)
            return
    _operate(scope, node, target, op, value)


def _operate(
    scope: Scope, node: ast.AugAssign, target: ast.expr, op: ast.operator, value: ast.expr
) -> None:
    """Append `target op= value` where the target holds a thing of its own."""
    iterators.check_apart(scope, node, target, [value])
    saved = State(scope)
    read = copy.copy(target)
    vars(read)["ctx"] = ast.Load()
    token = expressions.expression(scope, read)
    thing, writes_too = indices.watched(scope, value)
    place = target if isinstance(target, ast.Subscript | ast.Attribute) else None
    if writes_too and place is not None and not indices.is_held(place):
        saved.restore()
        with indices.evaluated(scope, place, whole=True) as made:
            _operate(scope, node, made, op, value)
        return
    if _taken_in(scope, node, op, token, thing):
        told = place is not None and _decides(scope, place)
        if told or (writes_too and expressions.expression(scope, read) is not token):
            statements.assign(scope, target, token)
        return
    done = operators.in_place(scope, node, type(op), token, thing)
    if done is None:
        done = expressions.binary(scope, node, type(op), token, thing)
        old = memory.now(scope, token)
        if isinstance(token, Value) and isinstance(old, Value) and isinstance(old.type, Unknown):
            _check_alone(scope, node, token)
            memory.check(scope, node, token)
    statements.assign(scope, target, done)


def _decides(scope: Scope, place: ast.Subscript | ast.Attribute) -> bool:
    """Tell whether a class sees what its part is set to, or a tuple refuses it."""
    whole = expressions.expression(scope, place.value)
    content = memory.now(scope, whole)
    kind = getattr(content, "kind", getattr(getattr(content, "type", None), "kind", ""))
    return kind == "tuple" or objects.class_of(scope, whole) is not None


def _taken_in(scope: Scope, node: ast.AST, op: ast.operator, token: Thing, thing: Thing) -> bool:
    """Let a list, a dict or an array take a value into itself; tell whether it is one."""
    content = memory.now(scope, token)
    if growing.is_any_list(content) and operands.is_beside_array(
        OPERATORS[type(op)], content, memory.now(scope, thing)
    ):
        return False  # NumPy makes another array of both, and the list stays as it is
    if growing.is_any_list(content) and isinstance(op, ast.Add):
        if isinstance(content, Value) or subscripts.known_items(scope, node, thing) is None:
            list_methods.method(scope, node, token, "extend", [thing])
            return True
        assert isinstance(content, Struct)
        items = (*content.items, *subscripts.listed(scope, node, thing))
        memory.write(scope, node, token, Struct("list", items))
        return True
    if growing.is_any_list(content) and isinstance(op, ast.Mult):
        return list_methods.repeat(scope, node, token, thing)
    if counters.is_one(scope, token):
        new = counters.binary(scope, node, type(op), token, thing)
        memory.write(scope, node, token, memory.now(scope, new))  # type: ignore[arg-type]
        return True
    if tables.is_dict(content) and isinstance(op, ast.BitOr):
        tables.update(scope, node, token, thing)
        return True
    if not isinstance(content, Value) or not isinstance(content.type, Array):
        return False
    new = expressions.binary(scope, node, type(op), token, thing)
    _check_kind(scope, node, content, new)
    if isinstance(new, Value):
        statements.named(scope, token.name if isinstance(token, Value) else "", new)
    memory.write(scope, node, token, new)
    return True


def _read_before(
    scope: Scope, node: ast.AugAssign, target: ast.Subscript, op: ast.operator, value: ast.expr
) -> None:
    """Append `a[i] op= f()` where the call writes: `a[i]` is read before it, if not a part."""
    saved = State(scope)
    with indices.evaluated(scope, target, whole=True) as place:
        read = ast.copy_location(ast.Subscript(place.value, place.slice, ast.Load()), target)
        old = memory.now(scope, expressions.expression(scope, read))
        made = made_by(scope.program.b.made, old)
        copied = made is not None and made.gate.function is core.load and views.copies(made)
        if (
            copied
            or isinstance(old, Const)
            or (isinstance(old, Value) and isinstance(old.type, Scalar))
        ):
            found = expressions.expression(scope, value)
            done = expressions.binary(scope, node, type(op), old, found)
            statements.assign(scope, place, done)
            return
    saved.restore()
    with indices.evaluated(scope, target, whole=True) as place:
        _update(scope, node, place, op, value, at_once=False)


def _evaluated_once(scope: Scope, target: ast.Subscript) -> ast.Subscript:
    """Return the target with its index as a variable of the compiler."""
    if isinstance(target.slice, ast.Slice | ast.Tuple):
        return target
    scope.env["<place>"] = expressions.expression(scope, target.slice)
    place = ast.copy_location(ast.Name("<place>", ast.Load()), target.slice)
    return ast.copy_location(ast.Subscript(target.value, place, target.ctx), target)


def _update_inside(
    scope: Scope,
    node: ast.AST,
    inside: tuple[Thing, list[ast.expr]],
    op: type[ast.operator],
    evaluated: Callable[[], Thing],
) -> None:
    """Append `xs[i][j] op= value` on a list of lists."""
    old = rows.load_inside(scope, *inside)
    thing = evaluated()
    if op is ast.Add and isinstance(old.type, Scalar):
        rows.write_inside(scope, node, *inside, thing, core.accumulate)
        return
    new = expressions.binary(scope, node, op, old, thing)
    rows.write_inside(scope, node, *inside, new, core.store)


def _update_in_list(
    scope: Scope,
    node: ast.AST,
    base: Thing,
    index: ast.expr,
    op: type[ast.operator],
    thing: Thing,
) -> None:
    """Append `xs[i] op= value` on a list of unknown length."""
    if op is ast.Add and growing.add_item(scope, node, base, index, thing):
        return
    old = subscripts.subscript(scope, node, base, index)
    if not isinstance(type_of(old), Scalar | Nothing):  # type: ignore[arg-type]
        error = refuse(
            "AD401",
            "an in-place update of what a list of unknown length holds",
            scope.span(node),
            "in place here",
            "write xs[i] = xs[i] + v",
        )
        at = memory.now(scope, expressions.expression(scope, index))
        raise scope.program.by_numbers([at], error)
    new = expressions.binary(scope, node, op, old, thing)
    growing.set_item(scope, node, base, index, new)


def _check_fresh(scope: Scope, node: ast.AST, base: Thing) -> None:
    """Refuse to add into the arrays of a list that was not made here."""
    made = made_by(scope.program.b.made, base)
    if made is None or (made.gate.view and made.gate.function not in (*core.UPDATES, core.pack)):
        if base not in scope.program.fresh:
            raise refuse(
                "AD401",
                "an array inside a list is updated in place and was not made by this function",
                scope.span(node),
                "in-place update",
                "copy the arrays first",
            )


def _check_alone(scope: Scope, node: ast.AST, token: Thing) -> None:
    """Refuse an operator in place on a value of unknown kind that is seen in two places."""
    names = aliases.places(scope, token)
    if len(names) > 1:
        raise refuse(
            "AD401",
            f"{names[0]!r} may be updated in place and is also seen as {names[1]!r}",
            scope.span(node),
            "in-place update",
            "write x = x + v instead of x += v",
        )


def _update_item(
    scope: Scope,
    node: ast.AST,
    base: Thing,
    whole: Value,
    index: ast.expr,
    op: type[ast.operator],
    thing: Thing,
) -> None:
    """Append `base[index] op= thing` on an array."""
    b = scope.program.b
    whole = views.writable(scope, base)  # type: ignore[assignment]
    slots: list[Atom] = [whole, operands.as_array(scope, expressions.atom(scope, node, thing))]
    pattern = subscripts.index_pattern(scope, index, slots)
    writes.check_dtype(scope, node, whole, slots[1])
    once = writes.each_once(scope, pattern, slots)
    if op is ast.Sub and once and all(numeric_kind(type_of(a)) == "float" for a in slots[:2]):
        op, slots[1] = ast.Add, b.apply(gate(operator.neg), slots[1])
    if OPERATORS[op] is operator.add and once:
        new = b.apply(gate(core.accumulate), *slots, attrs={"index": pattern})
    else:
        read = {"index": shifted(pattern, -1)}
        old = b.apply(gate(core.load), whole, *slots[2:], attrs=read)
        slots[1] = b.apply(gate(OPERATORS[op]), old, slots[1])
        writes.check_dtype(scope, node, whole, slots[1])
        new = writes.store(scope, pattern, slots)
    writes.name_after(scope, base, new)
    memory.write(scope, node, base, new)


def _check_kind(scope: Scope, node: ast.AST, old: Value, new: Thing) -> None:
    """An in-place operator keeps dtype and shape, where the plain one would not."""
    if not isinstance(new, Value) or not isinstance(old.type, Array):
        return
    if isinstance(new.type, Nothing):
        return  # with an item of a list that has none yet: it is built again with those it gets
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
