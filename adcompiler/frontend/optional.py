"""What is None on one path and a tuple, dict or object on another: a flag beside its content.

`best = None`, and in a loop `best = (v, k)`: whether it is there is a truth value like any
other, merged by branches and carried by loops. What has been asked about it is known in the
branch that asked; where nothing is known, reading it asks first and raises as Python does.
"""

from __future__ import annotations

import ast
import operator
from typing import Any, TypeGuard

from adcompiler.errors import refuse
from adcompiler.frontend import failures, memory
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Conflict, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Const, Struct, Undef, Value
from adcompiler.ir.types import Nothing, Other

KIND = "optional"
KINDS = ("tuple", "dict", "object")
WALKS = (len, sum, min, max, list, tuple, sorted, enumerate, zip, reversed, iter, map, filter)
WHY = "this may be None here"


def is_one(thing: object) -> TypeGuard[Struct]:
    """Tell whether a thing is there on some paths only."""
    return isinstance(thing, Struct) and thing.kind == KIND


def is_none(thing: object) -> bool:
    """Tell whether a thing is certainly None."""
    if isinstance(thing, Value):
        return isinstance(thing.type, Other) and thing.type.cls is type(None)
    return thing == Const(None)


def of(there: Any, whole: Any) -> Struct:
    """Return what is `whole` where the flag holds, else None."""
    return Struct(KIND, (there, whole))


def apart(thing: Thing) -> tuple[Any, Thing]:
    """Return whether a thing is there, and what it is."""
    if is_one(thing):
        return thing.items[0], thing.items[1]
    return (Const(False), UNDEF) if is_none(thing) else (Const(True), thing)


def is_there(scope: Scope, thing: Struct) -> bool | None:
    """Return whether it is there, None where that is known only at run time."""
    there = thing.items[0]
    if isinstance(there, Const):
        return bool(there.value)
    assert isinstance(there, Value)
    return scope.program.b.truths.get(there)


def content(scope: Scope, thing: Struct) -> Thing:
    """Return what it contains where it is known to be there."""
    return memory.now(scope, thing.items[1]) if is_there(scope, thing) else Conflict(WHY)


def given(scope: Scope, node: ast.AST, thing: Thing) -> Thing:
    """Return what is there, any other thing as it is; where it is None, an exception is raised."""
    if not is_one(thing):
        return thing
    b = scope.program.b
    there, whole = thing.items
    known = is_there(scope, thing)
    if known is False:
        refusal = refuse(
            "AD304", "this is None here", scope.span(node), "read here", "ask `is not None` first"
        )
        always, words = _told(node)
        raise failures.certain(scope, node, always(words), refusal)
    if known is None:
        assert isinstance(there, Value)
        absent = b.apply(gate(operator.not_), there)
        with b.block() as ops:
            kind, text = _told(node)
            error = failures.make(scope, node, kind, [Const(text)], {})
            assert isinstance(error, Value)
            b.apply(gate(core.throw), error)
        b.branch(absent, (ops, []), ([], []), [])
        b.assume(there, holds=True)
    return whole


def _told(node: ast.AST) -> tuple[type[Exception], str]:
    """Return the exception that Python raises where this is asked of None."""
    match node:
        case ast.Attribute(_, name):
            return AttributeError, f"'NoneType' object has no attribute {name!r}"
        case ast.Subscript(ctx=ast.Store()):
            return TypeError, "'NoneType' object does not support item assignment"
        case ast.Subscript():
            return TypeError, "'NoneType' object is not subscriptable"
    return TypeError, "cannot unpack non-iterable NoneType object"


def taken(scope: Scope, node: ast.AST, function: Any, thing: Thing) -> Thing:
    """Return what a function is given; what asks for items raises where there is None."""
    if not is_one(thing) or is_there(scope, thing):
        return thing
    if function in WALKS:
        return given(scope, node, thing)
    raise refuse(
        "AD502", WHY, scope.span(node), "handed to a function here", "ask `is not None` first"
    )


def asked(scope: Scope, function: Any, x: Thing, y: Thing) -> Thing | None:
    """Return `x is None` and the like of what may be None, None for any other comparison."""
    if is_none(x):
        x, y = y, x
    if not is_one(x) or not is_none(y):
        return None
    present = function in (operator.is_not, operator.ne)
    known = is_there(scope, x)
    if known is not None:
        return Const(known is present)
    there = x.items[0]
    assert isinstance(there, Value)
    return there if present else scope.program.b.apply(gate(operator.not_), there)


def truth_of(scope: Scope, thing: Struct) -> Thing:
    """Return what tells whether it is there and holds anything."""
    there, whole = thing.items
    whole = memory.content_in(scope.env, whole)
    assert isinstance(whole, Struct)
    if whole.cls is not None or not whole.items:
        raise refuse(
            "AD502", WHY, scope.program.b.span, "asked here", "ask `is None`, or `is not None`"
        )
    known = is_there(scope, thing)
    return there if known is None else Const(known)


def outline(before: Any, after: Any) -> Any:
    """Return what a loop carries where a round puts None in place of a structure, or the other.

    Where nothing is to be changed, that is what was carried before.
    """
    unknown = isinstance(before, Value) and isinstance(before.type, Nothing)
    if (is_none(before) or unknown) and isinstance(after, Struct):
        if is_one(after) or after.kind in KINDS:
            return of(Const(False), emptied(apart(after)[1]))
    if not isinstance(before, Struct) or before.kind not in KINDS:
        return before
    if is_none(after) or is_one(after):
        return of(Const(True), before)
    same = isinstance(after, Struct) and (before.kind, before.keys) == (after.kind, after.keys)
    if not same or len(before.items) != len(after.items):
        return before
    items = tuple(map(outline, before.items, after.items))
    if all(p is q for p, q in zip(items, before.items, strict=True)):
        return before
    return Struct(before.kind, items, before.keys, before.cls)


def emptied(thing: Any) -> Any:
    """Return a structure of nothing yet."""
    if isinstance(thing, Struct):
        items = tuple(emptied(i) for i in thing.items)
        return Struct(thing.kind, items, thing.keys, thing.cls)
    return UNDEF if isinstance(thing, Value | Const | Undef) else thing


def fitted(before: Any, after: Any) -> Any:
    """Return a thing as the structure that a loop carries: None, or what is certainly there."""
    if not isinstance(before, Struct):
        return after
    if is_one(before) and is_none(after):
        return of(Const(False), emptied(before.items[1]))
    if is_one(before) and isinstance(after, Struct) and not is_one(after):
        return of(Const(True), fitted(before.items[1], after))
    if isinstance(after, Struct) and len(before.items) == len(after.items):
        items = tuple(map(fitted, before.items, after.items))
        if any(p is not q for p, q in zip(items, after.items, strict=True)):
            return Struct(after.kind, items, after.keys, after.cls)
    return after
