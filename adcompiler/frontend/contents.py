"""What a loop carries from round to round: variables, and the contents of containers."""

from __future__ import annotations

import ast
import types
from dataclasses import dataclass
from typing import Any

from adcompiler.frontend import (
    aliases,
    assigned,
    chosen,
    flow,
    memory,
    optional,
    subscripts,
)
from adcompiler.frontend.bindings import stored_in
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import (
    Bound,
    Cell,
    Conflict,
    Inner,
    Method,
    Outer,
    Static,
    Thing,
    settle,
)
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import UNDEF, Atom, Const, Struct, Undef, Value
from adcompiler.ir.types import NOTHING, Scalar, Tree, Type


@dataclass(frozen=True, eq=False)
class Held:
    """What can be written to in a container that a loop changes, itself not replaced by it."""

    thing: Struct | Value


def held(thing: Any) -> Any:
    """Return what a container holds with the containers and arrays in it as they are."""
    if not isinstance(thing, Struct):
        return thing
    items = tuple(
        Held(i) if isinstance(i, Struct) or aliases.is_array(i) else i for i in thing.items
    )
    return Struct(thing.kind, items, thing.keys, thing.cls)


def holds(thing: Any) -> bool:
    return isinstance(thing, Struct) and any(isinstance(i, Held) for i in thing.items)


def first_types(carried: dict[str, Thing]) -> list[Type]:
    """Return the types to begin with; of None it is not known yet what else there will be."""
    unknown = (isinstance(a, Undef) or a == Const(None) for _, a in leaves(carried))
    types = (type_of(a) for _, a in leaves(carried))
    return [NOTHING if u else t for u, t in zip(unknown, types, strict=True)]


def lasts(scope: Scope, key: Any) -> bool:
    """Tell whether what a variable or a thing contains outlives the round."""
    return isinstance(key, str | Outer) or scope.program.b.visible(key)


def before_round(scope: Scope, key: Any, old: Thing) -> Any:
    """Return what is carried into a loop that changes a variable or a thing."""
    settle(old)
    if isinstance(old, Conflict):
        return UNDEF
    if isinstance(key, str | Cell):
        return taken_apart(scope, carried_on(scope, key, old))
    return held(taken_apart(scope, old))


def carried(scope: Scope, node: ast.For | ast.While) -> dict[str, Thing]:
    """Return the variables that the body assigns, with their values before the loop."""
    head = node.target if isinstance(node, ast.For) else node.test
    names = stored_in([*node.body, ast.Expr(head)])
    names -= {n for n in _updated(node) if not _is_number(scope, n)}
    names -= (set(scope.cells) | scope.elsewhere) - scope.own.keys()
    found: dict[str, Thing] = {}
    for name in [*(n for n in scope.env if n in names), *sorted(names - set(scope.env))]:
        thing = scope.env.get(name, UNDEF)
        settle(thing)
        content = UNDEF if isinstance(thing, Conflict) else carried_on(scope, name, thing)
        found[name] = taken_apart(scope, content)
        assigned.begin(scope.program, scope.env, found, name)
    return {**found, **flow.carried(scope, node)}


def _updated(node: ast.For | ast.While) -> set[str]:
    """Return the names that the body only updates by operators in place."""
    head = node.target if isinstance(node, ast.For) else node.test
    parts = list(ast.walk(ast.Module([*node.body, ast.Expr(head)], [])))
    updates = [p.target for p in parts if isinstance(p, ast.AugAssign)]
    found = {t.id for t in updates if isinstance(t, ast.Name)}
    stored = [
        p for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store | ast.Del)
    ]
    return found - {p.id for p in stored if p not in updates}


def _is_number(scope: Scope, name: str) -> bool:
    thing = scope.env.get(name, UNDEF)
    return isinstance(thing, Const) or (isinstance(thing, Value) and isinstance(thing.type, Scalar))


