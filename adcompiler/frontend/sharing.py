"""What a program kept apart returns: whether it shares memory, with arguments or within itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from adcompiler.frontend import aliases
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Atom, Struct, Value, made_by
from adcompiler.ir.types import Scalar


def may_show(scope: Scope, thing: Thing, arguments: set[Any], depth: int) -> bool:
    """Tell whether a thing, or one inside it, may be or show what was not made in the routine.

    Its `arguments` were not, nor what belongs to the `depth` outermost blocks.
    """
    program, b = scope.program, scope.program.b
    seen: set[Any] = set()
    stack: list[Any] = [thing]
    while stack:
        one = stack.pop()
        if not isinstance(one, Value | Struct) or one in seen:
            continue
        seen.add(one)
        if isinstance(one, Value) and isinstance(one.type, Scalar):
            continue
        if one in arguments or b.older(one, depth):
            return True
        stack += program.merged.get(one, ())
        if one in program.views:
            stack.append(program.views[one][0])
        made = made_by(b.made, one)
        if made is not None and made.gate.view and made.args:
            stack.append(made.args[0])
        content = scope.env.get(one, one)
        if isinstance(content, Struct):
            stack += content.items
    return False


def overlaps(scope: Scope, thing: Thing) -> bool:
    """Tell whether two parts of a thing may be one array or container, or show one another."""
    seen: set[Any] = set()
    for part in _parts(scope, thing):
        mine = {part, *aliases.sources(scope.program, part)}
        for one in list(mine):
            mine.update(shown(scope, one))
        if mine & seen:
            return True
        seen |= mine
    return False


def _parts(scope: Scope, thing: Thing) -> Iterator[Any]:
    """Yield the arrays and containers that a thing is made of, each as often as it occurs."""
    if isinstance(thing, Value) and not isinstance(thing.type, Scalar):
        yield thing
    content = scope.env.get(thing, thing) if isinstance(thing, Struct) else None
    if isinstance(content, Struct):
        if content.kind != "tuple":
            yield thing
        for item in content.items:
            yield from _parts(scope, item)


def shown(scope: Scope, thing: Any) -> Iterator[Any]:
    """Yield what a stage is a view of."""
    program = scope.program
    while isinstance(thing, Value):
        made = program.b.made.get(thing)
        if thing in program.views:
            thing = program.views[thing][0]
        elif made is not None and made.gate.view and made.args:
            thing = made.args[0]
        else:
            return
        yield thing


def note(
    scope: Scope, out: Sequence[Value], args: Sequence[Atom], shares: bool, overlap: bool
) -> None:
    """Remember what the results of a program kept apart may be."""
    shown = [a for a in args if isinstance(a, Value)] if shares else []
    for value in out:
        aliases.merged(scope, value, *shown, *(v for v in out if overlap and v is not value))
