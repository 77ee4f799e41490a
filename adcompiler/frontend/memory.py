"""What can be written to: arrays, lists, dicts and objects, and who else sees a write.

A thing that is made (an array, a list, an object) stands for itself as long as the program
runs, whatever its names: it is the key under which the variables of a scope also hold what
it contains now. A write puts a new content there; so every name, list and view that leads
to the thing sees it, branches merge contents as they merge variables, and loops carry them.
"""

from __future__ import annotations

import ast
from typing import Any

from adcompiler.errors import CompileError, refuse
from adcompiler.frontend import aliases, chosen, flow, one_of, optional, views
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Cell, Conflict, Thing, settle
from adcompiler.gates import core
from adcompiler.ir.nodes import Const, Struct, Value
from adcompiler.ir.types import Scalar


class TakeApart(Exception):
    """The program writes into a container argument: its parts must be things of their own."""


LOST = "this may be a view or a copy of an array that was written to since"


def _seen_now(scope: Scope, view: Struct | Value) -> Thing | None:
    """Return what a view of a dict shows where the dict has changed since, else None."""
    token, stamp, word = scope.program.dict_views[view]
    content = now(scope, token)
    if content is stamp:
        return None
    if isinstance(view, Struct) and isinstance(content, Struct):
        return entries(content, word)
    raise refuse(
        "AD401",
        "a view of a dict that was changed since",
        scope.program.b.span,
        "read here",
        f"ask for d.{word}() again",
    )


def entries(content: Struct, word: str) -> Struct:
    """Return the keys, values or items of a dict whose keys are known."""
    keys: list[Thing] = [Const(k) for k in content.keys]
    pairs = [Struct("tuple", p) for p in zip(keys, content.items, strict=True)]
    found = {"keys": keys, "values": content.items, "items": pairs}[word]
    return Struct("tuple", tuple(found))


def now(scope: Scope, thing: Thing) -> Thing:
    """Return what a thing contains at this point of the program."""
    if optional.is_one(thing):
        return optional.content(scope, thing)
    if chosen.is_one(thing):
        return Conflict(chosen.WHY)
    if isinstance(thing, Value) and thing in scope.program.choices:
        return one_of.content(scope, thing)
    if isinstance(thing, Struct | Value) and thing in scope.program.dict_views:
        changed = _seen_now(scope, thing)
        if changed is not None:
            return changed
    if isinstance(thing, Struct) or (isinstance(thing, Value) and thing in scope.env):
        for frame in scope.program.calls:
            frame.look(scope.program.b, thing)
        content = scope.env.get(thing, thing)
        settle(content)
        return content
    if not isinstance(thing, Value) or isinstance(thing.type, Scalar):
        return thing
    view = scope.program.views.get(thing)
    if view is None:
        return thing
    whole, stamp = view
    current = now(scope, whole)
    if current is stamp:
        return thing
    if isinstance(current, Conflict):
        return current
    made = scope.program.b.made[thing]
    if not views.certain(scope, made, whole, thing):
        raise refuse(
            "AD401",
            LOST,
            scope.program.b.span,
            "read here",
            "copy it where it is made, with .copy()",
        )
    assert isinstance(current, Value)
    return scope.program.b.apply(made.gate, current, *made.args[1:], attrs=dict(made.attrs))


def lost(scope: Scope, thing: Thing) -> Thing:
    """Return a thing, or that nobody may read it: a view or a copy of what was written to since."""
    if not isinstance(thing, Value) or thing in scope.env or thing in scope.program.choices:
        return thing
    view = scope.program.views.get(thing)
    if view is None:
        return thing
    whole, stamp = view
    if lost(scope, whole) is whole:
        made = scope.program.b.made[thing]
        if now(scope, whole) is stamp or views.certain(scope, made, whole, thing):
            return thing
    return Conflict(f"{LOST}: copy it where it is made, with .copy()")


def content_in(env: dict[Any, Thing], thing: Thing) -> Thing:
    """Return what a thing contains at the end of a branch."""
    if isinstance(thing, Value | Struct):
        return env.get(thing, thing)
    return thing


def name_of(scope: Scope, thing: Any) -> str:
    """Return the name under which the content of a thing is carried on."""
    if isinstance(thing, Value):
        made = scope.program.b.made.get(thing)
        if thing.name or made is None or made.gate.function is not core.item:
            return thing.name
        whole = name_of(scope, made.args[0])
        word = f"{whole}_{made.attrs['key']}"
        return word if whole and word.isidentifier() else whole
    if isinstance(thing, Cell):
        return flow.shown(thing.name)
    if thing not in scope.program.names:
        return next((n for n, t in aliases.named(scope) if t is thing and n[0] != "<"), "")
    return flow.shown(scope.program.names[thing])


