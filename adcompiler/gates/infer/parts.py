"""The types of complex numbers, of their parts, and of the adjoints of real ones."""

from __future__ import annotations

import numpy as np

from adcompiler.gates.infer.common import Infer, like_operand, spread_like
from adcompiler.ir.broadcasting import elementwise
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import (
    COMPLEX,
    MAYBE_COMPLEX,
    Array,
    Scalar,
    Type,
    is_complex,
    kind_known,
    of_scalar_dtype,
)


def real(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.real(x)` and `np.imag(x)`: a Python number of a Python number."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dtype is not None:
        return Array(real_dtype(type_.dtype), type_.dims)
    if isinstance(type_, Scalar):
        kind = "float" if type_.kind == "complex" else type_.kind
        dtype = type_.dtype if type_.dtype in (None, "?") else real_dtype(type_.dtype)
        return Scalar(kind, dtype)
    return type_


def real_dtype(dtype: str) -> str:
    """Return the dtype of the parts of a number.

    >>> real_dtype("complex64"), real_dtype("int64")
    ('float32', 'int64')
    """
    return str(np.real(np.ones(1, dtype)).dtype)


def angle(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.angle(x)`: never a Python number."""
    type_ = real(args, attrs)
    return elementwise(np.arctan2, type_, type_)


def conjugate(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.conj(x)`, or the method `x.conjugate()`, which keeps a Python number."""
    type_ = type_of(args[0])
    if attrs.get("style") == "conjugate" and isinstance(type_, Scalar):
        return type_
    return elementwise(np.conj, type_)


def number(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`complex(x, y)`: a Python number."""
    return COMPLEX


def as_dtype(dtype: str) -> Infer:
    """`np.complex64(x)`: a number of a number, an array of an array."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        type_ = type_of(args[0])
        if isinstance(type_, Array) and type_.dims:
            return Array(dtype, type_.dims)
        if isinstance(type_, Array | Scalar):
            return of_scalar_dtype(dtype)
        return MAYBE_COMPLEX

    return infer


def adjoint_of_operand(index: int) -> Infer:
    """The shape of one operand; the dtype of all, the real part where that operand is real."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        return _real_for_reals(like_operand(index)(args, attrs), type_of(args[index]))

    return infer


def fitted(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`fit(g, x)`: the shape of the second operand, the real part where that is real."""
    return _real_for_reals(spread_like(args, attrs), type_of(args[1]))


def _real_for_reals(type_: Type, like: Type) -> Type:
    if isinstance(type_, Array) and type_.dtype is not None and kind_known(like):
        return type_ if is_complex(like) else Array(real_dtype(type_.dtype), type_.dims)
    return type_
