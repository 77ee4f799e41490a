"""Writes: item and attribute assignment, `np.add.at`."""

from __future__ import annotations

import ast
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    failures,
    growing,
    memory,
    objects,
    optional,
    outside,
    slices,
    subscripts,
    tables,
    views,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.infer.indexing import lists_in, names_each_once
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import MAYBE_COMPLEX, Other, Scalar, Tree, is_complex, numeric_kind, rank


def set_item(scope: Scope, node: ast.AST, base: Thing, index: ast.expr, thing: Thing) -> None:
    """Let `base[index]` be the thing from here on."""
    base = optional.given(scope, node, base)
    held = outside.of(scope, base)
    if held is not None and not isinstance(index, ast.Slice):
        key = expressions.expression(scope, index)
        outside.set_item(scope, node, held, memory.now(scope, key), thing)
        return
    whole = memory.now(scope, base)
    if objects.class_of(scope, base) is not None:
        key = slices.value_of(scope, node, index)
        if objects.special(scope, node, base, "__setitem__", [key, thing]) is not None:
            return
    if growing.family(whole) and not is_known(scope, whole, index):
        growing.set_item(scope, node, base, index, thing)
        return
    if isinstance(whole, Struct):
        memory.write(scope, node, base, _with_item(scope, node, whole, index, thing))
        return
    is_tuple = getattr(getattr(whole, "type", None), "kind", "") == "tuple"
    if not isinstance(whole, Value) or is_tuple or isinstance(whole.type, Scalar | Other):
        refusal = refuse("AD402", "a write into this value", scope.span(node))
        words = "{!r} object does not support item assignment"
        raise failures.unfit(scope, node, whole, "__setitem__", words, refusal)
    if isinstance(whole.type, Tree):
        if not scope.program.apart:
            raise memory.TakeApart
        raise refuse(
            "AD401",
            "a write into a container that was not made by this function",
            scope.span(node),
            "written here",
            "copy it first",
        )
    value = expressions.atom(scope, node, memory.now(scope, thing))
    slots: list[Atom] = [expressions.atom(scope, node, views.writable(scope, base)), value]
    pattern = subscripts.index_pattern(scope, index, slots)
    check_dtype(scope, node, whole, slots[1])
    new = store(scope, pattern, slots)
    name_after(scope, base, new)
    memory.write(scope, node, base, new)


def store(scope: Scope, pattern: Any, slots: list[Atom]) -> Value:
    """Append the write of `slots[1]`; of a place named twice, the last."""
    attrs: dict[str, Any] = {"index": pattern}
    if lists_in(pattern, tuple(slots)) and each_once(scope, pattern, slots):
        attrs["once"] = True
    return scope.program.b.apply(gate(core.store), *slots, attrs=attrs)


def is_known(scope: Scope, whole: Thing, index: ast.expr) -> bool:
    """Tell whether a write leaves a list whose items are known one by one."""
    if isinstance(whole, Value):
        return isinstance(whole.type, Tree) and not counts(scope, index)
    if isinstance(index, ast.Slice):
        return subscripts.static_slice(scope, index) is not None
    return tables.has_known_key(scope, index, expressions.expression(scope, index))


def name_after(scope: Scope, base: Thing, new: Value) -> None:
    """Let the array keep its name after a write."""
    if isinstance(base, Value):
        name = memory.name_of(scope, base)
        if name or base.stated:
            new.name, new.stated = name, base.stated


def names_once(scope: Scope, base: Thing, index: ast.expr) -> bool:
    """Tell whether an index certainly names no element of an array twice."""
    slots = [expressions.atom(scope, index, memory.now(scope, base))]
    with scope.program.b.block():
        return each_once(scope, subscripts.index_pattern(scope, index, slots), slots)


def each_once(scope: Scope, pattern: Any, slots: list[Atom]) -> bool:
    """Tell whether an index, as a pattern, certainly names no element twice."""
    lists = lists_in(pattern, tuple(slots))
    named = [slots[p.index] for p in lists if isinstance(p, Slot)]
    if not lists:
        return True
    if len(lists) == 1:
        return not named or not _may_repeat(scope, named[0])
    masks = [p for p in pattern if isinstance(p, Slot) and p not in lists]
    if len(named) < len(lists) or any(
        not isinstance(type_of(slots[p.index]), Scalar) for p in masks
    ):
        return False
    return any(
        not _may_repeat(scope, one)
        and names_each_once(type_of(one), (type_of(o) for o in named if o is not one))
        for one in named
    )


