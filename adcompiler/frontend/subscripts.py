"""Items: indexing, slicing and unpacking of arrays and containers."""

from __future__ import annotations

import ast
from collections.abc import Sized
from typing import Any

import numpy as np

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import (
    aliases,
    chosen,
    counters,
    expressions,
    failures,
    grids,
    growing,
    memory,
    objects,
    optional,
    outside,
    rows,
    slices,
    tables,
    views,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import is_table
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import (
    Array,
    Known,
    Other,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_iterator,
)


def subscript(scope: Scope, node: ast.AST, base: Thing, index: ast.expr) -> Thing:
    """Append `base[index]`."""
    base = optional.given(scope, node, base)
    if slices.writes_slices(base):
        return slices.made_by(scope, node, base, index)
    if isinstance(base, Static) and grids.is_grid(base):
        return grids.grid(scope, node, base, index)
    if objects.class_of(scope, base) is not None:
        asked = [slices.value_of(scope, node, index)]
        found = objects.special(scope, node, base, "__getitem__", asked)
        if found is not None:
            return found
    if counters.is_one(scope, base):
        return counters.entry(scope, node, base, index)
    if not isinstance(node, tables.Present):
        tables.fill(scope, node, base, index)
    found = _subscript(scope, node, base, index)
    rows.share_rows(scope, [base], found)
    return views.viewed(scope, base, aliases.taken(scope, base, found))


def _subscript(scope: Scope, node: ast.AST, base: Thing, index: ast.expr) -> Thing:
    b = scope.program.b
    base = memory.now(scope, base)
    if isinstance(base, Static) and not isinstance(index, ast.Slice):
        asked = memory.now(scope, expressions.expression(scope, index))
        entry = outside.item(scope, node, base.value, asked)
        if entry is None:
            entry = chosen.outside(scope, node, base.value, asked)
        if entry is not None:
            return entry
    if isinstance(base, Static):
        base = outside.opened(scope, node, base.value) or base
    if isinstance(index, ast.Slice) and tables.is_dict(base):
        failures.known(scope, node, {}.__getitem__, slice(None))  # a slice is no key
    if isinstance(base, Struct):
        return _struct_item(scope, node, base, index)
    if isinstance(base, Const) and isinstance(base.value, str):
        letters = _letters(scope, node, base.value, index)
        if letters is not None:
            return letters
    whole = expressions.atom(scope, node, base)
    type_ = type_of(whole)
    if isinstance(type_, Tree):
        key = expressions.expression(scope, index) if not isinstance(index, ast.Slice) else None
        if type_.answers and not (isinstance(key, Const) and key.value in type_.names):
            at = [key] if isinstance(key, Value) else []
            raise scope.program.by_numbers(at, answered(scope, node))
        if isinstance(key, Const):
            return _tree_item(scope, node, whole, type_, key.value)
        if isinstance(index, ast.Slice):
            cut = static_slice(scope, index)
            items = range(len(type_.items))[cut] if cut is not None else None
            if items is not None:
                return Struct(
                    type_.kind, tuple(_tree_item(scope, node, whole, type_, k) for k in items)
                )
        slots: list[Atom] = [whole]
        pattern = index_pattern(scope, index, slots)
        return b.apply(gate(core.load), *slots, attrs={"index": pattern})
    if isinstance(type_, Seq) and is_reversal(index):
        return flipped(scope, whole)
    if isinstance(type_, Scalar | Other | Residuals) and type_ != Other(str):
        refusal = refuse("AD304", "this value cannot be indexed", scope.span(node))
        words = "{!r} object is not subscriptable"
        raise failures.unfit(scope, node, whole, "__getitem__", words, refusal)
    slots = [whole]
    pattern = index_pattern(scope, index, slots)
    return b.apply(gate(core.load), *slots, attrs={"index": pattern})


def check_walks(scope: Scope, node: ast.AST, whole: Atom) -> None:
    """Raise what Python raises where a value holds no items."""
    type_ = type_of(whole)
    if not isinstance(type_, Array | Seq | Tree | Unknown) and not is_iterator(type_):
        refusal = refuse("AD304", "this value cannot be walked by for", scope.span(node))
        words = "{!r} object is not iterable"
        raise failures.unfit(scope, node, whole, "__iter__", words, refusal)


def _letters(scope: Scope, node: ast.AST, text: str, index: ast.expr) -> Const | None:
    """Return a part of a text, None where it is not known which."""
    if isinstance(index, ast.Slice):
        cut = static_slice(scope, index)
        return None if cut is None else Const(text[cut])
    place = memory.now(scope, expressions.expression(scope, index))
    if not isinstance(place, Const) or type(place.value) is not int:
        return None
    try:
        return Const(text[place.value])
    except IndexError as error:
        refusal = refuse("AD304", str(error), scope.span(node), hint="ask for the length first")
        raise failures.certain(scope, node, error, refusal) from None


def flipped(scope: Scope, whole: Atom) -> Atom:
    """Return a sequence last item first; twice is the sequence itself."""
    b = scope.program.b
    made = made_by(b.made, whole)
    if made is not None and made.gate.function is core.flipped:
        return made.args[0]
    if is_table(type_of(whole)):
        whole = b.apply(gate(list), whole)
    return b.apply(gate(core.flipped), whole)


def check_can_be_flipped(scope: Scope, node: ast.AST, type_: Type) -> None:
    """Refuse an iterator, which has no end to begin from."""
    if is_iterator(type_):
        raise refuse("AD304", "an iterator cannot be walked from its end", scope.span(node))


def is_reversal(index: ast.expr) -> bool:
    return isinstance(index, ast.Slice) and ast.unparse(index).strip() == "::-1"


def _struct_item(scope: Scope, node: ast.AST, base: Struct, index: ast.expr) -> Thing:
    if base.kind in ("object", "set"):
        raise refuse("AD304", "this value cannot be indexed", scope.span(node))
    if isinstance(index, ast.Slice):
        cut = static_slice(scope, index)
        if cut is not None and base.kind != "dict":
            return Struct(base.kind, base.items[cut])
    else:
        key = memory.now(scope, expressions.expression(scope, index))
        known = tables.has_known_key(scope, node, key)
        if base.kind == "dict" and isinstance(key, Struct | Static) and known:
            key = Const(expressions.static_key(scope, node, key))
        function = chosen.item(scope, node, base, key)
        if function is not None:
            return function
        if isinstance(key, Const):
            try:
                if base.kind == "dict":
                    return base.items[base.keys.index(key.value)]
                return base.items[key.value]
            except (IndexError, ValueError, TypeError) as error:
                if base.kind == "list" and type(error) is IndexError and scope.program.b.nested:
                    now = growing.sequence(scope, node, base, base)  # not yet this long
                    return scope.program.b.apply(gate(core.load), now, attrs={"index": key.value})
                raise _missing(scope, node, base.kind, key.value) from None
    if any(isinstance(item, Struct) and item.kind == "object" for item in base.items):
        raise _one_object(scope, node, index)
    whole: Atom = expressions.atom(scope, node, base)
    if base.kind == "dict":
        whole = growing.sequence(scope, node, base, base)
    slots: list[Atom] = [whole]
    pattern = index_pattern(scope, index, slots)
    return scope.program.b.apply(gate(core.load), *slots, attrs={"index": pattern})


def _one_object(scope: Scope, node: ast.AST, index: ast.expr) -> Exception:
    """Return what to raise where it is known only at run time which object is meant.

    If a loop around counts the objects, it is unrolled.
    """
    refusal = refuse(
        "AD402",
        "one of several objects, by an index that is known only at run time",
        scope.span(node),
        "which object is not known here",
        "walk the list of them, or a range of a number; or keep arrays of what they hold",
    )
    at = memory.now(scope, expressions.expression(scope, index))
    return scope.program.by_numbers([at], refusal)


def answered(scope: Scope, node: ast.AST) -> CompileError:
    """Return the refusal to ask a dict from outside for what its class gives for a missing key."""
    return refuse(
        "AD203",
        "a key that a Counter, defaultdict or the like from outside may not have yet",
        scope.span(node),
        "its class decides what is read here",
        "put it there beforehand, or read .get(key, default)",
    )


def _missing(scope: Scope, node: ast.AST, kind: str, key: Any) -> Exception:
    """Return what to raise where a container certainly lacks an item."""
    refusal = refuse("AD304", f"there is no item {key!r}", scope.span(node))
    if kind == "dict":
        return failures.certain(scope, node, KeyError(key), refusal)
    if not isinstance(key, int):
        return refusal
    return failures.certain(scope, node, IndexError(f"{kind} index out of range"), refusal)


def _tree_item(scope: Scope, node: ast.AST, whole: Atom, type_: Tree, key: Any) -> Thing:
    if type_.kind == "dict":
        good = key in type_.keys
    else:
        good = isinstance(key, int) and -len(type_.items) <= key < len(type_.items)
        key = key % len(type_.items) if good else key
    if not good:
        raise _missing(scope, node, type_.kind, key)
    return part(scope, whole, type_, key)


def known(value: Value) -> Thing:
    """Return a stage, or what its type knows it to be."""
    return _static(value.type.value) if isinstance(value.type, Known) else value


def _static(value: Any) -> Thing:
    return Const(value) if isinstance(value, str) else Static(value)


def part(scope: Scope, whole: Atom, type_: Tree, key: object) -> Thing:
    """Append the reading of one part of a container; what its type knows needs none."""
    match type_.items[type_.names.index(key)]:
        case Known(value):
            return _static(value)
        case Other(cls) if cls is type(None):
            return Const(None)
    return scope.program.b.apply(gate(core.item), whole, attrs={"key": key})


def static_slice(scope: Scope, node: ast.Slice) -> slice | None:
    bounds = [
        expressions.expression(scope, v) if v else Const(None) for v in (node.lower, node.upper)
    ]
    step = expressions.expression(scope, node.step) if node.step else Const(None)
    parts = [*bounds, step]
    if all(isinstance(p, Const) for p in parts):
        return slice(*(p.value for p in parts if isinstance(p, Const)))
    return None


def index_pattern(scope: Scope, node: ast.expr, slots: list[Atom]) -> Any:
    """Return the static pattern of an index; run-time operands go to `slots`."""
    if isinstance(node, ast.Tuple):
        return tuple(index_pattern(scope, e, slots) for e in node.elts)
    if isinstance(node, ast.Slice):
        parts = [
            index_pattern(scope, v, slots) if v is not None else None
            for v in (node.lower, node.upper, node.step)
        ]
        return slice(*parts)
    thing = memory.now(scope, expressions.expression(scope, node))
    if isinstance(thing, Static):
        thing = Const(None) if thing.value is np.newaxis else thing
    if isinstance(thing, Struct) and thing.kind == "tuple":
        return tuple(_as_index(scope, node, i, slots) for i in thing.items)
    return _as_index(scope, node, thing, slots)


def _as_index(scope: Scope, node: ast.expr, thing: Thing, slots: list[Atom]) -> Any:
    found = expressions.atom(scope, node, thing)
    if isinstance(found, Const):
        return found.value
    slots.append(found)
    return Slot(len(slots) - 1)


def is_sequence(type_: Type) -> bool:
    """Tell whether values of a type are tuples or lists of known length."""
    return isinstance(type_, Tree) and type_.kind in ("tuple", "list")


def unpack(scope: Scope, node: ast.AST, thing: Thing, count: int) -> list[Thing]:
    """Return the items of a value that is unpacked into `count` names."""
    thing = objects.iterated(scope, node, optional.given(scope, node, thing))
    token, thing = thing, memory.now(scope, thing)
    if isinstance(thing, Struct) and thing.kind not in ("dict", "object", "set"):
        items = list(thing.items)
    elif isinstance(thing, Const) and isinstance(thing.value, str):
        items = [Const(letter) for letter in thing.value]
    elif isinstance(thing, Value) and is_sequence(thing.type):
        assert isinstance(thing.type, Tree)
        items = [
            _tree_item(scope, node, thing, thing.type, k) for k in range(len(thing.type.items))
        ]
    elif isinstance(thing, Value) and isinstance(thing.type, Array | Seq | Unknown):
        b = scope.program.b
        if is_table(thing.type):
            thing = token = b.apply(gate(list), thing)
        check_count(scope, node, thing, count)
        loads = [b.apply(gate(core.load), thing, attrs={"index": k}) for k in range(count)]
        for one in loads:
            rows.share_rows(scope, [token], one)
        return [views.viewed(scope, token, v) for v in loads]
    else:
        once = isinstance(thing, Value) and is_iterator(thing.type)
        hint = "make a list of it first" if once else ""
        refusal = refuse("AD304", "this value cannot be unpacked", scope.span(node), hint=hint)
        words = "cannot unpack non-iterable {} object"
        raise failures.unfit(scope, node, thing, "__iter__", words, refusal)
    check_known_count(scope, node, items, count)
    return items


def check_known_count(
    scope: Scope, node: ast.AST, items: Sized, before: int, after: int | None = None
) -> None:
    """Raise what Python raises where items whose number is known do not fit some names."""
    try:
        core.counted(items, before=before, after=after)
    except ValueError as error:
        refusal = refuse("AD304", str(error), scope.span(node))
        raise failures.certain(scope, node, error, refusal) from None


def check_count(
    scope: Scope, node: ast.AST, whole: Value, before: int, after: int | None = None
) -> None:
    """Append the test that a sequence has as many items as there are names for them."""
    type_ = whole.type
    if isinstance(type_, Array) and type_.dims and type_.dims[0].key.isdigit():
        check_known_count(scope, node, range(int(type_.dims[0].key)), before, after)
    elif not isinstance(type_, Unknown):
        attrs = {"before": before, "after": after}
        scope.program.b.apply(gate(core.counted), whole, attrs=attrs)


def listed(scope: Scope, node: ast.AST, thing: Thing) -> list[Thing]:
    """Return the items of an iterable whose number of items is known."""
    found = known_items(scope, node, thing)
    content = memory.now(scope, thing)
    if (
        found is None
        and isinstance(content, Value)
        and isinstance(content.type, Unknown | Residuals)
    ):
        raise refuse(
            "AD502",
            "what is taken apart here is of different kinds on different paths",
            scope.span(node),
            "its items are not known",
            "give it one structure; what a recursion keeps has one for each depth",
        )
    if found is None:
        raise refuse(
            "AD304",
            "the number of items is not known here",
            scope.span(node),
            "this needs all items at compile time",
            "walk them with a for loop, or take them by index",
        )
    return found


def known_items(scope: Scope, node: ast.AST, thing: Thing) -> list[Thing] | None:
    """Return the items of an iterable, None where their number is not known."""
    thing = objects.iterated(scope, node, optional.given(scope, node, thing))
    content = memory.now(scope, thing)
    if isinstance(content, Value) and tables.is_known_dict(content):
        return [Const(k) for k in content.type.keys]  # type: ignore[union-attr]
    if isinstance(content, Struct):
        if content.kind == "object":
            return None
        if content.kind == "dict":
            return [Const(k) for k in content.keys]
        return list(content.items)
    if isinstance(content, Const) and isinstance(content.value, str):
        return [Const(c) for c in content.value]
    if isinstance(content, Value):
        if isinstance(content.type, Tree) and is_sequence(content.type):
            return unpack(scope, node, thing, len(content.type.items))
        made = scope.program.b.made.get(content)
        if made is not None and made.gate.function is range:
            ends = [a.value for a in made.args if isinstance(a, Const)]
            if len(ends) == len(made.args):
                return [Const(k) for k in range(*ends)]
    return None
