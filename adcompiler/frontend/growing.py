"""Lists whose length is known only at run time: `append` under an `if`, `xs[i] = v`, `pop()`.

Such a list is one stage, of a sequence type, made from the items known so far where a branch
or a loop makes of it lists of different lengths, or where something is written at a computed
place. The list object itself stays the key of what it contains.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Iterator
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    aliases,
    choices,
    expressions,
    listing,
    memory,
    optional,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import shifted
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import grows, is_list, is_run_time_tuple, is_table
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct, Value, made_by
from adcompiler.ir.types import Nothing, Other, Scalar, Seq, Tree

# The parts of an expression that names items of lists, and does nothing else.


LOOKS = (
    ast.Subscript,
    ast.Name,
    ast.Attribute,
    ast.Constant,
    ast.BinOp,
    ast.UnaryOp,
    ast.operator,
    ast.unaryop,
    ast.expr_context,
)


def is_run_time_list(thing: Thing) -> bool:
    """Tell whether a content is a list as one stage."""
    return isinstance(thing, Value) and is_list(thing.type)


def family(thing: Thing) -> str | None:
    """Return list or dict for a content that is one, as one stage or item by item."""
    if isinstance(thing, Struct):
        return thing.kind if thing.kind in ("list", "dict") else None
    if isinstance(thing, Value) and isinstance(thing.type, Seq | Tree):
        return thing.type.kind if thing.type.kind in ("list", "dict") else None
    return None


def may_match(x: Thing, y: Thing) -> bool:
    """Tell whether two contents can be one stage: two lists, or two dicts."""
    return family(x) is not None and family(x) == family(y)


def is_any_list(thing: Thing) -> bool:
    """Tell whether a content is a list, as one stage or item by item."""
    return is_run_time_list(thing) or (isinstance(thing, Struct) and thing.kind == "list")


def sequence(scope: Scope, node: ast.AST, holder: Any, content: Thing) -> Value:
    """Return a list as one stage; `holder` is the list object."""
    if isinstance(content, Value):
        return content
    assert isinstance(content, Struct)
    atoms = [put_in(scope, node, holder, item) for item in content.items]
    rows = [i for i in content.items if isinstance(i, Struct)]
    if len({id(r) for r in rows}) < len(rows) or scope.program.shared & set(rows):
        scope.program.shared.add(holder)  # the same row twice
    attrs: dict[str, Any] = {"kind": content.kind, "alike": True}
    if content.kind == "dict":
        attrs["keys"] = content.keys
    return scope.program.b.apply(gate(core.pack), *atoms, attrs=attrs)


def put_in(scope: Scope, node: ast.AST, holder: Any, thing: Thing) -> Atom:
    """Return what a list takes in; the list and whoever else has a hold of it are remembered."""
    content = memory.now(scope, thing)
    found: Atom
    if isinstance(content, Struct) and content.kind == "list" and _alike(scope, content):
        found = sequence(scope, node, thing, content)
    else:
        found = expressions.atom(scope, node, thing, objects=True)
    hold(scope, holder, thing)
    return found


def _alike(scope: Scope, content: Struct) -> bool:
    """Tell whether the items of a list are numbers of one kind, or lists of such."""
    kinds = set()
    for item in content.items:
        inner = memory.now(scope, item)
        if isinstance(inner, Struct):
            if inner.kind != "list" or not _alike(scope, inner):
                return False
            kinds.add("list")
        elif isinstance(inner, Value | Const):
            type_ = type_of(inner)
            if not isinstance(type_, Scalar | Seq):
                return False
            kinds.add(type_.kind)
        else:
            return False
    return len(kinds) <= 1


def hold(scope: Scope, holder: Any, thing: Thing) -> None:
    """Remember that a list of unknown length holds a thing that could be written to."""
    program = scope.program
    for part in _parts(scope, thing):
        aliases.keep(program, {part, *aliases.sources(program, part)})
        made = made_by(program.b.made, part)
        if made is not None and made.gate.function is core.load and _is_row(scope, part):
            program.shared.add(holder)  # a row of another list
        if _is_row(scope, part):
            others = (other for _, other in aliases.named(scope))
            if any(part in aliases.reach(scope, other, holder) for other in others):
                program.shared.add(holder)


def _parts(scope: Scope, thing: Thing) -> Iterator[Any]:
    """Yield a thing that can be written to, and those inside it."""
    if isinstance(thing, Struct):
        yield thing
        content = memory.now(scope, thing)
        for item in content.items if isinstance(content, Struct) else ():
            yield from _parts(scope, item)
    elif isinstance(thing, Value) and not isinstance(thing.type, Scalar | Other):
        yield thing
        if thing in scope.program.views:
            yield from _parts(scope, scope.program.views[thing][0])


def _is_row(scope: Scope, thing: Thing) -> bool:
    return is_any_list(memory.now(scope, thing))


def set_item(scope: Scope, node: ast.AST, base: Thing, index: ast.expr, thing: Thing) -> None:
    """Let `base[index]` be the thing, where `base` is a list of unknown length."""
    if isinstance(index, ast.Slice) and not _is_as_long(scope, node, index, thing):
        listing.set_slice(scope, node, base, index, thing)
        return
    value = put_in(scope, node, base, thing)
    slots: list[Atom] = [sequence(scope, node, base, memory.now(scope, base)), value]
    pattern = subscripts.index_pattern(scope, index, slots)
    put_at(scope, node, base, core.store, slots, pattern, _replaced(scope, index, slots, pattern))


def _replaced(scope: Scope, node: ast.expr, slots: list[Atom], pattern: Any) -> Value | None:
    """Return the list that a new one takes the place of, None where it is another item."""
    whole, value, *places = slots
    if isinstance(pattern, slice | tuple) or not isinstance(value, Value):
        return None
    type_ = item_of(type_of(whole))
    if not grows(value.type) or not grows(type_):
        return None
    b = scope.program.b
    attrs = {"index": shifted(pattern, -1)}
    if not is_table(type_of(whole)) or _goes_on(scope, value, (whole, *places), attrs):
        return b.apply(gate(core.load), whole, *places, attrs=attrs)
    key = places[0] if places else Const(pattern)
    if _is_missing(scope, whole, key):
        return None
    there = b.apply(gate(core.contains), whole, key)

    def before() -> Thing:
        return b.apply(gate(core.load), whole, *places, attrs=attrs)

    found = choices.either(scope, node, there, before, lambda: Struct("list", ()))
    return found if isinstance(found, Value) else None


def _is_missing(scope: Scope, whole: Atom, key: Atom) -> bool:
    """Tell whether a question that is open here was answered by that a dict has no such key."""
    b = scope.program.b
    asked = (made_by(b.made, test) for test, holds in b.truths.items() if not holds)
    return any(op and op.gate.function is core.contains and op.args == (whole, key) for op in asked)


def _goes_on(scope: Scope, value: Value, args: tuple[Atom, ...], attrs: dict[str, Any]) -> bool:
    """Tell whether a list is the one that it takes the place of and more: `d[k] + [v]`."""
    made = scope.program.b.made.get(value)
    row = made.args[0] if made is not None and made.gate.function is core.chain else None
    load = made_by(scope.program.b.made, row)
    same = load is not None and load.gate.function is core.load and load.args == args
    return same and load is not None and load.attrs == attrs


def _is_as_long(scope: Scope, node: ast.AST, index: ast.Slice, thing: Thing) -> bool:
    """Tell whether what is written at a slice is as long; with a step it must be."""
    content = memory.now(scope, thing)
    made = made_by(scope.program.b.made, content)
    if made is not None and made.gate.name == "plus":
        return True  # each item of the slice with something added
    if index.step is None:
        return False
    raise refuse(
        "AD402",
        "a write at a slice of a list of unknown length",
        scope.span(node),
        "written here",
        "use an array, or write item by item",
    )


def add_item(scope: Scope, node: ast.AST, base: Thing, index: ast.expr, thing: Thing) -> bool:
    """Append `base[index] += thing` on a list of numbers; tell whether it is one."""
    whole = memory.now(scope, base)
    slots: list[Atom] = [sequence(scope, node, base, whole), expressions.atom(scope, node, thing)]
    pattern = subscripts.index_pattern(scope, index, slots)
    item = item_of(type_of(slots[0]))
    if isinstance(index, ast.Slice) or not all(
        isinstance(t, Scalar | Nothing) for t in (item, type_of(slots[1]))
    ):
        return False
    put_at(scope, node, base, core.accumulate, slots, pattern)
    return True


def put_at(
    scope: Scope,
    node: ast.AST,
    base: Thing,
    update: Any,
    slots: list[Atom],
    pattern: Any,
    old: Value | None = None,
) -> None:
    attrs = {"index": pattern} if old is None else {"index": pattern, "old": Slot(len(slots))}
    if old is not None:
        slots = [*slots, old]
    new = scope.program.b.apply(gate(update), *slots, attrs=attrs)
    name_like(scope, base, slots[0], new)
    memory.write(scope, node, base, new)


def name_like(scope: Scope, base: Thing, old: Atom, new: Value) -> None:
    """Let a list keep its name."""
    name = memory.name_of(scope, base)
    if not name and isinstance(old, Value):
        name = old.name
    if name:
        new.name, new.stated = name, True


def matched(
    scope: Scope, node: ast.AST, sides: list[tuple[list[Any], Thing, dict[Any, Thing]]], key: Any
) -> tuple[Thing, Thing]:
    """Return what two branches made of a thing, two lists of different lengths as stages."""
    x, y = (content for _, content, _ in sides)
    if Const(None) in (x, y):
        if not any(isinstance(side, Struct) and family(side) for side in (x, y)):
            return x, y
    elif not may_match(x, y) or not _differ(x, y):
        return x, y
    found: list[Thing] = []
    around = scope.env
    for ops, content, env in sides:
        scope.env = env
        with scope.program.b.reopened(ops):
            made = content if content == Const(None) else sequence(scope, node, key, content)
            found.append(made)
    scope.env = around
    return found[0], found[1]


def _differ(x: Thing, y: Thing) -> bool:
    if isinstance(x, Struct) and isinstance(y, Struct):
        return len(x.items) != len(y.items) or x.keys != y.keys
    return isinstance(x, Struct) or isinstance(y, Struct)


def truth_of(scope: Scope, thing: Thing) -> Thing:
    """Return what tells whether a thing is true: of a list of unknown length `len(xs) > 0`."""
    if optional.is_one(thing):
        return optional.truth_of(scope, thing)
    content = memory.now(scope, thing)
    if not isinstance(content, Value):
        return content
    if not grows(content.type) and not is_run_time_tuple(content.type):
        return thing
    b = scope.program.b
    return b.apply(gate(operator.gt), b.apply(gate(len), content), Const(0))


def is_filled(scope: Scope, content: Value) -> bool:
    """Tell whether a question that is open here was answered by that a list holds something."""
    made = scope.program.b.made
    for test, holds in scope.program.b.truths.items():
        asked = made.get(test)
        if holds and asked is not None and asked.gate.function is operator.gt:
            size = made_by(made, asked.args[0])
            if asked.args[1] == Const(0) and size is not None and size.gate.function is len:
                if size.args[0] is content:
                    return True
    return False


def member(scope: Scope, node: ast.AST, x: Thing, y: Thing) -> Value | None:
    """Append `x in xs` of a list or array known only at run time."""
    if isinstance(y, Struct) and not isinstance(x, Static):
        if y.kind not in ("list", "tuple", "set", "dict"):
            return None
        items = [Const(k) for k in y.keys] if y.kind == "dict" else list(y.items)
        y = Struct("tuple", tuple(items))
    elif not isinstance(y, Value) or not isinstance(y.type, Seq | Tree):
        return None
    xs = expressions.atom(scope, node, y)
    return scope.program.b.apply(gate(core.contains), xs, expressions.atom(scope, node, x))
