"""Lists whose length is known only at run time: `append` under an `if`, `xs[i] = v`, `pop()`.

Such a list is one stage, of a sequence type, made from the items known so far where a branch
or a loop makes of it lists of different lengths, or where something is written at a computed
place. The list object itself stays the key of what it contains.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import (
    choices,
    expressions,
    listing,
    memory,
    objects,
    optional,
    subscripts,
)
from adcompiler.frontend.scope import Scope, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.indexing import shifted
from adcompiler.gates.lists import spot
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import grows, is_list, is_run_time_tuple, is_table
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import UNDEF, Atom, Const, Path, Slot, Struct, Value, made_by
from adcompiler.ir.types import UNKNOWN, Array, Nothing, Other, Scalar, Seq, Tree, Type, Unknown

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
        program.held.update({part, *memory.sources(program, part)})
        made = made_by(program.b.made, part)
        if made is not None and made.gate.function is core.load and _is_row(scope, part):
            program.shared.add(holder)  # a row of another list
        if _is_row(scope, part):
            others = (other for _, other in memory.named(scope))
            if any(part in memory.reach(scope, other, holder) for other in others):
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
    _put(scope, node, base, core.store, slots, pattern, _replaced(scope, index, slots, pattern))


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
    _put(scope, node, base, core.accumulate, slots, pattern)
    return True


def _put(
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
    _named_like(scope, base, slots[0], new)
    memory.write(scope, node, base, new)


def _named_like(scope: Scope, base: Thing, old: Atom, new: Value) -> None:
    """Let a list keep its name."""
    name = memory.name_of(scope, base)
    if not name and isinstance(old, Value):
        name = old.name
    if name:
        new.name, new.stated = name, True


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
    value = put_in(scope, node, base, thing)
    slots, path = _path(scope, base, indices, [value])
    check_own_rows(scope, node, base)
    _put(scope, node, base, update, slots, path)


def append_inside(scope: Scope, node: ast.AST, base: Thing, key: Thing, thing: Thing) -> None:
    """Append `base[key].append(thing)`, where the list inside has no name of its own."""
    check_own_rows(scope, node, base)
    value = put_in(scope, node, base, thing)
    whole = sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 2)
    _put(scope, node, base, core.push_inside, [whole, value, *rest], Path((index,)))


def pop_inside(scope: Scope, node: ast.AST, base: Thing, key: Thing) -> Value:
    """Append `base[key].pop()`, where the list inside has no name of its own."""
    check_own_rows(scope, node, base)
    whole = sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 1)
    attrs = {"index": Path((index, -1))}
    last = scope.program.b.apply(gate(core.load), whole, *rest, attrs=attrs)
    index, _ = _place_at(scope, node, key, 2)
    _put(scope, node, base, core.drop_inside, [whole, last, *rest], Path((index,)))
    return last


def _place_at(scope: Scope, node: ast.AST, key: Thing, slot: int) -> tuple[Any, list[Atom]]:
    """Return a key as part of an index, and the operand that it names by this slot, if any."""
    k = expressions.atom(scope, node, key)
    return (k.value, []) if isinstance(k, Const) else (Slot(slot), [k])


def lengthen(scope: Scope, node: ast.AST, base: Thing, key: Thing, more: Thing) -> None:
    """Append `base[key] = base[key] + more`, where the list inside has no name of its own."""
    b = scope.program.b
    check_own_rows(scope, node, base)
    whole = sequence(scope, node, base, memory.now(scope, base))
    index, rest = _place_at(scope, node, key, 2)
    row = _item_at(scope, whole, rest[0] if rest else Const(index))
    new = b.apply(gate(core.chain), row, listed(scope, node, base, more))
    _put(scope, node, base, core.store, [whole, new, *rest], index, row)


def check_own_rows(scope: Scope, node: ast.AST, base: Thing) -> None:
    """Refuse a write into a row that may be seen by another name, or in another list."""
    program = scope.program
    if program.shared & {base, *memory.sources(program, base)}:
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
    before = set(scope.program.shared)
    found = read()
    parts = (part for node in nodes for part in ast.walk(node))
    if _is_of_numbers(scope, found) and all(isinstance(part, LOOKS) for part in parts):
        if all(_is_plain(scope, stored(scope, _root(node)) or UNDEF) for node in nodes):
            scope.program.shared &= before
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
    """Remember that rows of lists of lists are seen from elsewhere: by a name, another list."""
    for token in tokens:
        content = memory.now(scope, token) if isinstance(token, Value | Struct) else token
        if isinstance(content, Value) and isinstance(content.type, Seq):
            if isinstance(content.type.item, Seq | Tree):
                scope.program.shared.update({token, out})


# -- methods ----------------------------------------------------------------------------------


def method(scope: Scope, node: ast.AST, token: Thing, name: str, args: list[Thing]) -> Thing | None:
    """Return `token.name(...)` of a list of unknown length, None where it is not known."""
    b = scope.program.b
    xs = sequence(scope, node, token, memory.now(scope, token))
    if name not in ("append", "clear"):
        share_rows(scope, [token, *args])
    at = [memory.now(scope, a) for a in args]
    result: Thing = Const(None)
    new: Atom
    match name, at:
        case "append", [_]:
            new = b.apply(gate(core.push), xs, put_in(scope, node, token, args[0]))
        case "extend", [_]:
            new = b.apply(gate(core.chain), xs, listed(scope, node, token, args[0]))
        case "insert", [_, _]:
            where = expressions.atom(scope, node, at[0])
            if where != Const(0):
                where = spot(b, xs, where)
            new = b.apply(gate(core.insert), xs, put_in(scope, node, token, args[1]), where)
        case "pop", [] | [Const(-1)]:
            result = b.apply(gate(core.load), xs, attrs={"index": -1})
            new = b.apply(gate(core.drop), xs, result)
        case "pop", [_]:
            where = _place(scope, node, xs, at[0])
            result = _item_at(scope, xs, where)
            new = b.apply(gate(core.remove), xs, result, where)
        case "reverse", []:
            new = b.apply(gate(list), subscripts.flipped(scope, xs))
        case "clear", []:
            memory.write(scope, node, token, Struct("list", ()))
            return Const(None)
        case "copy", []:
            copied = b.apply(gate(list), xs)
            share_rows(scope, [token], copied)
            return copied
        case _:
            return None
    if isinstance(new, Value):
        _named_like(scope, token, xs, new)
    memory.write(scope, node, token, new)
    return result


def _place(scope: Scope, node: ast.AST, xs: Value, thing: Thing) -> Atom:
    """Return an index from the front: what a list held is put back there."""
    k = expressions.atom(scope, node, thing)
    if isinstance(k, Const) and k.value >= 0:
        return k
    b = scope.program.b
    places = b.apply(gate(range), b.apply(gate(len), xs))
    return _item_at(scope, places, k)


def _item_at(scope: Scope, xs: Value, k: Atom) -> Value:
    b = scope.program.b
    if isinstance(k, Const):
        return b.apply(gate(core.load), xs, attrs={"index": k.value})
    return b.apply(gate(core.load), xs, k, attrs={"index": Slot(1)})


def listed(scope: Scope, node: ast.AST, holder: Thing, thing: Thing) -> Value:
    """Return the items of an iterable as a list of unknown length."""
    thing = objects.iterated(scope, node, thing)
    content = memory.now(scope, thing)
    if is_run_time_list(content):
        assert isinstance(content, Value)
        if not isinstance(item_of(content.type), Scalar):
            scope.program.shared.update({holder, thing})
        return content
    known = subscripts.known_items(scope, node, thing)
    if known is not None:
        return sequence(scope, node, holder, Struct("list", tuple(known)))
    if isinstance(content, Value) and isinstance(content.type, Array | Seq):
        return scope.program.b.apply(gate(list), content)
    raise refuse("AD304", "this value cannot be put into a list", scope.span(node))


def joined(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Value | None:
    """Append `xs + ys` of lists or tuples, None where one of them is neither."""
    if _is_tuple(left) and _is_tuple(right):
        both = [_run_time_tuple(scope, node, side) for side in (left, right)]
        return scope.program.b.apply(gate(core.chain), *both)
    if not (is_any_list(left) and is_any_list(right)):
        return None
    xs, ys = (listed(scope, node, side, side) for side in (left, right))
    return scope.program.b.apply(gate(core.chain), xs, ys)


def _is_tuple(thing: Thing) -> bool:
    """Tell whether a content is a tuple, of known length or of a length that the run knows."""
    kind = thing.type if isinstance(thing, Value) else thing
    return isinstance(kind, Struct | Tree | Seq) and kind.kind == "tuple"


def _run_time_tuple(scope: Scope, node: ast.AST, thing: Thing) -> Value:
    """Return a tuple as one stage, whose derivative is a list."""
    if isinstance(thing, Value) and is_run_time_tuple(thing.type):
        return thing
    return scope.program.b.apply(gate(tuple), listed(scope, node, thing, thing))


def repeated(scope: Scope, node: ast.AST, left: Thing, right: Thing) -> Thing | None:
    """Append `[x] * n`, None where it is not that."""
    if is_run_time_list(right):
        left, right = right, left
    if is_run_time_list(left) and isinstance(right, Const) and type(right.value) is int:
        return _over(scope, left, right.value)
    if not isinstance(left, Struct):
        left, right = right, left
    if not isinstance(left, Struct) or left.kind not in ("list", "tuple"):
        return None
    if isinstance(right, Const) and type(right.value) is int:
        return Struct(left.kind, left.items * right.value)
    if left.kind != "list" or not isinstance(right, Value) or not left.items:
        return None
    if isinstance(right.type, Unknown):
        raise refuse(
            "AD304",
            "a list times a value of unknown kind",
            scope.span(node),
            "repeated by a number, or multiplied by an array",
            "write np.array([...]) * v, or int(n) * [...]",
        )
    items = [put_in(scope, node, left, i) for i in left.items]
    out = scope.program.b.apply(gate(core.repeated), right, *items)
    if not isinstance(out.type, Seq) or is_list(out.type.item):
        scope.program.shared.add(out)  # the same row, over and over
    return out


def _over(scope: Scope, xs: Thing, times: int) -> Thing:
    """Append `xs * times` of a list of unknown length."""
    assert isinstance(xs, Value)
    if times <= 0:
        return Struct("list", ())
    b = scope.program.b
    out = b.apply(gate(list), xs)
    for _ in range(times - 1):
        out = b.apply(gate(core.chain), out, xs)
    scope.program.shared.add(out)
    return out


# -- branches and loops ------------------------------------------------------------------------


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
