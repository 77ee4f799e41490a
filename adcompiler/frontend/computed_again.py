"""Functions that are computed again in the backward sweep: `checkpoint(f)`."""

from __future__ import annotations

import ast
import inspect
from dataclasses import dataclass
from typing import Any

from adcompiler.custom import checkpoint
from adcompiler.errors import refuse
from adcompiler.frontend import calls, recursion, shaped, sharing
from adcompiler.frontend.apart import apart, matters
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.sharing import Shares
from adcompiler.frontend.things import Bound, Static, Thing
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import apart as separate
from adcompiler.ir.nodes import UNDEF, Atom, Block, Const, Routine, Struct, Value
from adcompiler.ir.routines import function as routine_function
from adcompiler.ir.routines import unique
from adcompiler.ir.types import Type
from adcompiler.ir.walk import free, substitute_block


def wrapped(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Return what `checkpoint(f)` makes of a function inside a program."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", "checkpoint takes one function", scope.span(node))
    return Bound(checkpointed, args[0])


def checkpointed(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the call of a checkpointed function, the first of the arguments."""
    b = scope.program.b
    callee, *given = args
    word = _name_of(callee)
    leaves: list[tuple[str, Atom]] = []
    words = [f"x{k}" for k in range(len(given))]
    names = _parameters(callee)
    words = [names[k] if k < len(names) else w for k, w in enumerate(words)]
    shapes = [
        shaped.slots(w, shaped.whole(scope, t), leaves, literals=True)
        for w, t in zip([*words, *keywords], [*given, *keywords.values()], strict=True)
    ]
    key = (checkpoint, _identity(callee), tuple(keywords), *map(_form, shapes))
    key += tuple(shaped.bare(type_of(a)) for _, a in leaves)
    again: Again | None = scope.program.routines.get((None, key))
    if again is None:
        again = _computed_again(scope, node, callee, word, shapes, leaves, tuple(keywords))
        if all(any(c.value is v for c in scope.program.captures.values()) for v in again.extras):
            scope.program.routines[None, key] = again
    out = [b.value(separate(t)) for t in again.types]
    b.call(again.routine, [*(a for _, a in leaves), *again.extras], out)
    found = shaped.filled(scope, again.result, out)
    sharing.note(scope, found, [*given, *keywords.values()], again.shares)
    return found


@dataclass(frozen=True, eq=False)
class Again:
    """A checkpointed function built for some kinds of arguments."""

    routine: Routine
    extras: list[Value]  # what it reads besides its arguments
    result: Any
    types: list[Type]
    shares: Shares


def _identity(callee: Thing) -> Any:
    """Return what tells functions apart: those made inside the program by where they were made."""
    return id(callee.value) if isinstance(callee, Static) else callee


def _form(shape: Any) -> Any:
    """Return the structure of an argument, with what is known of it, to be compared."""
    match shape:
        case Struct(kind, items, keys, cls):
            return kind, keys, cls, tuple(map(_form, items))
        case Const(value):
            return type(value), repr(value)
        case Static(value):
            return id(value)
    return shape


def _computed_again(
    scope: Scope,
    node: ast.Call,
    callee: Thing,
    word: str,
    shapes: list[Any],
    leaves: list[tuple[str, Atom]],
    keywords: tuple[str, ...],
) -> Again:
    """Build a checkpointed function as a routine."""
    b = scope.program.b
    params = [Value(w, shaped.bare(type_of(a)), b.span, True) for w, a in leaves]
    found: list[tuple[str, Atom]] = []
    count = len(shapes) - len(keywords)

    def make(frame: recursion.Frame) -> tuple[Any, Shares]:
        filled = [shaped.filled(scope, s, params) for s in shapes]
        frame.arguments |= shaped.roots(filled)
        named = dict(zip(keywords, filled[count:], strict=True))
        thing = calls.call_thing(scope, node, callee, filled[:count], named)
        shares = sharing.shares(scope, thing, frame.arguments, frame.depth)
        returned = shaped.whole(scope, thing)
        return shaped.slots(word, returned, found, literals=True), shares

    ops, (result, shares) = apart(scope, f"the checkpointed function {word!r}", params, make)
    if any(map(matters, ops)):
        raise refuse(
            "AD402",
            f"the checkpointed function {word!r} draws, prints or writes: it would do so twice",
            scope.span(node),
            "called here",
            "do that outside, and pass in what is drawn",
        )
    if any(a is UNDEF for _, a in found):
        raise refuse("AD502", f"{word!r} returns what may have no value", scope.span(node))
    for _, atom in found:
        if isinstance(atom, Value) and not atom.name:
            atom.name = "value"
    block = Block((), ops, tuple(a for _, a in found))
    extras = [v for v in free(block) if v not in params]
    twins = [Value(v.name or "outer", v.type, v.span, True) for v in extras]
    block = substitute_block(block, dict(zip(extras, twins, strict=True)))
    takes, gives = (None,) * (len(params) + len(twins)), (None,) * len(found)
    routine = Routine(word, takes, gives, again=True)
    routine.function = routine_function(routine, unique([*params, *twins]), block)
    return Again(routine, extras, result, [type_of(a) for _, a in found], shares)


def _name_of(callee: Thing) -> str:
    value = getattr(callee, "value", getattr(callee, "function", None))
    node = getattr(getattr(callee, "captured", None), "node", None)
    name = getattr(value, "__name__", getattr(node, "name", "block"))
    return name if name.isidentifier() else "block"


def _parameters(callee: Thing) -> list[str]:
    """Return what the parameters of a function are called, as far as that is known."""
    node = getattr(getattr(callee, "captured", None), "node", None)
    if node is not None:
        return [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    try:
        return list(inspect.signature(getattr(callee, "value", None)).parameters)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return []
