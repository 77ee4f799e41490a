"""The vocabulary of inference: dtypes, axes, sizes, and the type of an operand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import opened, with_lists
from adcompiler.ir.joining import join
from adcompiler.ir.nodes import Atom, Attrs, Const, Slot
from adcompiler.ir.types import (
    DTYPE_OF,
    FLOAT,
    UNKNOWN,
    Array,
    Dim,
    Other,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    fresh_dim,
    is_complex,
    numeric_kind,
)

Infer = Callable[[tuple[Atom, ...], Attrs], Type]


def always(type_: Type) -> Infer:
    """Return an inference that knows the answer beforehand."""
    return lambda args, attrs: type_


def text(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Return the type of a string."""
    return Other(str)


def instance(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Return the type of an object of the class that the call names."""
    return Other(attrs["cls"])


def same(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the first operand."""
    return type_of(args[0])


def zeroed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Zeros for a value: floats where it has integers, a list for each run-time tuple if asked."""
    type_ = _of_floats(type_of(args[0]))
    return with_lists(type_) if attrs.get("lists") else type_


def _of_floats(type_: Type) -> Type:
    match type_:
        case Scalar("int" | "bool"):
            return FLOAT
        case Array(str(), dims) if numeric_kind(type_) in ("int", "bool"):
            return Array("float64", dims)
        case Seq(item, "list" | "tuple" | "dict" | "range" as kind, key):
            return Seq(_of_floats(item), "list" if kind == "range" else kind, key)
        case Tree("list" | "tuple" | "dict" as kind, items, keys, cls):
            if type_.layout is not None:
                return opened(Residuals(type_.layout.adjoint))
            return Tree(kind, tuple(map(_of_floats, items)), keys, cls)
    return type_


def added(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The sum of two adjoints, item by item in containers: as the first, or wider."""
    a, b = map(type_of, args)
    wider = a if isinstance(a, Array) else join(a, b)
    return a if isinstance(wider, Unknown) else wider


def second(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the second operand."""
    return type_of(args[1])


def third(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the third operand."""
    return type_of(args[2])


def spread_like(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The shape of the second operand; the dtype of the first where it is an array, or complex."""
    have, want = type_of(args[0]), type_of(args[1])
    if isinstance(want, Array) and not isinstance(have, Scalar):
        return Array(have.dtype if isinstance(have, Array) else None, want.dims)
    if isinstance(want, Array) and is_complex(have) and not is_complex(want):
        return Array(DTYPE_OF["complex"], want.dims)
    return want


def like_operand(index: int) -> Infer:
    """The shape of one operand; the dtype that all operands have in common."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        types = [type_of(a) for a in args]
        like = types[index]
        if not isinstance(like, Array):
            return UNKNOWN if isinstance(like, Scalar) else like
        known = [t for t in types if not isinstance(t, Scalar) or t.dtype is not None]
        if not all(isinstance(t, Array | Scalar) for t in known):
            return Array(None, like.dims)
        dtypes = [t.dtype for t in known if isinstance(t, Array | Scalar)]
        return Array(result_dtype(*dtypes), like.dims)

    return infer


def join_all(types: list[Type]) -> Type:
    """Return the smallest type that holds all of them."""
    out = types[0]
    for t in types[1:]:
        out = join(out, t)
    return out


def result_dtype(*dtypes: str | None) -> str | None:
    """Return NumPy's common dtype, None if one is not known."""
    if any(d is None or d == "?" for d in dtypes):
        return None
    return str(np.result_type(*[np.dtype(d) for d in dtypes if d]))


def dtype_of_number(type_: Scalar) -> str:
    """Return the dtype that NumPy gives a number, integers counted as floats."""
    if type_.dtype not in (None, "?"):
        return str(type_.dtype)
    return DTYPE_OF["complex" if type_.kind == "complex" else "float"]


def dtype_name(dtype: Any) -> str | None:
    """Return the canonical name of a static dtype, None if it is not static."""
    try:
        return str(np.dtype(dtype))
    except TypeError:
        return None


def normal_axes(axis: Any, rank: int) -> tuple[int, ...] | None:
    """Return the axes as sorted non-negative numbers, None if they are not static."""
    if axis is None:
        return tuple(range(rank))
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(a, int) for a in axes):
        return None
    return tuple(sorted(a % rank if rank else 0 for a in axes))


def size_dim(atom: Atom) -> Dim:
    """Return the dimension that a size operand gives."""
    if isinstance(atom, Const):
        n = atom.value
        return Dim(str(n), n == 1) if isinstance(n, int) and n >= 0 else fresh_dim()
    type_ = type_of(atom)
    if isinstance(type_, Scalar) and type_.size is not None:
        return type_.size
    return fresh_dim()


def dims_of_shape(shape: Any, args: tuple[Atom, ...]) -> tuple[Dim, ...] | None:
    """Return the dimensions that a `shape` attribute describes, None if not known."""
    if isinstance(shape, Slot):
        type_ = type_of(args[shape.index])
        if isinstance(type_, Tree):
            return tuple(
                t.size if isinstance(t, Scalar) and t.size else fresh_dim() for t in type_.items
            )
        return (size_dim(args[shape.index]),) if isinstance(type_, Scalar) else None
    if isinstance(shape, int):
        return (size_dim(Const(shape)),)
    if isinstance(shape, tuple):
        atoms = [args[s.index] if isinstance(s, Slot) else Const(s) for s in shape]
        return tuple(size_dim(a) for a in atoms)
    return None
