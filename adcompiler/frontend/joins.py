"""Calls that are written with other gates: arrays joined, averages, integrals, contractions."""

from __future__ import annotations

import ast
import operator
from string import ascii_letters
from typing import Any

import numpy as np

from adcompiler.errors import refuse, unranked
from adcompiler.frontend import expressions, operands, subscripts
from adcompiler.frontend.scope import Scope
from adcompiler.frontend.things import Static, Thing
from adcompiler.gates import core, gate
from adcompiler.gates.einsum import explicit
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element
from adcompiler.ir.nodes import Atom, Const, Struct, Value
from adcompiler.ir.types import Seq, Tree, rank


def array(scope: Scope, node: ast.AST, thing: Thing) -> Atom:
    """Return an operand, a list of floats as the array that NumPy makes of it."""
    return operands.as_array(scope, expressions.atom(scope, node, thing))


def _items(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, name: str) -> list[Atom]:
    """Return the arrays of a list written out, none of unknown rank."""
    thing = args[0] if len(args) == 1 and not keywords else None
    if isinstance(thing, Value) and subscripts.is_sequence(thing.type):
        assert isinstance(thing.type, Tree)
        n = len(thing.type.items)
        thing = Struct(thing.type.kind, tuple(subscripts.unpack(scope, node, thing, n)))
    if not isinstance(thing, Struct) or thing.kind == "dict" or not thing.items:
        raise refuse("AD204", f"{name} needs a list written out", scope.span(node), "this call")
    atoms = [array(scope, node, item) for item in thing.items]
    if any(rank(type_of(a)) is None for a in atoms):
        raise unranked(name, scope.span(node))
    return atoms


def _raised(scope: Scope, atom: Atom, rank_: int, axis: int) -> Atom:
    """Append axes of size 1 until the rank is reached."""
    for _ in range(rank_ - (rank(type_of(atom)) or 0)):
        atom = scope.program.b.apply(gate(np.expand_dims), atom, attrs={"axis": axis})
    return atom


def of_list(scope: Scope, node: ast.AST, xs: Value, known: Any, keywords: Any) -> Thing | None:
    """Append `np.stack` or `np.concatenate` of a list of arrays of unknown length."""
    axis = operands.static_value(keywords.get("axis", Const(0)))
    item = element(xs.type)
    n = rank(item)
    if not isinstance(axis, int) or n is None or set(keywords) - {"axis"}:
        return None
    b = scope.program.b
    if known is core.concatenate:
        attrs = {"axis": axis} if axis else {}
        return b.apply(gate(core.concatenated), xs, attrs=attrs) if n else None
    whole = b.apply(gate(np.array), xs)
    if axis % (n + 1) == 0:
        return whole
    attrs = {"source": 0, "destination": axis}
    return b.apply(gate(np.moveaxis), whole, attrs=attrs)


def joined(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, how: Any) -> Thing:
    """Append `np.vstack`, `np.hstack` or `np.column_stack` as `np.stack` or `np.concatenate`."""
    whole = args[0] if len(args) == 1 else None
    if isinstance(whole, Value) and isinstance(whole.type, Seq):
        n, done = rank(element(whole.type)), None
        if n == 1 and how is not np.hstack:
            side = Const(1 if how is np.column_stack else 0)
            done = of_list(scope, node, whole, core.stack, {"axis": side})
        elif n is not None and n > (how is not np.hstack):
            side = Const(0 if how is np.vstack or n == 1 else 1)
            done = of_list(scope, node, whole, core.concatenate, {"axis": side})
        if done is not None:
            return done
    atoms = _items(scope, node, args, keywords, f"np.{how.__name__}")
    ranks = {rank(type_of(a)) or 0 for a in atoms}
    b = scope.program.b
    if how is np.hstack:
        if ranks == {0}:
            return b.apply(gate(core.stack), *atoms)
        atoms = [_raised(scope, a, 1, 0) for a in atoms]
        attrs = {"axis": 1} if max(ranks) > 1 else {}
        return b.apply(gate(core.concatenate), *atoms, attrs=attrs)
    axis = 1 if how is np.column_stack else 0
    if ranks == {1}:
        return b.apply(gate(core.stack), *atoms, attrs={"axis": axis} if axis else {})
    atoms = [_raised(scope, _raised(scope, a, 1, 0), 2, axis) for a in atoms]
    return b.apply(gate(core.concatenate), *atoms, attrs={"axis": axis} if axis else {})