def _may_repeat(scope: Scope, atom: Atom) -> bool:
    """Tell whether a list of places may hold one twice."""
    made = made_by(scope.program.b.made, atom)
    if made is None:
        return True
    if made.gate.function in (np.arange, range, np.flatnonzero):
        return False
    if made.gate.function is np.argsort:
        return rank(made.out.type) != 1
    if made.gate.function in (np.array, np.asarray, core.flipped):
        return _may_repeat(scope, made.args[0])
    if made.gate.function is core.load and isinstance(made.attrs["index"], slice):
        return _may_repeat(scope, made.args[0])
    if made.gate.function is core.pack:
        places = [a.value for a in made.args if isinstance(a, Const) and type(a.value) is int]
        signs = {k < 0 for k in places}
        return len({*places}) < len(made.args) or len(signs) > 1
    return True


def check_dtype(scope: Scope, node: ast.AST, whole: Value, value: Atom) -> None:
    """Refuse to write real numbers into an array that would round them."""
    kinds = numeric_kind(whole.type), numeric_kind(type_of(value))
    if kinds[0] in ("int", "bool") and kinds[1] in ("float", "complex"):
        raise refuse(
            "AD304",
            f"a write of a {kinds[1]} into an array of {kinds[0]}s cuts it off",
            scope.span(node),
            "written here",
            "make the array of floats",
        )
    if whole.type == MAYBE_COMPLEX or (kinds[0] != "complex" and is_complex(type_of(value))):
        raise refuse(
            "AD304",
            "a write into an array that is not complex, or not on every path",
            scope.span(node),
            "an imaginary part would be lost",
            "make the array with dtype=complex",
        )


def _with_item(scope: Scope, node: ast.AST, whole: Struct, index: ast.expr, thing: Thing) -> Struct:
    """Return a list or dict with one entry, or a slice, replaced."""
    items = list(whole.items)
    if whole.kind not in ("list", "dict"):
        refusal = refuse("AD402", f"a write into a {whole.kind}", scope.span(node))
        words = f"'{whole.kind}' object does not support item assignment"
        raise failures.certain(scope, node, TypeError(words), refusal)
    if isinstance(index, ast.Slice):
        chosen = subscripts.static_slice(scope, index)
        if chosen is not None and whole.kind == "list":
            items[chosen] = subscripts.listed(scope, node, thing)
            return Struct("list", tuple(items))
    else:
        key = memory.now(scope, expressions.expression(scope, index))
        if whole.kind == "dict" and isinstance(key, Struct | Static):
            key = Const(expressions.static_key(scope, node, key))
        if isinstance(key, Const):
            if whole.kind == "dict":
                entries = dict(zip(whole.keys, items, strict=True))
                entries[key.value] = thing
                return Struct("dict", tuple(entries.values()), tuple(entries))
            try:
                items[key.value] = thing
            except (IndexError, TypeError) as error:
                refusal = refuse("AD304", str(error), scope.span(node))
                raise failures.certain(scope, node, error, refusal) from None
            return Struct("list", tuple(items))
    raise refuse(
        "AD402",
        f"a write into a {whole.kind} at a place not known at compile time",
        scope.span(node),
        "written here",
        "use an array" if whole.kind == "list" else "use literal keys",
    )


def set_attribute(scope: Scope, node: ast.AST, base: Thing, name: str, thing: Thing) -> None:
    """Let `base.name` be the thing from here on."""
    base = optional.given(scope, node, base)
    if objects.set_attribute(scope, node, base, name, thing):
        return
    content = memory.now(scope, base)
    if isinstance(content, Value) and isinstance(content.type, Tree):
        if content.type.kind == "object" and not scope.program.apart:
            raise memory.TakeApart
    raise refuse(
        "AD402",
        f"a write to the attribute {name!r} of an object from outside",
        scope.span(node),
        "written here",
        "make the object inside the function, or use a local variable",
    )


def counts(scope: Scope, index: ast.expr) -> bool:
    """Tell whether an index is a number known only at run time."""
    if isinstance(index, ast.Slice | ast.Tuple):
        return False
    return not isinstance(memory.now(scope, expressions.expression(scope, index)), Const)


def add_at(scope: Scope, node: ast.AST, base: Thing, index: ast.expr, thing: Thing) -> None:
    """Append `np.add.at(base, index, thing)`: positions named twice are added to twice."""
    index = slices.index_of(scope, index)
    whole = views.writable(scope, base)
    slots: list[Atom] = [
        expressions.atom(scope, node, whole),
        expressions.atom(scope, node, thing),
    ]
    pattern = subscripts.index_pattern(scope, index, slots)
    if isinstance(whole, Value):
        check_dtype(scope, node, whole, slots[1])
    new = scope.program.b.apply(gate(core.accumulate), *slots, attrs={"index": pattern})
    scope.program.fresh.add(new)
    name_after(scope, base, new)
    memory.write(scope, node, base, new)