def shown(scope: Scope, key: Any) -> str:
    """Return what a variable, a flag or a content is called where it must be written."""
    return flow.shown(key) if isinstance(key, str) else name_of(scope, key)


def labels(name: str, thing: Any) -> list[tuple[str, Any]]:
    """Return the leaves of a thing, each with what it is called where it must be written.

    >>> [word for word, _ in labels("s", Struct("dict", (1.0, 2.0), ("x", "v")))]
    ['s_x', 's_v']
    """
    if not isinstance(thing, Struct):
        return [(name, thing)]
    words = [name] * len(thing.items)
    if optional.is_one(thing):
        words = [f"has_{name}" if name else "", name]
    keys = thing.keys or getattr(thing.cls, "_fields", ())
    if name and len(keys) == len(words) and all(str(k).isidentifier() for k in keys):
        words = [f"{name}_{k}" for k in keys]
    return [leaf for w, i in zip(words, thing.items, strict=True) for leaf in labels(w, i)]


def keep_as_is(scope: Scope, thing: Thing) -> bool:
    """Let an object made in this block not be written to any more; tell whether it was one.

    It can then be an item of a list of unknown length, which holds what it contains now.
    """
    b = scope.program.b
    if not isinstance(thing, Struct) or thing.kind != "object" or not b.innermost(thing):
        return False
    scope.program.final.add(thing)
    return True


def write(scope: Scope, node: ast.AST, thing: Thing, content: Thing) -> None:
    """Let a thing contain something else from here on."""
    from adcompiler.frontend import expressions

    if thing in scope.program.final:
        raise refuse(
            "AD401",
            "a write to what was put into a list of unknown length, or handed outside",
            scope.span(node),
            "written here",
            "write to it before, or put a copy there",
        )
    if isinstance(thing, Value) and thing in scope.program.choices:
        one_of.write(scope, node, thing, expressions.atom(scope, node, content))
        return
    if isinstance(thing, Value) and thing in scope.program.views:
        whole, _ = scope.program.views[thing]
        made = scope.program.b.made[thing]
        if made.gate.function is core.item:
            check_own(scope, node, thing)
        if made.gate.function in views.RESHAPES and views.certain(scope, made, whole, thing):
            write(scope, node, whole, views.reshaped(scope, node, whole, content))
            return
        if made.gate.function in views.READ_ONLY:
            raise refuse(
                "AD401",
                f"a write into what {made.gate.name} shows, which NumPy lets nobody write to",
                scope.span(node),
                "written here",
                "copy it first; np.fill_diagonal writes a diagonal",
            )
        own_inverse = made.gate.name in ("np.transpose", "np.swapaxes", "flipped")
        if own_inverse and "axes" not in made.attrs and views.certain(scope, made, whole, thing):
            value = expressions.atom(scope, node, content)
            back = scope.program.b.apply(made.gate, value, *made.args[1:], attrs=dict(made.attrs))
            write(scope, node, whole, back)
            return
        if made.gate.function is not core.load or not views.certain(scope, made, whole, thing):
            if made.gate.function in views.PARTS:
                raise refuse(
                    "AD401",
                    f"a write through {made.gate.name}, which may be a view or a copy",
                    scope.span(node),
                    "written here",
                    "write into the array itself, or copy it before with .copy()",
                )
            views.lose(scope, node, thing, made.gate.name)
            put(scope, node, thing, content)
            return
        done = views.stored(scope, node, whole, made, content)
        write(scope, node, whole, done)
        return
    put(scope, node, thing, content)


def put(scope: Scope, node: ast.AST, thing: Thing, content: Thing) -> None:
    """Let a thing that shows no other contain something else from here on."""
    _check_put(scope, node, thing)
    if isinstance(content, Struct):
        if any(part is thing for item in content.items for part in aliases.reach(scope, item)):
            raise refuse(
                "AD402",
                "a container or object that would contain itself",
                scope.span(node),
                "written here",
            )
    program = scope.program
    if thing in program.arguments or thing in program.parts:
        if thing in program.kept:
            raise refuse(
                "AD402",
                "a write to an argument whose default Python keeps for the next call",
                scope.span(node),
                "written here",
                "let the default be None, and make it inside",
            )
        program.writes = True
    if program.watch is not None:
        program.watch.note(scope)
    scope.env[thing] = content


def check(scope: Scope, node: ast.AST, thing: Value) -> None:
    """Let nobody read what would show a write to a thing of which it is not known what it is."""
    if thing in scope.program.views:
        views.lose(scope, node, thing, "what is of unknown kind")
    _check_put(scope, node, thing)


