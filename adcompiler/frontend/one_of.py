"""Arrays that are one of two, by a condition known at run time: a write goes to the one it is.

`w = y if c else z; w[0] = 1.0` is `y = written if c else y; z = z if c else written`.
"""

from __future__ import annotations

import ast

from adcompiler.frontend import aliases, expressions, memory, views
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Choice, Conflict, Thing, settle
from adcompiler.gates import core
from adcompiler.ir.nodes import Atom, Const, Value
from adcompiler.ir.types import Array


def content(scope: Scope, thing: Value) -> Thing:
    """Return the content of an array that is one of two: that of the one which it is."""
    choice = scope.program.choices[thing]
    contents = [
        scope.env.get(thing, thing) if s is None else memory.now(scope, s) for s in choice.sides
    ]
    if all(c is s for c, s in zip(contents, choice.stamps, strict=True)):
        return thing
    for one in contents:
        if isinstance(one, Conflict):
            settle(one)
            return one
    x, y = (c for c in contents if isinstance(c, Value | Const))
    names = [(thing.name, thing.stated)]
    (out,) = scope.program.b.branch(choice.test, ([], [x]), ([], [y]), names, ternary=True)
    return out


def write(scope: Scope, node: ast.AST, thing: Value, content: Atom) -> None:
    """Let the one of two arrays which a thing is contain something else; the other stays."""
    choice = scope.program.choices[thing]
    b = scope.program.b
    for k, side in enumerate(choice.sides):
        if side is None:
            memory.put(scope, node, thing, content)
            continue
        old = expressions.atom(scope, node, memory.now(scope, side))
        pair = (content, old) if k == 0 else (old, content)
        name = [(side.name, side.stated)]
        (out,) = b.branch(choice.test, ([], [pair[0]]), ([], [pair[1]]), name, ternary=True)
        memory.write(scope, node, side, out)


def merged(scope: Scope, test: Atom, found: Thing, first: Thing, second: Thing) -> None:
    """Remember that an array is one of two by a condition, if they can be written to."""
    if not isinstance(found, Value) or not isinstance(found.type, Array):
        return
    if not (isinstance(first, Value) and isinstance(second, Value) and isinstance(test, Value)):
        return
    if found in (first, second):
        return
    sides: list[Value | None] = []
    for side in (first, second):
        shown = _shown_here(scope, side)
        seen = scope.program.b.visible(shown)
        if not seen and not _is_new(scope, shown):
            return  # it may be another one
        sides.append(shown if seen else None)
    x, y = sides
    if x is None and y is None:
        return
    stamps = [found if s is None else memory.now(scope, s) for s in sides]
    scope.program.choices[found] = Choice(test, (x, y), (stamps[0], stamps[1]))


def _is_new(scope: Scope, thing: Value) -> bool:
    """Tell whether an array was certainly made where it got its name, and nothing shows it."""
    program = scope.program
    made = program.b.made.get(thing)
    if made is not None and (made.gate.view or made.gate.function in (core.item, core.load)):
        return False
    alone = [*aliases.reach(scope, thing)] == [thing] and not aliases.sources(program, thing)
    return alone and thing not in program.borrowed


def _shown_here(scope: Scope, thing: Value) -> Value:
    """Return a view that a branch has made of an array around it, made again after the branch."""
    view = scope.program.views.get(thing)
    b = scope.program.b
    if view is None or b.visible(thing) or not b.visible(view[0]):
        return thing
    made, whole = b.made[thing], view[0]
    if not all(b.visible(a) for a in made.args[1:] if isinstance(a, Value)):
        return thing
    again = b.apply(made.gate, memory.now(scope, whole), *made.args[1:], attrs=dict(made.attrs))  # type: ignore[arg-type]
    found = views.viewed(scope, whole, again)
    assert isinstance(found, Value)
    return found
