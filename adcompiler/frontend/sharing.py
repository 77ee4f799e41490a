"""What a program kept apart returns: whether it shares memory, with arguments or within itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from adcompiler.frontend import aliases
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Struct, Value, made_by
from adcompiler.ir.types import Array, Scalar, Seq


@dataclass(frozen=True)
class Shares:
    """What the result of a program kept apart may be or show, besides what it has made."""

    arrays: bool = False  # arrays among its arguments
    containers: bool = False  # containers among them
    around: frozenset[Any] = frozenset()  # things around it
    overlaps: bool = False  # parts of the result may be one another

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Shares()
EVERYTHING = Shares(arrays=True, containers=True, overlaps=True)


def shares(scope: Scope, thing: Thing, arguments: set[Any], depth: int) -> Shares:
    """Return what the result of a program kept apart may be or show."""
    found = not_made(scope, thing, arguments, depth)
    mine = found & arguments
    arrays = any(_is_array(t) for t in mine)
    containers = any(not _is_array(t) for t in mine)
    return Shares(arrays, containers, found - mine, overlaps(scope, thing))


def _is_array(thing: Any) -> bool:
    return isinstance(thing, Value) and isinstance(thing.type, Array)


def not_made(scope: Scope, thing: Thing, arguments: set[Any], depth: int) -> frozenset[Any]:
    """Return what a thing, or one inside it, may be or show that was not made in the routine.

    Its `arguments` were not, nor what belongs to the `depth` outermost blocks.
    """
    program, b = scope.program, scope.program.b
    contents = ((k, c) for k, c in scope.env.items() if isinstance(k, Struct | Value))
    holders: dict[Any, Any] = {
        content: key for key, content in contents if isinstance(content, Value)
    }
    seen: set[Any] = set()
    found: set[Any] = set()
    stack: list[Any] = [thing]
    while stack:
        one = stack.pop()
        if not isinstance(one, Value | Struct) or one in seen:
            continue
        seen.add(one)
        if isinstance(one, Value) and isinstance(one.type, Scalar):
            continue
        if _holds(one):
            stack += program.held
        if one in program.shared:
            stack += program.shared
        if one in arguments or b.older(one, depth):
            if not isinstance(one, Struct) or one.kind != "tuple":
                found.add(holders.get(one, one))
        stack += program.merged.get(one, ())
        if one in program.views:
            stack.append(program.views[one][0])
        made = made_by(b.made, one)
        if made is not None and made.gate.view and made.args:
            stack.append(made.args[0])
        content = scope.env.get(one, one)
        if isinstance(content, Struct):
            stack += content.items
    return frozenset(found)


def _holds(thing: Any) -> bool:
    """Tell whether a thing is a list of run-time length that may hold arrays or containers."""
    if not isinstance(thing, Value) or not isinstance(thing.type, Seq):
        return False
    return not isinstance(thing.type.item, Scalar)


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


def tokens(scope: Scope, things: Iterable[Thing]) -> set[Any]:
    """Return the arrays and containers that arguments are, show and contain."""
    parts = {part for thing in things for part in aliases.reach(scope, thing)}
    return {p for p in parts if aliases.is_writable(p) and getattr(p, "kind", "") != "tuple"}


def note(scope: Scope, out: Thing, given: Iterable[Thing], known: Shares) -> None:
    """Remember what the result of a program kept apart may be, when called with these things."""
    if not known:
        return
    theirs = tokens(scope, given)
    mine = tokens(scope, [out]) - theirs
    others = {t for t in theirs if (known.arrays if _is_array(t) else known.containers)}
    others |= known.around | (mine if known.overlaps else set())
    for part in mine:
        may_be = [t for t in others if t is not part and _may_be(scope, part, t)]
        if may_be:
            scope.program.shared |= {part, *may_be}
        aliases.merged(scope, part, *scope.program.merged.get(part, ()), *may_be)


def _may_be(scope: Scope, part: Any, thing: Any) -> bool:
    """Tell whether one thing may be or show another: what a container holds is asked by itself."""
    if isinstance(part, Struct):
        return not _is_array(thing)
    return not (_is_array(part) and isinstance(scope.env.get(thing, thing), Struct))