def _check_put(scope: Scope, node: ast.AST, thing: Any) -> None:
    """Refuse a write that somebody sees who cannot be told of it."""
    if isinstance(thing, Value):
        check_own(scope, node, thing)
    for other, loop in scope.program.walked:
        if any(part is thing for part in aliases.reach(scope, other)):
            error = refuse(
                "AD401",
                "a write into what a loop around is walking",
                scope.span(node),
                "written here",
                "walk a copy, or range(len(...))",
            )
            raise scope.program.by_places(loop, error)
    _check_apart(scope, node, thing)
    _check_merged(scope, node, thing)
    _check_held(scope, node, thing)


def check_own(scope: Scope, node: ast.AST, thing: Value) -> None:
    """Refuse a write into what the program only reads, or has no hold of."""
    program = scope.program
    if thing in program.borrowed:
        error = refuse(
            "AD401",
            "a write into an item that a loop hands out",
            scope.span(node),
            "written here",
            "write into the array that is walked, by its index",
        )
        raise program.by_places(program.borrowed[thing], error)
    if any(c.value is thing for c in program.captures.values()):
        raise refuse(
            "AD401",
            f"a write into {thing.name!r}, which was not made by this function",
            scope.span(node),
            "written here",
            f"copy it first: {thing.name} = {thing.name}.copy()",
        )
    _check_item(scope, node, thing)


def _check_item(scope: Scope, node: ast.AST, thing: Value) -> None:
    """Refuse a write into an item of a container that is one stage."""
    program = scope.program
    if thing in program.parts and program.apart:
        return
    if thing in program.taken or aliases.is_item(program, thing):
        error = refuse(
            "AD401",
            "a write into what an item of a list or dict holds, which item is known at run time",
            scope.span(node),
            "written here",
            "copy it first, or build a new list",
        )
        made = program.b.made.get(thing)
        found = program.by_numbers(made.args if made is not None else (), error)
        if found is error and not program.apart:
            raise TakeApart
        raise found


def _check_apart(scope: Scope, node: ast.AST, thing: Any) -> None:
    """Refuse a write of a routine to what was not made inside it."""
    from adcompiler.frontend.handed_back import HandsBack

    b = scope.program.b
    for frame in scope.program.calls:
        if frame.is_built and (thing in frame.arguments or b.older(thing, frame.depth)):
            key = frame.parts.get(thing, thing)
            if key in frame.changed:
                continue
            if frame.hands:
                raise HandsBack(frame, key, scope.span(node))
            raise refuse(
                "AD401",
                f"{frame.word} writes to its arguments or around it",
                scope.span(node),
                "written here",
                "return the new value instead",
            )


def _type(atom: Any) -> Any:
    return getattr(atom, "type", None)


def _check_merged(scope: Scope, node: ast.AST, thing: Any) -> None:
    """Refuse a write where it is not known which of several things is written to."""
    program = scope.program
    if not program.merged:
        return
    mine = set() if thing in program.choices else aliases.sources(program, thing)
    for one in mine:
        if isinstance(one, Value):
            check_own(scope, node, one)
    for name, other in list(aliases.named(scope)):
        if name == flow.VALUE:
            continue  # nothing of this function has returned where this runs
        for part in aliases.reach(scope, other):
            if part is thing or part in program.choices:
                continue  # one of two is what its sides are, which are reached as well
            theirs = aliases.sources(program, part)
            shared = mine & theirs and frozenset((thing, part)) not in program.distinct
            if part in mine or thing in theirs or shared:
                _forget(scope, node, name, other, part)
                break
    for other in program.waiting:
        parts = (
            p for p in aliases.reach(scope, other) if p is not thing and p not in program.choices
        )
        if any(p in mine or thing in aliases.sources(program, p) for p in parts):
            raise _one_of_several(scope, node, "also an operand that is evaluated before")


def _forget(scope: Scope, node: ast.AST, name: str, other: Thing, part: Any) -> None:
    """Let a variable that may have been written to through another be refused once it is read."""
    if scope.env.get(name) is other and isinstance(other, Value) and name[0] != "<":
        scope.env[name] = Conflict(
            f"{name!r} may be one of several arrays, of which one was written to since"
        )
        return
    seen = f"also seen as {name!r}" if name[0] != "<" else "also what a loop around is walking"
    raise _one_of_several(scope, node, seen)


def _one_of_several(scope: Scope, node: ast.AST, seen: str) -> CompileError:
    return refuse(
        "AD401",
        "a write into one of several arrays or containers, by a condition",
        scope.span(node),
        seen,
        "copy it where it gets its name",
    )


def _check_held(scope: Scope, node: ast.AST, thing: Any) -> None:
    """Refuse a write into what a list of unknown length holds."""
    if aliases.is_held(scope.program, thing, scope.program.held):
        raise refuse(
            "AD401",
            "a write into what a list of unknown length holds",
            scope.span(node),
            "the list would see it",
            "put a copy into the list",
        )
