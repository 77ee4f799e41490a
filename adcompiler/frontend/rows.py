"""Rows of lists in a list: read and written by a path, `rows[i][j] = v`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    expressions,
    growing,
    list_methods,
    memory,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.gates import core, gate
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import UNDEF, Atom, Const, Path, Slot, Struct, Value, made_by
from adcompiler.ir.types import UNKNOWN, Array, Nothing, Scalar, Seq, Tree, Type, rank

# The parts of an expression that names items of lists, and does nothing else.


def row_of(scope: Scope, target: ast.expr) -> tuple[Thing, list[ast.expr]] | None:
    """Return the list and the indices of `xs[i][j]`, where it is a list of lists."""
    indices: list[ast.expr] = []
    while isinstance(target, ast.Subscript):
        indices.insert(0, target.slice)
        target = target.value
    if len(indices) < 2 or any(isinstance(i, ast.Slice | ast.Tuple) for i in indices):
        return None
    found = stored(scope, target)
    if found is None:
        return None
    base = found
    type_: Type | None = getattr(memory.now(scope, base), "type", None)
    for _ in indices:
        if not isinstance(type_, Seq) or type_.kind != "list":
            return None
        type_ = type_.item
    return base, indices


def stored(scope: Scope, node: ast.expr) -> Thing | None:
    """Return what a variable, or an attribute that an object holds, stands for."""
    if isinstance(node, ast.Name):
        return scope.lookup(node)
    if isinstance(node, ast.Attribute):
        whole = memory.now(scope, stored(scope, node.value) or UNDEF)
        if isinstance(whole, Struct) and whole.kind == "object" and node.attr in whole.keys:
            return whole.items[whole.keys.index(node.attr)]
    return None


def load_inside(scope: Scope, base: Thing, indices: list[ast.expr]) -> Value:
    """Append `base[i][j]`."""
    slots, path = _path(scope, base, indices, [])
    return scope.program.b.apply(gate(core.load), *slots, attrs={"index": path})


def write_inside(
    scope: Scope, node: ast.AST, base: Thing, indices: list[ast.expr], thing: Thing, update: Any
) -> None:
    """Append `base[i][j] = thing`, or `+=`, which writes into a list inside the list."""
    value = growing.put_in(scope, node, base, thing)
    slots, path = _path(scope, base, indices, [value])
    check_own_rows(scope, node, base)
    growing.put_at(scope, node, base, update, slots, path)


def append_inside(scope: Scope, node: ast.AST, base: Thing, key: Thing, thing: Thing) -> None:
    """Append `base[key].append(thing)`, where the list inside has no name of its own."""
    check_own_rows(scope, node, base)
    value = growing.put_in(scope, node, base, thing)
    whole = growing.sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 2)
    growing.put_at(scope, node, base, core.push_inside, [whole, value, *rest], Path((index,)))


def pop_inside(scope: Scope, node: ast.AST, base: Thing, key: Thing) -> Value:
    """Append `base[key].pop()`, where the list inside has no name of its own."""
    check_own_rows(scope, node, base)
    whole = growing.sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 1)
    attrs = {"index": Path((index, -1))}
    last = scope.program.b.apply(gate(core.load), whole, *rest, attrs=attrs)
    index, _ = _place_at(scope, node, key, 2)
    growing.put_at(scope, node, base, core.drop_inside, [whole, last, *rest], Path((index,)))
    return last


def _place_at(scope: Scope, node: ast.AST, key: Thing, slot: int) -> tuple[Any, list[Atom]]:
    """Return a key as part of an index, and the operand that it names by this slot, if any."""
    k = expressions.atom(scope, node, key)
    return (k.value, []) if isinstance(k, Const) else (Slot(slot), [k])


def lengthen(scope: Scope, node: ast.AST, base: Thing, key: Thing, more: Thing) -> None:
    """Append `base[key] = base[key] + more`, where the list inside has no name of its own."""
    b = scope.program.b
    items = list_methods.few(scope, node, more)
    if items is not None:
        for item in items:
            append_inside(scope, node, base, key, item)
        return
    check_own_rows(scope, node, base)
    whole = growing.sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 2)
    row = list_methods.item_at(scope, whole, rest[0] if rest else Const(index))
    new = b.apply(gate(core.chain), row, list_methods.listed(scope, node, base, more))
    growing.put_at(scope, node, base, core.store, [whole, new, *rest], index, row)


def check_own_rows(scope: Scope, node: ast.AST, base: Thing) -> None:
    """Refuse a write into a row that may be seen by another name, or in another list."""
    program = scope.program
    if program.shared & {base, *aliases.sources(program, base)}:
        raise refuse(
            "AD401",
            "a write into a row of a list whose rows have names of their own",
            scope.span(node),
            "written here",
            "write into the row before it is put into the list, or use an array",
        )


def _path(
    scope: Scope, base: Thing, indices: list[ast.expr], values: list[Atom]
) -> tuple[list[Atom], Path]:
    whole = memory.now(scope, base)
    assert isinstance(whole, Value)
    slots: list[Atom] = [whole, *values]
    return slots, Path(tuple(subscripts.index_pattern(scope, i, slots) for i in indices))


def looked_at(scope: Scope, nodes: list[ast.expr], read: Callable[[], Thing]) -> Thing:
    """Append what reads numbers out of rows of lists: they get no names by that."""
    program = scope.program
    before, held, free = set(program.shared), set(program.held), program.free
    found = read()
    parts = (part for node in nodes for part in ast.walk(node))
    if _is_of_numbers(scope, found) and all(isinstance(part, growing.LOOKS) for part in parts):
        if all(_is_plain(scope, stored(scope, _root(node)) or UNDEF) for node in nodes):
            program.shared &= before
            program.held, program.free = held, free
    return found


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def _is_of_numbers(scope: Scope, thing: Thing) -> bool:
    """Tell whether what was made is a number, or a list of numbers that is new."""
    if not isinstance(thing, Value):
        return isinstance(thing, Const)
    if isinstance(thing.type, Seq) and not _has_lists(thing.type.item):
        made = made_by(scope.program.b.made, thing)
        return made is not None and not made.gate.view
    return isinstance(thing.type, Scalar | Nothing)


def _has_lists(type_: Type) -> bool:
    return grows(type_) or (isinstance(type_, Tree) and any(map(_has_lists, type_.items)))


def _is_plain(scope: Scope, thing: Thing) -> bool:
    """Tell whether a thing is made of numbers, lists and dicts: no method of a user reads it."""
    content = memory.now(scope, thing)
    if isinstance(content, Struct):
        return content.cls is None and all(_is_plain(scope, i) for i in content.items)
    return isinstance(content, Const) or _is_plain_type(getattr(content, "type", UNKNOWN))


def _is_plain_type(type_: Type) -> bool:
    match type_:
        case Seq(item):
            return _is_plain_type(item)
        case Tree(_, items, _, None):
            return all(map(_is_plain_type, items))
    return isinstance(type_, Scalar | Array | Nothing)


def share_rows(scope: Scope, tokens: Iterable[Thing], out: Thing = UNDEF) -> None:
    """Remember that rows of lists of lists are seen from elsewhere: by a name, another list.

    So are those of an array, where a list is made of it.
    """
    listed = isinstance(out, Value) and isinstance(out.type, Seq)
    for token in tokens:
        content = memory.now(scope, token) if isinstance(token, Value | Struct) else token
        if listed and isinstance(token, Value) and _has_rows(content):
            aliases.keep(scope.program, {*aliases.reach(scope, token)})
        if isinstance(content, Value) and isinstance(content.type, Seq):
            if isinstance(content.type.item, Seq | Tree):
                scope.program.shared.update({token, out})


def _has_rows(content: Thing) -> bool:
    """Tell whether items of an array may be arrays, which show it."""
    return (
        isinstance(content, Value) and isinstance(content.type, Array) and rank(content.type) != 1
    )


# -- methods ----------------------------------------------------------------------------------
