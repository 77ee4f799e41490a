"""Put what a loop keeps for one other loop into one list of tuples.

Before: `x_at.append(x); v_at.append(v)`, `for x, v in zip(reversed(x_at), reversed(v_at))`.
After: `residuals.append((x, v))`, `for x, v in reversed(residuals)`.

A kept sequence has one reader. On its way there it may leave a branch, be collected once
more by the loop around, and be an item of the reversed loop around; sequences that go the
same way from one loop to another are put together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from adcompiler.gates import core, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Apply, Atom, Block, For, If, Op, Value, is_proceed
from adcompiler.ir.types import Scalar, Seq, Tree, Type
from adcompiler.ir.walk import all_ops, outputs, uses

NAME = "residuals"


@dataclass(frozen=True, eq=False)
class Route:
    """The way of one kept sequence: its names, and the places that it passes."""

    names: tuple[Value, ...]  # the sequence, what carries it on, and in the end one item
    places: tuple[tuple[object, ...], ...]


@dataclass(eq=False)
class _Bundles:
    """What is replaced: the first sequence of a group carries all, the others are gone.

    `packs` tells whose items the first sequence collects, `items` what its item is taken
    apart into.
    """

    swap: dict[Value, Value] = field(default_factory=dict)
    gone: set[Value] = field(default_factory=set)
    touched: set[Value] = field(default_factory=set)
    packs: dict[Value, list[Value]] = field(default_factory=dict)
    items: dict[Value, tuple[Value, list[Value]]] = field(default_factory=dict)


def bundled(block: Block) -> Block:
    """Return the program with kept sequences that belong together as one, inner loops first."""
    loops = [op for op in all_ops(block) if isinstance(op, For)]
    while any(len(_kept_by(op)) > 1 for op in loops):
        readers = _readers(block)
        found = _Bundles()
        for op in reversed(loops):
            _find(op, readers, found)
        if not found.packs:
            break
        block = _block(block, found)
        loops = [op for op in all_ops(block) if isinstance(op, For)]
    return block


def _find(op: For, readers: dict[Value, Reader], found: _Bundles) -> None:
    """Note the groups of what one loop keeps; those that meet a group inside wait for it."""
    groups: dict[object, list[Route]] = {}
    for value in _kept_by(op):
        route = _route(value, readers)
        if route is not None:
            groups.setdefault(route.places, []).append(route)
    for group in groups.values():
        names = {v for route in group for v in route.names}
        if len(group) > 1 and names.isdisjoint(found.touched):
            found.touched |= names
            _join(group, found)


def _kept_by(op: For) -> list[Value]:
    """Return the kept sequences of a loop whose items may be put together at its end."""
    chosen = {v for o in op.body.ops if isinstance(o, If) for v in o.out}
    updates = any(
        isinstance(o, Apply) and o.gate.function in core.UPDATES for o in all_ops(op.body)
    )
    found = []
    for value, atom in zip(op.collected, op.gathered, strict=True):
        if not isinstance(value.type, Seq) or value.type.kind != "kept":
            continue
        # A list that a branch may leave out stays a list of its own.
        missing = atom in chosen and isinstance(value.type.item, Seq)
        if not missing and (not updates or isinstance(value.type.item, Scalar)):
            found.append(value)
    return found


Reader = tuple[str, Op, int]  # how the value is read, by which operation, at which place


def _readers(block: Block) -> dict[Value, Reader]:
    """Return the one reader of each value that may be a kept sequence on its way."""
    count = uses(block)
    found: dict[Value, Reader] = {}
    for op in all_ops(block):
        places: list[tuple[str, int, tuple[Atom, ...]]] = []
        if isinstance(op, For):
            n = len(op.init)
            places += [("walked", 0, op.over), ("gathered", n, op.gathered)]
        if isinstance(op, If):
            places += [("then", 0, op.then.yields), ("orelse", 0, op.orelse.yields)]
        for how, first, atoms in places:
            for k, atom in enumerate(atoms):
                if isinstance(atom, Value) and count[atom] == 1:
                    found[atom] = (how, op, first + k)
    return found


def _route(value: Value, readers: dict[Value, Reader]) -> Route | None:
    """Return the way of a kept sequence to the loop that walks its items."""
    names, places, depth = [value], [], 1
    while depth:
        if names[-1] not in readers:
            return None
        how, op, k = readers[names[-1]]
        places.append((how, op))
        match op:
            case If() if (op.orelse if how == "then" else op.then).yields[k] is UNDEF:
                names.append(op.out[k])
            case For() if how == "gathered":
                names.append(op.out[k])
                depth += 1
            case For() if how == "walked":
                names.append(op.items[k])
                depth -= 1
            case _:
                return None
    if any(isinstance(op, If) for _, op in places) and any(how == "gathered" for how, _ in places):
        return None  # a round without the list has None in its place
    return Route(tuple(names), tuple(places))


def _join(group: list[Route], found: _Bundles) -> None:
    """Let the first sequence of a group carry all of them."""
    items = [route.names[-1] for route in group]
    whole: Type = Tree("tuple", tuple(v.type for v in items))
    *way, last = group[0].names
    for value in way:
        type_ = _retyped(value.type, last.type, whole)
        found.swap[value] = Value(_name(value, way[0]), type_, value.span, True)
    for route in group[1:]:
        found.gone.update(route.names[:-1])
    found.packs[way[0]] = [route.names[0] for route in group]
    found.items[last] = Value(NAME, whole, last.span, True), items


def _name(value: Value, first: Value) -> str:
    return NAME + value.name.removeprefix(first.name) if value.name.startswith(first.name) else NAME


def _retyped(type_: Type, item: Type, whole: Type) -> Type:
    """Return the type of a sequence of sequences of other items."""
    if type_ == item or not isinstance(type_, Seq):
        return whole
    return Seq(_retyped(type_.item, item, whole), type_.kind)


def _block(block: Block, found: _Bundles) -> Block:
    ops: list[Op] = []
    for op in block.ops:
        match op:
            case If():
                op = _branch(op, found)
            case For():
                op = _loop(op, found)
        ops.append(op)
    return replace(block, ops=tuple(ops))


def _branch(op: If, found: _Bundles) -> If:
    chosen = [k for k, out in enumerate(op.out) if out not in found.gone]
    sides = []
    for block in (op.then, op.orelse):
        yields = tuple(_now(block.yields[k], found) for k in chosen)
        sides.append(replace(_block(block, found), yields=yields))
    out = tuple(found.swap.get(op.out[k], op.out[k]) for k in chosen)
    return replace(op, then=sides[0], orelse=sides[1], out=out)


def _loop(op: For, found: _Bundles) -> For:
    body = _block(op.body, found)
    ops = list(body.ops)
    yields: list[Atom] = []
    for out, atom in zip(op.collected, op.gathered, strict=True):
        if out in found.packs:
            gathered = [op.gathered[op.collected.index(v)] for v in found.packs[out]]
            yields.append(_packed(op, ops, gathered))
        elif out not in found.gone:
            yields.append(_now(atom, found))
    walked = [k for k, a in enumerate(op.over) if a not in found.gone]
    items: list[Value] = []
    for k in walked:
        item = op.items[k]
        if item in found.items:
            item, parts = found.items[item]
            ops[:0] = _unpacked(item, parts, op)
        items.append(found.swap.get(item, item))
    return replace(
        op,
        over=tuple(_now(op.over[k], found) for k in walked),
        body=Block((*items, *op.carried), tuple(ops), (*op.nexts, *yields, *op.stop)),
        out=(
            *op.finals,
            *(found.swap.get(v, v) for v in op.collected if v not in found.gone),
        ),
    )


def _now(atom: Atom, found: _Bundles) -> Atom:
    return found.swap.get(atom, atom) if isinstance(atom, Value) else atom


def _packed(op: For, ops: list[Op], gathered: list[Atom]) -> Value:
    """Insert the tuple of what is kept right after the last of it is made; return it."""
    made = [k for k, o in enumerate(ops, 1) if is_proceed(o) or set(outputs(o)) & set(gathered)]
    place = max(made, default=0)
    span = ops[place - 1].span if place else op.span
    out = Value("", Tree("tuple", tuple(map(type_of, gathered))), span)
    ops.insert(place, Apply(gate(core.pack), tuple(gathered), {"kind": "tuple"}, out, span))
    return out


def _unpacked(whole: Value, items: list[Value], op: For) -> list[Op]:
    return [
        Apply(gate(core.item), (whole,), {"key": k}, item, op.span) for k, item in enumerate(items)
    ]
