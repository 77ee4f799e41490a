"""Rule texts: Python expressions over the operands, made into operations.

A text such as "out * (1 - out)" is parsed once and instantiated for each gate that is
differentiated, so the derivative of a derivative is made of gates again.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates.table import LIBRARIES, find, gate
from adcompiler.ir.builder import Builder
from adcompiler.ir.nodes import Atom, Const, Slot, Undef, Value

OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Invert: operator.invert,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
CONSTANTS = {"inf": math.inf, "nan": math.nan, "pi": math.pi}

_HELPERS = (
    runtime.checkpointed,
    runtime.emptied,
    runtime.lasting,
    runtime.over,
    runtime.part_size,
    runtime.power_dx,
    runtime.power_dy,
    runtime.digamma,
    runtime.trigamma,
    runtime.polygamma,
    runtime.plus,
    runtime.like,
    runtime.zeros,
    runtime.stop_gradient,
    runtime.matching,
)
_KEYED = (
    runtime.unsorted,
    runtime.put_along,
    runtime.cofactors,
    runtime.on_diagonal,
    runtime.unrepeated,
    runtime.interp_slope,
    runtime.interp_back,
    runtime.slope_back,
    runtime.convolve_back,
    runtime.unconvolved,
    runtime.cross,
    runtime.at_rank,
    runtime.resized,
    runtime.doubled,
    runtime.ends,
    runtime.gaps,
    runtime.tall,
    runtime.eigenvectors,
    runtime.bessel_i,
    runtime.records,
    runtime.unpadded,
    runtime.ranked,
    runtime.ranked_back,
    runtime.segments_back,
)
HELPERS = {f.__name__: f for f in (*_HELPERS, *_KEYED)}

Macro = Callable[..., Atom]
MACROS: dict[str, Macro] = {
    "spread": ops.spread,
    "count": ops.count,
    "broadcast_like": ops.broadcast_like,
    "where": ops.where,
    "masked": ops.masked,
    "total": ops.total,
    "fit": ops.fit,
    "conj": ops.conjugate,
    "direction": ops.direction,
    "complex_log": ops.complex_log,
}


def macro(function: Macro) -> Macro:
    """Make a builder function callable from rule texts under its own name."""
    MACROS[function.__name__] = function
    return function


@cache
def parse(text: str) -> ast.expr:
    """Return the tree of a rule text."""
    return ast.parse(text, mode="eval").body


@cache
def names_in(text: str) -> frozenset[str]:
    """Return the names that a rule text mentions."""
    return frozenset(n.id for n in ast.walk(parse(text)) if isinstance(n, ast.Name))


@cache
def of_math(text: str) -> str:
    """Return a rule text that calls functions of `math` where it has them.

    >>> of_math("2 / sqrt(pi) * exp(-x ** 2)")
    '2 / math.sqrt(pi) * math.exp(-x ** 2)'
    """
    tree = ast.parse(text, mode="eval").body
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if hasattr(math, node.func.id):
                node.func.id = f"math.{node.func.id}"
    return ast.unparse(tree)


def instantiate(b: Builder, text: str, names: Mapping[str, Any]) -> Atom:
    """Append the operations of a rule text and return its value."""
    return as_atom(_make(b, parse(text), names))


def as_atom(value: Any) -> Atom:
    """Return a static value as a constant."""
    return value if isinstance(value, Value | Const | Undef) else Const(value)


def _make(b: Builder, node: ast.expr, names: Mapping[str, Any]) -> Any:
    match node:
        case ast.Constant(value):
            return Const(value)
        case ast.Name(name):
            if name in names:
                return names[name]
            return Const(CONSTANTS[name]) if name in CONSTANTS else LIBRARIES[name]
        case ast.BinOp(left, op, right):
            return _binary(b, OPERATORS[type(op)], _make(b, left, names), _make(b, right, names))
        case ast.UnaryOp(op, operand):
            x = as_atom(_make(b, operand, names))
            if isinstance(op, ast.USub):
                return ops.negative(b, x)
            return b.apply(gate(OPERATORS[type(op)]), x)
        case ast.Compare(left, [op], [right]):
            return _binary(b, OPERATORS[type(op)], _make(b, left, names), _make(b, right, names))
        case ast.IfExp(test, body, orelse):
            cond = _make(b, test, names)
            with b.block() as then:
                x = as_atom(_make(b, body, names))
            with b.block() as other:
                y = as_atom(_make(b, orelse, names))
            (out,) = b.branch(cond, (then, [x]), (other, [y]), [("", False)], ternary=True)
            return out
        case ast.Attribute(x, name) if _root(node) in LIBRARIES.keys() - names.keys():
            return getattr(_make(b, x, names), name)
        case ast.Attribute(x, "T"):
            return b.apply(gate(np.transpose), _make(b, x, names), attrs={"style": "T"})
        case ast.Attribute(x, "shape"):
            return b.apply(gate(core.shape), _make(b, x, names))
        case ast.Tuple(elts):
            return tuple(_make(b, e, names) for e in elts)
        case ast.Call(func, args, keywords):
            return _call(b, func, args, keywords, names)
    raise refuse("AD205", f"a rule text may not contain {ast.unparse(node)!r}")


def _root(node: ast.expr) -> str:
    """Return the name that a chain of attributes begins with.

    >>> _root(parse("np.linalg.inv")), _root(parse("f(x).T"))
    ('np', '')
    """
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _binary(b: Builder, function: Any, x: Any, y: Any) -> Atom:
    x, y = as_atom(x), as_atom(y)
    if ops.literal(x) and ops.literal(y):
        try:
            return Const(function(x.value, y.value))
        except (ArithmeticError, ValueError):
            pass
    if function is operator.mul:
        return ops.times(b, x, y)
    if function is operator.pow and ops.literal(y):
        if ops.is_number(y, 1):
            return x
        if ops.is_number(y, 0):
            return Const(1.0)
    if function is operator.truediv and ops.is_number(y, 1):
        return x
    if function is operator.sub and ops.is_number(y, 0):
        return x
    if function is operator.pow:
        return b.apply(gate(function), x, y)
    return b.apply(gate(function), _floating(x, y), _floating(y, x))


def _floating(x: Atom, other: Atom) -> Atom:
    """Write the 1 of "1 - out" as 1.0: derivatives are floating-point code."""
    if isinstance(x, Const) and type(x.value) is int and not isinstance(other, Const):
        return Const(float(x.value))
    return x


def _call(
    b: Builder,
    func: ast.expr,
    args: list[ast.expr],
    keywords: list[ast.keyword],
    names: Mapping[str, Any],
) -> Any:
    values = [_make(b, a, names) for a in args]
    static = {k.arg: _make(b, k.value, names) for k in keywords if k.arg}
    static = {k: v.value if isinstance(v, Const) else v for k, v in static.items()}
    if isinstance(func, ast.Name):
        if func.id in MACROS:
            return MACROS[func.id](b, *values, **static)
        atoms = tuple(as_atom(v) for v in values)
        if func.id in HELPERS:
            return apply_function(b, HELPERS[func.id], list(atoms), static)
        return b.apply(ops.elementwise_function(func.id, atoms), *atoms)
    function = _make(b, func, names)
    return apply_function(b, function, values, static)


def apply_function(b: Builder, function: Any, values: list[Any], static: dict[str, Any]) -> Atom:
    """Append a known function, its arguments sorted into operands and attributes."""
    known = find(function)
    if known is None:
        raise refuse("AD205", f"a rule text calls {function!r}, which has no rule")
    args: list[Atom] = []
    attrs = dict(static)
    parameters = list(known.parameters)
    last = max((k for k, v in enumerate(values) if isinstance(v, Value)), default=0)
    for k, (value, p) in enumerate(zip(values, parameters, strict=False)):
        if isinstance(value, int | float) and k < last:
            args.append(Const(value))  # what comes after it stands by its place
        elif isinstance(value, tuple):
            slots = []
            for v in value:
                if isinstance(v, Value):
                    slots.append(Slot(len(args)))
                    args.append(v)
                else:
                    slots.append(v.value if isinstance(v, Const) else v)
            attrs[p.name] = tuple(slots)
        elif p.name in ("shape", "axes", "axis") and isinstance(value, Value):
            attrs[p.name] = Slot(len(args))
            args.append(value)
        elif isinstance(value, Value | Const | Undef) and p.name not in ("axis", "keepdims"):
            args.append(value)
        else:
            attrs[p.name] = value.value if isinstance(value, Const) else value
    for p in parameters:
        if p.name in attrs and not p.required and not isinstance(attrs[p.name], Slot | tuple):
            if attrs[p.name] is p.default or attrs[p.name] == p.default:
                del attrs[p.name]
    return b.apply(known, *args, attrs=attrs)


def is_function_name(name: str) -> bool:
    """Tell whether a rule text may call a function of this name."""
    return name in MACROS or name in HELPERS or hasattr(np, name) or hasattr(math, name)
