"""The types of reductions, running reductions and orders."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.gates.infer.common import (
    Infer,
    dtype_name,
    dtype_of_number,
    normal_axes,
    result_dtype,
)
from adcompiler.gates.infer.making import array_of
from adcompiler.ir.broadcasting import elementwise
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import (
    FLOAT,
    INT,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Nothing,
    Scalar,
    Seq,
    Type,
    dtype_kind,
    fresh_dim,
    is_complex,
    of_scalar_dtype,
)


def reduction(function: Any = None) -> Infer:
    """A reduction over `axis`, with `keepdims`; `function` decides the dtype."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        type_ = _widened(args, attrs)
        if isinstance(type_, Scalar):
            return of_scalar_dtype(reduced_dtype(function, dtype_of_number(type_)))
        if isinstance(type_, Seq) and isinstance(type_.item, Scalar):
            return of_scalar_dtype(reduced_dtype(function, dtype_of_number(type_.item)))
        if not isinstance(type_, Array):
            return UNKNOWN
        axes = normal_axes(attrs.get("axis"), type_.rank)
        if axes is None:
            return UNKNOWN
        dtype = reduced_dtype(function, type_.dtype)
        if attrs.get("keepdims"):
            dims = tuple(ONE if k in axes else d for k, d in enumerate(type_.dims))
        else:
            dims = tuple(d for k, d in enumerate(type_.dims) if k not in axes)
        return Array(dtype, dims) if dims else of_scalar_dtype(dtype)

    return infer


def _widened(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Return the type of the operand, of the dtype that is asked for."""
    type_, dtype = type_of(args[0]), attrs.get("dtype")
    if dtype is None or not isinstance(type_, Array | Scalar):
        return type_
    name = dtype_name(dtype)
    if name is None or dtype_kind(name) not in ("float", "complex"):
        raise refuse("AD204", f"dtype={dtype!r} of a reduction: it would round", hint="a float")
    return Array(name, type_.dims) if isinstance(type_, Array) else of_scalar_dtype(name)


def reduced_dtype(function: Any, dtype: str | None) -> str | None:
    """Return the dtype of a reduction of an array of that dtype."""
    if dtype is None or function is None:
        return dtype
    return str(np.asarray(function(np.ones(1, dtype))).dtype)


def averaged(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.average(x, axis, weights)`."""
    x, weights = (type_of(a) for a in args)
    out = reduction(np.mean)(args, attrs)
    if not isinstance(x, Array) or not isinstance(weights, Array):
        return out
    dtype = reduced_dtype(np.mean, result_dtype(x.dtype, weights.dtype))
    return Array(dtype, out.dims) if isinstance(out, Array) else of_scalar_dtype(dtype)


def recurred(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The shape of the second of two operands of one shape; the dtype of both."""
    a, b = (type_of(x) for x in args)
    if not isinstance(a, Array) or not isinstance(b, Array):
        return b
    return Array(result_dtype(a.dtype, b.dtype), b.dims)


def quantile(function: Any) -> Infer:
    """`np.quantile(x, q)`: the axes of q come first."""
    one = reduction(lambda x: function(x[None], 0.5, axis=0))
    many = reduction(lambda x: function(x[None], np.array([0.5]), axis=0)[0])

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        if isinstance(type_of(args[1]), Scalar):
            return one(args[:1], attrs)
        found = many(args[:1], attrs)
        q = array_of((args[1],), {})
        if not isinstance(q, Array) or not isinstance(found, Array | Scalar):
            return UNKNOWN
        return Array(found.dtype, (*q.dims, *getattr(found, "dims", ())))

    return infer


def listed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Builtin `sum` of an array or a list."""
    out = element(type_of(args[0]))
    if isinstance(out, Nothing):
        return type_of(args[1]) if len(args) > 1 else INT  # of nothing it is the start
    if len(args) > 1 and is_complex(type_of(args[1])) and not is_complex(out):
        return elementwise(np.add, out, type_of(args[1]))
    if isinstance(out, Scalar) and out.kind in ("bool", "int") and out.dtype is None:
        return join(INT, type_of(args[1])) if len(args) > 1 else INT
    return out


def of_items(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """What `statistics` makes of floats: a float, or one of theirs."""
    item = element(type_of(args[0]))
    return FLOAT if item == FLOAT else Scalar("float", "?")


def cumulated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.cumsum(x, axis)`: flattened where no axis is given."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype = reduced_dtype(np.sum, type_.dtype)
    if attrs.get("axis") is not None or type_.rank == 1:
        return Array(dtype, type_.dims)
    return Array(dtype, (fresh_dim(),))


def ordered(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.sort(x, axis)`: flattened where the axis is None."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    flat = attrs.get("axis", -1) is None and type_.rank != 1
    return Array(type_.dtype, (fresh_dim(),)) if flat else type_


def order(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.argsort(x, axis)`."""
    type_ = ordered(args, attrs)
    return Array("int64", type_.dims) if isinstance(type_, Array) else UNKNOWN


def differences(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diff(x, n, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype, dims = type_.dtype, list(type_.dims)
    axis, n = attrs.get("axis", -1), attrs.get("n", 1)
    if n < 1:
        raise refuse("AD204", "np.diff of order 0 is the array itself", hint="leave it out")
    ends = [attrs[k] for k in ("prepend", "append") if attrs.get(k) is not None]
    if any(np.ndim(end) for end in ends):
        hint = "np.diff(np.concatenate([x, ends]))"
        raise refuse("AD204", "np.diff with several elements at an end", hint=hint)
    for end in ends:
        dtype = result_dtype(dtype, str(np.asarray(end).dtype))
    shorter = n - len(ends)
    key = dims[axis].key
    if shorter > 0:
        dims[axis] = Dim(f"{key}-{shorter}", None)
    elif shorter == -1 and key.endswith("-1"):
        dims[axis] = Dim(key.removesuffix("-1"), None)
    elif shorter < 0:
        dims[axis] = fresh_dim()
    return Array(dtype, tuple(dims))


def entries(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One float for each entry of the grid, which is the third operand."""
    type_ = type_of(args[2])
    return Array("float64", type_.dims) if isinstance(type_, Array) else UNKNOWN
