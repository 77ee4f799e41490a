"""Which things may be one thing, what shows or contains them, and what lists hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import optional
from adcompiler.frontend.scope import Program, Scope
from adcompiler.frontend.things import Cell, Static, Thing
from adcompiler.gates import core
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import grows
from adcompiler.ir.nodes import UNDEF, Struct, Value, made_by
from adcompiler.ir.types import Array, Seq, Tree, Unknown


def is_held(program: Program, thing: Any, held: Collection[Any]) -> bool:
    """Tell whether a thing may be one of those that lists of unknown length hold."""
    known = program.free.get(thing, frozenset())
    return thing in held or any(s in held and s not in known for s in sources(program, thing))


def keep(program: Program, things: Set[Any]) -> None:
    """Let things be held by a list: whatever may be one of them is free of it no more."""
    program.held |= things
    program.free = {one: known - things for one, known in program.free.items()}


def note_free(scope: Scope, thing: Thing, sides: Sequence[tuple[Thing, frozenset[Any]]]) -> None:
    """Remember of a thing that is one of two that neither is held where it is that one.

    `out.append(part); part = []` on one path: what the list holds is no part of any path.
    """
    program = scope.program
    if is_writable(thing) and not any(is_held(program, one, held) for one, held in sides):
        program.free[thing] = frozenset(program.held)


def sources(program: Any, thing: Any) -> set[Any]:
    """Return every thing that a merged one may be, itself not counted."""
    found: set[Any] = set()
    stack = list(program.merged.get(thing, ()))
    if thing in program.choices:
        stack = [s for s in program.choices[thing].sides if s is not None]
    while stack:
        one = stack.pop()
        if one not in found:
            found.add(one)
            stack += program.merged.get(one, ())
            if one in program.views:
                stack.append(program.views[one][0])
    return found - {thing}


def is_item(program: Program, thing: Value) -> bool:
    """Tell whether a stage is read from a container that is one stage, as one of its items."""
    made = program.b.made.get(thing)
    if made is None or made.gate.function is not core.load:
        return made is not None and made.gate.function is core.item
    whole = type_of(made.args[0])
    return not isinstance(whole, Array) and not (
        grows(whole) and isinstance(made.attrs["index"], slice)
    )


def named(scope: Scope) -> Iterator[tuple[str, Thing]]:
    """Yield the variables of this scope and of those around it."""
    around: Scope | None = scope
    cells: set[Cell] = set()  # each is known in all of these
    while around is not None:
        for key, thing in around.env.items():
            if isinstance(key, str):
                yield key, thing
            elif isinstance(key, Cell) and key not in cells:
                cells.add(key)
                yield key.name, thing
        around = around.outer or around.caller


def reach(scope: Scope, thing: Thing, apart: Thing | None = None) -> Iterator[Any]:
    """Yield a thing, what it shows and what it contains, but not what is inside `apart`."""
    if isinstance(thing, Value):
        yield thing
        if thing in scope.program.views:
            yield from reach(scope, scope.program.views[thing][0], apart)
        if thing in scope.program.choices:
            for side in scope.program.choices[thing].sides:
                yield from reach(scope, UNDEF if side is None else side, apart)
    elif thing is apart:
        return
    elif isinstance(thing, Struct):
        yield thing
        content = scope.env.get(thing, thing)
        if isinstance(content, Struct):
            for item in content.items:
                yield from reach(scope, item, apart)


def places(scope: Scope, thing: Thing) -> list[str]:
    """Return a name for each variable, container and view that a thing is seen by."""
    found: dict[Any, str] = {}
    for k, (name, other) in enumerate(named(scope)):
        if other is thing:
            found[k] = name
        for part in reach(scope, other):
            content = scope.env.get(part, part)
            if isinstance(part, Value):
                if scope.program.views.get(part, (None,))[0] is thing:
                    found[part] = name
            elif isinstance(content, Struct):
                held = ((part, i) for i, item in enumerate(content.items) if item is thing)
                found.update(dict.fromkeys(held, name))
    return list(found.values())


def merged(scope: Scope, out: Thing, *sources: Thing) -> None:
    """Remember that a new thing is one of several: arrays and containers can be written to."""
    out = out.items[1] if optional.is_one(out) else out
    known = (s.items[1] if optional.is_one(s) else s for s in sources)
    real = [s for s in known if isinstance(s, Struct) or is_array(s)]
    if real and (isinstance(out, Struct) or is_array(out)):
        scope.program.merged[out] = tuple(real)
        _keep_default(scope, out, real)


def inside(scope: Scope, thing: Thing) -> list[Thing]:
    """Return the arrays and containers that a container holds, as deep as they are.

    A list that shows an array, as `list(a)` does, holds its rows.
    """
    content = scope.env.get(thing, thing)
    if isinstance(content, Value) and isinstance(content.type, Seq):
        shown = sources(scope.program, thing) | sources(scope.program, content)
        return [s for s in shown if isinstance(s, Value) and isinstance(s.type, Array)]
    if not isinstance(thing, Struct):
        return []
    parts = (part for part in reach(scope, thing) if part is not thing)
    return [p for p in parts if is_array(p) or getattr(p, "kind", "tuple") != "tuple"]


def taken(scope: Scope, whole: Thing, out: Thing) -> Thing:
    """Remember that what is read from a container may be any array in it, and return it."""
    made = made_by(scope.program.b.made, out) if isinstance(out, Value) else None
    if made is not None and made.gate.function is core.load:
        held = inside(scope, whole)
        if isinstance(made.out.type, Seq | Tree | Unknown):
            keep(scope.program, set(held))
        merged(scope, out, *held)
    return out


def linked(scope: Scope, parts: Iterable[Any], others: Iterable[Any]) -> None:
    """Remember that each of these things may be each of the others that is of its sort."""
    whole = list(others)
    for part in parts:
        before = scope.program.merged.get(part, ())
        new = (w for w in whole if w is not part and w not in before and _of_a_sort(part, w))
        scope.program.merged[part] = (*before, *new)


def _of_a_sort(a: Any, b: Any) -> bool:
    """Tell whether two things may be one: an array is no container."""
    if any(isinstance(t, Value) and isinstance(t.type, Unknown) for t in (a, b)):
        return True
    arrays = [isinstance(t, Value) and isinstance(t.type, Array) for t in (a, b)]
    same = isinstance(a, Struct) and isinstance(b, Struct) and a.kind != b.kind
    return arrays[0] is arrays[1] and not same


def is_writable(thing: Any) -> bool:
    """Tell whether a thing itself can be written to."""
    return isinstance(thing, Struct) or is_array(thing)


def _keep_default(scope: Scope, out: Thing, sources: list[Thing]) -> None:
    """Let what is one of several defaultdicts be one, where they make the same entries."""
    known = scope.program.defaults
    made = [known[s] for s in sources if s in known]
    if not made:
        return
    first = made[0]
    alike = all(isinstance(m, Static) and isinstance(first, Static) and m.value is first.value
                for m in made)  # fmt: skip
    if len(made) == len(sources) and alike:
        known[out] = first
    else:
        raise refuse(
            "AD402",
            "a dict that is a defaultdict on one path, or one of another kind",
            scope.program.b.span,
            "not known which",
            "pass a dict, and give a default where it is read: d.get(k, 0.0)",
        )


def is_array(thing: Thing) -> bool:
    """Tell whether a thing may be written to: it is no number and no text."""
    return isinstance(thing, Value) and isinstance(thing.type, Array | Unknown | Seq | Tree)
