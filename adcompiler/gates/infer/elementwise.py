"""The types of operators, functions of numbers, and elementwise functions of arrays."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np

from adcompiler.gates.infer.common import Infer, always, dtype_name, join_all
from adcompiler.ir.broadcasting import broadcast_dims, elementwise
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const
from adcompiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NUMPY_FLOAT,
    UNKNOWN,
    Array,
    Scalar,
    Type,
    Unknown,
    numeric_kind,
    of_scalar_dtype,
)

UFUNC_OF: dict[Any, np.ufunc] = {
    operator.add: np.add,
    operator.sub: np.subtract,
    operator.mul: np.multiply,
    operator.truediv: np.true_divide,
    operator.floordiv: np.floor_divide,
    operator.mod: np.remainder,
    operator.pow: np.power,
    operator.neg: np.negative,
    operator.pos: np.positive,
    operator.lt: np.less,
    operator.le: np.less_equal,
    operator.gt: np.greater,
    operator.ge: np.greater_equal,
    operator.eq: np.equal,
    operator.ne: np.not_equal,
    operator.and_: np.bitwise_and,
    operator.or_: np.bitwise_or,
    operator.xor: np.bitwise_xor,
    operator.invert: np.invert,
    operator.lshift: np.left_shift,
    operator.rshift: np.right_shift,
    abs: np.absolute,
}
_TRUTH = (operator.is_, operator.is_not, operator.not_, operator.contains, isinstance, callable)
_INTEGER_MATH = {"floor", "ceil", "trunc", "gcd", "lcm", "factorial", "comb", "perm", "isqrt"}
_BOOLEAN_MATH = {"isnan", "isinf", "isfinite", "isclose"}


def default(function: Any) -> Infer:
    """Return the inference of a function of a known family."""
    if function in _TRUTH:
        return always(BOOL)
    if function in UFUNC_OF:
        return operator_of(function)
    if isinstance(function, np.ufunc):
        return ufunc(function)
    name = getattr(function, "__name__", "")
    if getattr(math, name, None) is function:
        if name in _BOOLEAN_MATH:
            return always(BOOL)
        return always(INT if name in _INTEGER_MATH else FLOAT)
    return always(UNKNOWN)


def ufunc(function: np.ufunc) -> Infer:
    """Elementwise, with NumPy's own broadcasting and promotion."""
    return lambda args, attrs: elementwise(function, *map(type_of, args))


def ufunc_of_pairs(function: np.ufunc) -> Infer:
    """Elementwise over the first two operands; the third has the shape of the result."""
    return lambda args, attrs: elementwise(function, *map(type_of, args[:2]))


def operator_of(function: Any) -> Infer:
    """A Python operator: Python's rules on Python numbers, NumPy's otherwise."""
    like = UFUNC_OF[function]
    compares = like.types[0].endswith("?") and function not in (abs,)
    compares = compares and function not in (operator.and_, operator.or_, operator.xor)
    compares = compares and function not in (operator.add, operator.mul, operator.invert)

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        types = [type_of(a) for a in args]
        if all(isinstance(t, Scalar) for t in types):
            dtypes = {t.dtype for t in types if isinstance(t, Scalar)}
            if dtypes <= {None, "?"}:
                mixed = None if dtypes == {None} else "?"
                if compares:
                    return Scalar("bool", mixed)
                kind = numeric_kind(join_all(types)) or "float"
                if kind == "bool" and function not in (operator.and_, operator.or_, operator.xor):
                    kind = "int"
                if function is operator.truediv and kind == "int":
                    kind = "float"
                if function is operator.pow and kind == "int" and not _natural(args[1]):
                    kind = "float"
                if function is abs and kind == "complex":
                    kind = "float"
                return Scalar(kind, mixed)
        if function in (operator.eq, operator.ne, operator.lt, operator.gt) and any(
            not isinstance(t, Scalar | Array | Unknown) for t in types
        ):
            return BOOL
        return elementwise(like, *types)

    return infer


def _natural(atom: Atom) -> bool:
    return not isinstance(atom, Const) or atom.value >= 0


def as_float64(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.float64(x)`: a number of a number, an array of an array."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dims:
        return Array("float64", type_.dims)
    return UNKNOWN if isinstance(type_, Unknown) else NUMPY_FLOAT


def joined(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One of the operands, as `max` and `min` return it."""
    return join_all([type_of(a) for a in args])


def rounded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`round(x)` is an int, `round(x, digits)` keeps the kind."""
    return INT if len(args) == 1 else type_of(args[0])


def where(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.where(c, x, y)`: always an array."""
    cond, a, b = (type_of(t) for t in args)
    picked = elementwise(np.add, a, b)
    if not isinstance(cond, Scalar | Array) or not isinstance(picked, Scalar | Array):
        return UNKNOWN
    dims = broadcast_dims(getattr(cond, "dims", ()), getattr(picked, "dims", ()))
    return Array(picked.dtype, dims)


def masked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.where(cond, g, 0.0)`."""
    return where((*args, Const(0.0)), attrs)


def clipped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.clip(x, lo, hi)`; a bound may be None."""
    known = [a for a in args if not (isinstance(a, Const) and a.value is None)]
    out = type_of(known[0])
    for bound in known[1:]:
        out = elementwise(np.maximum, out, type_of(bound))
    return out


def cast(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.astype(dtype)`."""
    type_, dtype = type_of(args[0]), dtype_name(attrs["dtype"])
    if isinstance(type_, Array):
        return Array(dtype, type_.dims)
    return of_scalar_dtype(dtype) if isinstance(type_, Scalar) else UNKNOWN


def python_scalar(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.item()`."""
    kind = numeric_kind(type_of(args[0]))
    return Scalar(kind) if kind else UNKNOWN


def interpolated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.interp(x, xp, fp)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array("float64", type_.dims)
    return of_scalar_dtype("float64") if isinstance(type_, Scalar) else UNKNOWN


def places(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """An integer for each element of the first operand."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array("int64", type_.dims)
    return of_scalar_dtype("int64") if isinstance(type_, Scalar) else UNKNOWN


def places_second(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """An integer for each element of the second operand."""
    return places(args[1:2], attrs)
