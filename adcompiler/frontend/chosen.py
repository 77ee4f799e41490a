"""A function chosen at run time: each of those that it may be is called on its own path.

`f = sin if c else cos`, `fs[k % 3](x)`, `{"a": f, "b": g}[name](x)`: the choice holds its flag
and the two functions, or another choice; a call of it is an if.
"""

from __future__ import annotations

import ast
import operator
from typing import Any, TypeGuard

from adcompiler.errors import refuse
from adcompiler.frontend import calls, choices, expressions, failures, growing
from adcompiler.frontend import outside as outside_
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Bound, Inner, Static, Thing
from adcompiler.gates import core, gate
from adcompiler.ir.nodes import UNDEF, Atom, Const, Slot, Struct, Value

KIND = "choice"
WHY = "which function this is, is known only at run time"
MOST = 16
TAKEN: tuple[Atom, Atom] = (Const(True), Const(False))


def is_one(thing: object) -> TypeGuard[Struct]:
    """Tell whether a thing is a function chosen at run time."""
    return isinstance(thing, Struct) and thing.kind == KIND


def is_function(scope: Scope, thing: object) -> bool:
    """Tell whether a thing is a function, and is known where this is asked."""
    b = scope.program.b
    match thing:
        case Static(value):
            return callable(value)
        case Inner():
            held = (*thing.defaults, *thing.keyword_defaults.values())
            return all(isinstance(d, Const) for d in held)
        case Bound(_, receiver, args, keywords):
            held = (receiver, *args, *keywords.values())
            seen = (t for t in held if isinstance(t, Value | Struct))
            return all(b.visible(t) for t in seen if not isinstance(t, Struct) or b.placed(t))
    return is_one(thing)


def united(scope: Scope, x: Thing, y: Thing, pairs: list[tuple[Atom, Atom]]) -> Struct | None:
    """Return the choice between what two paths call a function; its flags go to `pairs`."""
    if not is_function(scope, x) or not is_function(scope, y):
        return None
    pairs.append(TAKEN)
    flag: Any = Slot(len(pairs) - 1)
    return Struct(KIND, (flag, _slots(x, pairs, first=True), _slots(y, pairs, first=False)))


def _slots(thing: Thing, pairs: list[tuple[Atom, Atom]], first: bool) -> Any:
    if not is_one(thing):
        return thing
    flag: Any = thing.items[0]
    pairs.append((flag, UNDEF) if first else (UNDEF, flag))
    slot = Slot(len(pairs) - 1)
    return Struct(KIND, (slot, *(_slots(t, pairs, first) for t in thing.items[1:])))


def flags(test: Atom, pairs: list[tuple[Atom, Atom]], out: tuple[Value, ...]) -> tuple[Atom, ...]:
    """Return the results of a branch; which path was taken is what its condition tells."""
    return tuple(test if p is TAKEN else v for p, v in zip(pairs, out, strict=True))


def call(
    scope: Scope, node: ast.Call, callee: Struct, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append the call of a function chosen at run time: an if, or a chain of them."""
    test, first, second = callee.items
    return choices.either(
        scope,
        node,
        expressions.atom(scope, node, test),
        lambda: calls.call_thing(scope, node, first, args, keywords),
        lambda: calls.call_thing(scope, node, second, args, keywords),
    )


def item(scope: Scope, node: ast.AST, base: Struct, key: Thing) -> Thing | None:
    """Return `functions[key]` for a key known only at run time, None for other containers."""
    functions = base.items
    if not isinstance(key, Value) or not functions:
        return None
    if not all(is_function(scope, f) and not is_one(f) for f in functions):
        return None
    if len(functions) > MOST:
        raise refuse("AD202", f"a choice among more than {MOST} functions", scope.span(node))
    keys = base.keys if base.kind == "dict" else tuple(range(len(functions)))
    b = scope.program.b
    if base.kind == "dict":
        _check_key(scope, node, keys, key)
    elif not _is_within(scope, key, len(functions)):
        places = expressions.atom(scope, node, Struct("list", tuple(Const(k) for k in keys)))
        key = b.apply(gate(core.load), places, key, attrs={"index": Slot(1)})
    found = functions[-1]
    for k, function in reversed(list(zip(keys, functions, strict=True))[:-1]):
        found = Struct(KIND, (b.apply(gate(operator.eq), key, Const(k)), function, found))
    return found


def outside(scope: Scope, node: ast.AST, held: Any, key: Thing) -> Thing | None:
    """Return `functions[key]` of a container outside, None where it holds anything else."""
    found = outside_.opened(scope, node, held) if isinstance(key, Value) else None
    return None if found is None else item(scope, node, found, key)


def _is_within(scope: Scope, key: Value, size: int) -> bool:
    """Tell whether a key is what is left over by a division by the number of functions."""
    made = scope.program.b.made.get(key)
    if made is None or made.gate.function is not operator.mod:
        return False
    by = made.args[1]
    return isinstance(by, Const) and isinstance(by.value, int) and 0 < by.value <= size


def _check_key(scope: Scope, node: ast.AST, keys: tuple[Any, ...], key: Value) -> None:
    """Append what raises where there is no such key."""
    b = scope.program.b
    known = growing.member(scope, node, key, Struct("tuple", tuple(Const(k) for k in keys)))
    assert known is not None
    missing = b.apply(gate(operator.not_), known)
    with b.block() as ops:
        error = failures.make(scope, node, KeyError, [key], {})
        b.apply(gate(core.throw), expressions.atom(scope, node, error))
    b.branch(missing, (ops, []), ([], []), [])