def _options(
    scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing], names: list[str]
) -> dict[str, Thing]:
    """Return parameter -> argument; `None` counts as not given."""
    given = dict(zip(names, args, strict=False))
    for key, thing in keywords.items():
        if key not in names or key in given:
            word = ast.unparse(node.func)
            raise refuse(
                "AD204", f"{word}(..., {key}=...) is not covered", scope.span(node), "here"
            )
        given[key] = thing
    if len(args) > len(names) or names[0] not in given:
        raise refuse("AD204", f"{ast.unparse(node.func)} with these arguments", scope.span(node))
    return {k: t for k, t in given.items() if t != Const(None)}


def append(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.append(x, y, axis)` as a concatenation."""
    given = _options(scope, node, args, keywords, ["arr", "values", "axis"])
    axis = operands.static_value(given.get("axis", Const(None)))
    atoms = [array(scope, node, given[k]) for k in ("arr", "values")]
    if any(rank(type_of(a)) is None for a in atoms) or not isinstance(axis, int | None):
        raise unranked("np.append", scope.span(node))
    b = scope.program.b
    if axis is None:
        axis = 0
        atoms = [_raised(scope, a, 1, 0) for a in atoms]
        atoms = [a if rank(type_of(a)) == 1 else b.apply(gate(np.ravel), a) for a in atoms]
    return b.apply(gate(core.concatenate), *atoms, attrs={"axis": axis} if axis else {})


def average(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.average(x, axis, weights)`."""
    names = ["a", "axis", "weights"]
    keepdims = keywords.pop("keepdims", None)
    given = _options(scope, node, args, keywords, names)
    options = {"axis": given["axis"]} if "axis" in given else {}
    if keepdims is not None:
        options["keepdims"] = keepdims
    x = given["a"]
    if "weights" not in given:
        return operands.known_call(scope, node, gate(np.mean), [x], options)
    x, w = (array(scope, node, t) for t in (x, given["weights"]))
    n, m = rank(type_of(x)), rank(type_of(w))
    axis = operands.static_value(given.get("axis", Const(None)))
    if isinstance(axis, int) and m == 1 and n is not None and n > 1:
        # Weights for one axis: one column of them, or one row.
        for k in range(n):
            if k != axis % n:
                w = scope.program.b.apply(gate(np.expand_dims), w, attrs={"axis": k})
        w = scope.program.b.apply(gate(core.broadcast_like), w, x)
    elif n is None or n != m:
        raise refuse("AD204", "np.average with weights of another rank", scope.span(node), "here")
    return operands.known_call(scope, node, gate(core.average), [x, w], options)


def trapezoid(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append the trapezoidal rule, as NumPy computes it."""
    given = _options(scope, node, args, keywords, ["y", "x", "dx", "axis"])
    terms, over = trapezoids(scope, node, given, "np.trapezoid")
    return scope.program.b.apply(gate(np.sum), terms, attrs=over)


def trapezoids(
    scope: Scope, node: ast.Call, given: dict[str, Thing], name: str
) -> tuple[Atom, dict[str, int]]:
    """Append what each interval adds to an integral, and return the axis to add along."""
    axis = operands.static_value(given.get("axis", Const(-1)))
    atoms = {k: array(scope, node, t) for k, t in given.items() if k != "axis"}
    y, b = atoms["y"], scope.program.b
    n = rank(type_of(y))
    if not n or not isinstance(axis, int) or isinstance(type_of(y), Seq | Tree):
        raise unranked(name, scope.span(node))
    after = n - 1 - axis % n
    step: Atom = atoms.get("dx", Const(1.0))
    if "x" in atoms:
        many = rank(type_of(atoms["x"])) != 1
        step = b.apply(gate(np.diff), atoms["x"], attrs={"axis": axis} if many else {})
        if after and not many:
            attrs = {"axis": tuple(range(1, after + 1))}
            step = b.apply(gate(np.expand_dims), step, attrs=attrs)
    ends = [
        (Ellipsis, part, *[slice(None)] * after) if n > 1 else part
        for part in (slice(1, None), slice(None, -1))
    ]
    right, left = (b.apply(gate(core.load), y, attrs={"index": e}) for e in ends)
    both = b.apply(gate(operator.add), right, left)
    terms = b.apply(gate(operator.mul), step, both)
    halves = b.apply(gate(operator.truediv), terms, Const(2.0))
    return halves, {"axis": axis if after else -1} if n > 1 else {}


def _in_text(args: list[Thing]) -> list[Thing]:
    """Return the arguments of einsum with lists of numbers for letters as one text."""
    lists = [operands.static_value(a) for a in args[1::2]]
    if not args or isinstance(args[0], Const | Static) or not all(map(_is_letters, lists)):
        return args
    out = operands.static_value(args[-1]) if len(args) % 2 else None
    words = ["".join(map(_letter, numbers)) for numbers in lists]
    text = ",".join(words) if out is None else f"{','.join(words)}->{''.join(map(_letter, out))}"
    return [Const(text), *args[: 2 * len(lists) : 2]]


def _is_letters(numbers: Any) -> bool:
    return isinstance(numbers, tuple) and all(isinstance(n, int) or n is ... for n in numbers)


def _letter(number: Any) -> str:
    return "..." if number is ... else ascii_letters[number]


ORDERS = (False, True, "greedy", "optimal")  # in which np.einsum may contract


def einsum(scope: Scope, node: ast.Call, args: list[Thing], keywords: dict[str, Thing]) -> Thing:
    """Append `np.einsum` with its subscripts known."""
    args, keywords = _in_text(args), dict(keywords)
    optimize = operands.static_value(keywords.pop("optimize", Const(False)))
    text = args[0].value if args and isinstance(args[0], Const | Static) else None
    if not isinstance(text, str) or keywords or len(args) < 2 or optimize not in ORDERS:
        raise refuse(
            "AD204", "np.einsum needs literal subscripts, then operands", scope.span(node), "here"
        )
    atoms = [array(scope, node, a) for a in args[1:]]
    known = gate(core.einsum if len(atoms) > 1 else core.einsum_of_one)
    attrs = {"subscripts": explicit(text), **({"optimize": optimize} if optimize else {})}
    return scope.program.b.apply(known, *atoms, attrs=attrs)


def at_least(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any, how: Any) -> Thing:
    """Append `np.atleast_1d` or `np.atleast_2d` of one array as axes of size 1."""
    if len(args) != 1 or keywords:
        raise refuse("AD204", f"np.{how.__name__} of several arrays", scope.span(node), "here")
    atom = array(scope, node, args[0])
    if rank(type_of(atom)) is None:
        raise unranked(f"np.{how.__name__}", scope.span(node))
    return _raised(scope, atom, 1 if how is np.atleast_1d else 2, 0)


def multi_dot(scope: Scope, node: ast.Call, args: list[Thing], keywords: Any) -> Thing:
    """Append the product of several matrices."""
    atoms = _items(scope, node, args, keywords, "np.linalg.multi_dot")
    return scope.program.b.apply(gate(core.multi_dot), *atoms)


SPECIAL: dict[Any, Any] = {
    np.linalg.multi_dot: multi_dot,
    np.atleast_1d: lambda s, n, a, k: at_least(s, n, a, k, np.atleast_1d),
    np.atleast_2d: lambda s, n, a, k: at_least(s, n, a, k, np.atleast_2d),
    np.vstack: lambda s, n, a, k: joined(s, n, a, k, np.vstack),
    np.hstack: lambda s, n, a, k: joined(s, n, a, k, np.hstack),
    np.column_stack: lambda s, n, a, k: joined(s, n, a, k, np.column_stack),
    np.append: append,
    np.average: average,
    np.einsum: einsum,
}
for _name in ("trapezoid", "trapz"):
    if hasattr(np, _name):
        SPECIAL[getattr(np, _name)] = trapezoid
