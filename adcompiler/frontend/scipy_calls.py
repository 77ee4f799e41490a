"""Calls of SciPy's functions that are written in gates of other functions.

They are known by name, so that nothing of SciPy is loaded for a program that does not use it.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.frontend import (
    expressions,
    joins,
    library,
    making,
    objects,
    operands,
    subscripts,
)
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, find, gate
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Struct
from adcompiler.ir.types import rank

Handler = Callable[[Scope, ast.Call, Any, list[Thing], dict[str, Thing]], Thing]


def handler(function: Any) -> Handler | None:
    """Return how the call of a function of SciPy is written, None for any other function."""
    root, _, rest = (getattr(function, "__module__", None) or "").partition(".")
    if root != "scipy":
        return None
    if rest.startswith("stats.") and hasattr(function, "freeze"):
        return frozen
    if rest.startswith("stats.") and hasattr(type(function), "rvs") and callable(function):
        return frozen
    return HANDLERS.get(f"{rest.split('.')[0]}.{getattr(function, '__name__', '')}")


def frozen(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `stats.norm(loc, scale)`: an object that hands its parameters on."""
    made = making.make(scope, node, library.Frozen, [Static(function), *args], keywords)
    assert made is not None
    return made


def factored(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `cho_factor(a, lower)`: which triangle it is, is known beforehand."""
    known = find(function)
    assert known is not None
    whole = operands.known_call(scope, node, known, args, keywords)
    made = scope.program.b.made[whole]
    factor = scope.program.b.apply(gate(core.item), whole, attrs={"key": 0})
    whole.name, factor.name = "factored", "factor"
    return Struct("tuple", (factor, Const(made.attrs.get("lower", False))))


def solved(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `cho_solve((c, lower), b)` of a literal `lower`."""
    args = [*args, *(keywords[k] for k in ("c_and_lower", "b") if k in keywords)]
    extra = set(keywords) - {"c_and_lower", "b", "check_finite"}
    if len(args) != 2 or extra:
        raise refuse("AD204", "linalg.cho_solve takes (c, lower) and b here", scope.span(node))
    pair = args[0]
    if isinstance(pair, Static) and isinstance(pair.value, tuple):
        pair = Struct("tuple", tuple(objects.held(scope, pair.value, "c_and_lower")))
    c, lower = subscripts.unpack(scope, node, pair, 2)
    flag = operands.static_value(lower)
    if flag is operands.DYNAMIC:
        raise refuse(
            "AD204",
            "linalg.cho_solve of a factor of which it is not known which triangle it is",
            scope.span(node),
            "here",
            "write (c, True) or (c, False)",
        )
    b = scope.program.b
    atoms = [operands.as_array(scope, expressions.atom(scope, node, t)) for t in (c, args[1])]
    return b.apply(gate(function), *atoms, attrs={"c_and_lower": (Slot(0), bool(flag))})


def _terms(
    scope: Scope, node: ast.Call, function: Any, given: dict[str, Thing]
) -> tuple[Atom, dict[str, int]]:
    """Append what each interval adds to an integral, and return the axis to add along."""
    name = f"integrate.{function.__name__}"
    if "y" not in given or set(given) - {"y", "x", "dx", "axis"}:
        raise refuse("AD204", f"{name} with these arguments", scope.span(node), "here")
    given = {k: t for k, t in given.items() if t != Const(None)}
    return joins.trapezoids(scope, node, given, name)


def _given(names: tuple[str, ...], args: list[Thing], keywords: dict[str, Thing]) -> Any:
    return dict(zip(names, args, strict=False)) | keywords


def trapezoid(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `trapezoid(y, x, dx)` as SciPy computes it."""
    given = _given(("y", "x", "dx", "axis"), args, keywords)
    terms, over = _terms(scope, node, function, given)
    return scope.program.b.apply(gate(np.sum), terms, attrs=over)


def cumulated(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `cumulative_trapezoid(y, x, dx, initial=0)` as SciPy computes it."""
    b = scope.program.b
    given = _given(("y", "x", "dx", "axis", "initial"), args, keywords)
    start = operands.static_value(given.pop("initial", Const(None)))
    terms, over = _terms(scope, node, function, given)
    sums = b.apply(gate(np.cumsum), terms, attrs=over)
    if start is None:
        return sums
    if start is operands.DYNAMIC or start != 0:
        raise refuse(
            "AD204",
            "integrate.cumulative_trapezoid from another initial than 0",
            scope.span(node),
            "here",
            "add it to the result",
        )
    axis, head = over.get("axis", 0), slice(None, 1)
    after = [slice(None)] * (-axis - 1 if axis < 0 else (rank(type_of(sums)) or 1) - 1 - axis)
    index = (Ellipsis, head, *after) if over else head
    first = b.apply(gate(np.zeros_like), b.apply(gate(core.load), sums, attrs={"index": index}))
    return b.apply(gate(core.concatenate), first, sums, attrs=over)


def toeplitz(
    scope: Scope, node: ast.Call, function: Any, args: list[Thing], keywords: dict[str, Thing]
) -> Thing:
    """Append `toeplitz(c, r)`: each entry is read from the row, last first, and the column."""
    b, given = scope.program.b, _given(("c", "r"), args, keywords)
    column = joins.array(scope, node, given["c"])
    row = joins.array(scope, node, given["r"]) if "r" in given else column
    if rank(type_of(column)) != 1 or rank(type_of(row)) != 1:
        raise refuse("AD204", "linalg.toeplitz of other than vectors", scope.span(node), "here")
    back = b.apply(gate(core.load), row, attrs={"index": slice(None, 0, -1)})
    whole = b.apply(gate(core.concatenate), back, column)
    n, m = (b.apply(gate(len), v) for v in (column, row))
    down = b.apply(gate(np.arange), n)
    down = b.apply(gate(core.load), down, attrs={"index": (slice(None), None)})
    last = b.apply(gate(operator.sub), m, Const(1))
    lag = b.apply(gate(operator.sub), down, b.apply(gate(np.arange), m))
    lag = b.apply(gate(operator.add), lag, last)
    return b.apply(gate(core.load), whole, lag, attrs={"index": Slot(1)})


HANDLERS: dict[str, Handler] = {
    "linalg.toeplitz": toeplitz,
    "linalg.cho_factor": factored,
    "linalg.cho_solve": solved,
    "integrate.trapezoid": trapezoid,
    "integrate.cumulative_trapezoid": cumulated,
}