def taken_apart(scope: Scope, thing: Thing, held: bool = False) -> Thing:
    """Return a container of known structure item by item, so that the loop may rebuild it.

    What a list holds must not be written to by it: the list would not see that.
    """
    if not isinstance(thing, Value) or not isinstance(thing.type, Tree) or thing.type.layout:
        return thing
    if thing.type.answers:  # its class decides what a write makes of it: writes are refused
        return thing
    program, type_ = scope.program, thing.type
    items = [subscripts.part(scope, thing, type_, k) for k in type_.names]
    stages = [i for i in items if isinstance(i, Value)]
    if thing in program.fresh:
        program.fresh.update(stages)
    made = program.b.made.get(thing)
    loaded = made is not None and made.gate.function is core.load
    held = held or thing in program.taken or (loaded and aliases.is_item(program, thing))
    inner = tuple(taken_apart(scope, i, held) for i in items)
    whole = Struct(type_.kind, inner, type_.keys, type_.cls)
    program.b.place(whole)
    if held:
        program.final.add(whole)
        program.taken.update(i for i in stages if not isinstance(i.type, Scalar))
    else:
        program.parts.update(stages)
    return whole


def leaves(things: dict[str, Thing]) -> list[tuple[str, Atom]]:
    """Return the operands inside carried variables; static objects are not carried."""
    out: list[tuple[str, Atom]] = []

    def visit(name: str, thing: Thing) -> None:
        if isinstance(thing, Struct):
            for item in thing.items:
                visit(name, item)
        elif isinstance(thing, Value | Const | Undef):
            out.append((name, thing))

    for name, thing in things.items():
        visit(name, thing)
    return out


def labels(scope: Scope, things: dict[str, Thing]) -> list[str]:
    """Return what the operands inside carried variables are called."""
    return [
        word
        for key, thing in things.items()
        for word, leaf in memory.labels(memory.shown(scope, key), thing)
        if isinstance(leaf, Value | Const | Undef)
    ]


def refill(scope: Scope, thing: Thing, leaves: list[Any]) -> Any:
    """Return the thing with its operands replaced, in order."""
    if isinstance(thing, Struct):
        items = tuple(
            i.thing if isinstance(i, Held) else refill(scope, i, leaves) for i in thing.items
        )
        for item, before in zip(items, thing.items, strict=True):
            if isinstance(item, Struct):
                aliases.merged(scope, item, before)
        made = Struct(thing.kind, items, thing.keys, thing.cls)
        scope.program.b.place(made)
        if thing in scope.program.final:
            scope.program.final.add(made)
        return made
    if isinstance(thing, Value | Const | Undef):
        leaf = leaves.pop(0)
        if isinstance(thing, Value) and thing in scope.program.taken:
            scope.program.taken.add(leaf)
        return leaf
    return thing


def lists_before(scope: Scope, name: Any) -> list[Thing]:
    """Return the list or dict that a variable stands for before the loop, if it is one."""
    thing = scope.env.get(name, UNDEF) if isinstance(name, str | Cell) else UNDEF
    return [thing] if isinstance(thing, Struct) and thing.kind in ("list", "dict", "object") else []


def carried_on(scope: Scope, name: Any, thing: Thing) -> Thing:
    """Return what is carried on: the content of what a name stands for."""
    if not isinstance(name, str | Cell | Struct):
        return thing
    kept = optional.is_one(thing) or chosen.is_one(thing)
    content = thing if kept else memory.now(scope, thing)
    if isinstance(content, Struct):
        items = tuple(carried_on(scope, name, i) for i in content.items)
        if any(p is not q for p, q in zip(items, content.items, strict=True)):
            content = Struct(content.kind, items, content.keys, content.cls)
    if content is not thing:
        aliases.merged(scope, content, thing)
    return content


def outline(thing: Thing) -> Any:
    """Return what stays the same from round to round: all but numbers and arrays."""
    if isinstance(thing, Struct):
        return (thing.kind, thing.keys, thing.cls, tuple(outline(i) for i in thing.items))
    match thing:
        case Held(inside):
            return ("held", id(inside))
        case Value() | Const() | Undef():
            return "atom"
        case Static(value):
            return ("static", _which(value))
        case Bound(function, receiver, args):
            return ("bound", _which(function), *(_of_receiver(t) for t in (receiver, *args)))
        case Method(receiver, name):
            return ("method", name, id(receiver))
        case Inner(captured, around):
            return ("inner", id(captured.node), id(around))
    return type(thing)


def _which(value: Any) -> Any:
    """Return what tells one object from others, a bound method from those of other objects."""
    if isinstance(value, types.MethodType):
        return id(value.__func__), id(value.__self__)
    return id(value)


def _of_receiver(thing: Thing) -> Any:
    return outline(thing) if isinstance(thing, Static | Bound) else id(thing)
