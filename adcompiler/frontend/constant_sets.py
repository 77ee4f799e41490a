"""Sets whose items are known: what their operators and methods give, and how they are walked.

Python walks a set in an order that nobody promises. Where that order could be another one for
another history of the same set, or another process, walking it is refused.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Collection, Iterable
from typing import Any

from adcompiler.errors import refuse
from adcompiler.frontend import failures, memory, subscripts
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Thing
from adcompiler.ir.nodes import Const, Struct

OPERATORS: dict[type[ast.AST], Any] = {
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
    ast.Sub: operator.sub,
}
COMPARISONS = (operator.le, operator.lt, operator.ge, operator.gt, operator.eq, operator.ne)
METHODS = (
    "union", "intersection", "difference", "symmetric_difference",
    "issubset", "issuperset", "isdisjoint", "copy",
)  # fmt: skip


def made(values: Iterable[Any]) -> Struct:
    """Return the set of some values."""
    return Struct("set", tuple(map(Const, dict.fromkeys(values))))


def value(scope: Scope, thing: Thing) -> set[Any] | None:
    """Return the set that a thing is, None for other things."""
    content = memory.now(scope, thing)
    if not isinstance(content, Struct) or content.kind != "set":
        return None
    return {item.value for item in content.items if isinstance(item, Const)}


def walked(scope: Scope, node: ast.AST, content: Struct) -> Struct:
    """Return the items of a set in the order of Python."""
    values = [item.value for item in content.items if isinstance(item, Const)]
    if not has_one_order(values):
        raise refuse(
            "AD402",
            "the order in which Python walks a set",
            scope.span(node),
            "it may be another one another time",
            "walk sorted(...) of it, or a tuple",
        )
    return Struct("tuple", tuple(map(Const, values if len(values) < 2 else sorted(values))))


def has_one_order(values: Collection[Any]) -> bool:
    """Tell whether CPython walks a set of these values upwards, however it was made.

    Each is at the place of its hash in the table, as none has the place of another even in the
    smallest table that holds so many.

    >>> has_one_order([3, 1, 2]), has_one_order([9, 2]), has_one_order(["a", "b"])
    (True, False, False)
    """
    size = 8
    while len(values) * 5 >= (size - 1) * 3:
        size *= 2
    return len(values) < 2 or all(isinstance(v, int) and 0 <= v < size for v in values)


def binary(scope: Scope, op: type[ast.AST], left: Thing, right: Thing) -> Thing | None:
    """Return `left | right` or another operator of two sets, None of other things."""
    x, y = value(scope, left), value(scope, right)
    if op not in OPERATORS or x is None or y is None:
        return None
    return made(OPERATORS[op](x, y))


def compare(scope: Scope, function: Any, left: Thing, right: Thing) -> Const | None:
    """Return `left <= right` or another comparison of two sets, None of other things."""
    if function not in COMPARISONS:
        return None
    x, y = value(scope, left), value(scope, right)
    return None if x is None or y is None else Const(function(x, y))


def method(scope: Scope, node: ast.AST, token: Thing, name: str, args: list[Thing]) -> Thing | None:
    """Return `token.name(*args)` where it is known, else None."""
    whole = value(scope, token)
    if whole is None or name not in METHODS:
        return None
    given = []
    for arg in args:
        known = value(scope, arg)
        if known is None:
            items = subscripts.known_items(scope, node, arg)
            contents = [memory.now(scope, i) for i in items or ()]
            known = {c.value for c in contents if isinstance(c, Const)}
            if items is None or not all(isinstance(c, Const) for c in contents):
                return None
        given.append(known)
    found = failures.known(scope, node, getattr(whole, name), *given)
    return made(found) if isinstance(found, set) else Const(found)
