"""The types of what is made, and of sizes: arrays, ranges, containers."""

from __future__ import annotations

from adcompiler.gates.infer.common import (
    dims_of_shape,
    dtype_name,
    join_all,
    result_dtype,
    size_dim,
)
from adcompiler.ir.broadcasting import broadcast_dims
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import element, opened
from adcompiler.ir.joining import item_of, key_of
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import (
    DTYPE_OF,
    INT,
    NOTHING,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    fresh_dim,
    numeric_kind,
)


def created(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.zeros(shape, dtype)` and its kin."""
    dims = dims_of_shape(attrs.get("shape"), args)
    if dims is None:
        return UNKNOWN
    return Array(dtype_name(attrs.get("dtype", float)), dims)


def indices(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.indices(shape)`: one array of all coordinates, or a tuple of arrays that broadcast."""
    dims = dims_of_shape(attrs.get("shape"), args)
    dtype = dtype_name(attrs.get("dtype", int))
    if dims is None:
        return UNKNOWN
    if not attrs.get("sparse"):
        return Array(dtype, (Dim(str(len(dims)), len(dims) == 1), *dims))
    lines = (
        Array(dtype, tuple(d if j == k else ONE for j, d in enumerate(dims)))
        for k in range(len(dims))
    )
    return Tree("tuple", tuple(lines))


def floating(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.zeros_like(x)`: the type of x as an array."""
    type_ = type_of(args[0])
    if attrs.get("dtype") is not None and isinstance(type_, Array | Scalar):
        dims = type_.dims if isinstance(type_, Array) else ()
        return Array(dtype_name(attrs["dtype"]), dims)
    if isinstance(type_, Scalar):
        inexact = type_.kind in ("float", "complex")
        return Array(type_.dtype or (DTYPE_OF[type_.kind] if inexact else None), ())
    return type_ if isinstance(type_, Array) else UNKNOWN


def filled(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.full(shape, value)`, whose operands are the sizes and the value."""
    dims = dims_of_shape(attrs.get("shape"), args)
    value = type_of(args[-1])
    if attrs.get("dtype") is not None and dims is not None:
        return Array(dtype_name(attrs["dtype"]), dims)
    if dims is None or not isinstance(value, Scalar | Array):
        return UNKNOWN
    if isinstance(value, Array):
        return Array(value.dtype, dims)
    dtype = value.dtype if value.dtype not in (None, "?") else DTYPE_OF[value.kind]
    return Array(dtype, dims)


def identity(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.eye(n, m)`."""
    rows = size_dim(args[0])
    dims = (rows, size_dim(args[1]) if len(args) > 1 else rows)
    return Array(dtype_name(attrs.get("dtype", float)), dims)


def arange(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.arange(...)`."""
    kinds = [numeric_kind(type_of(a)) for a in args]
    if attrs.get("dtype") is not None:
        return Array(dtype_name(attrs["dtype"]), (fresh_dim(),))
    if None in kinds:
        return UNKNOWN
    dim = size_dim(args[0]) if len(args) == 1 and kinds == ["int"] else fresh_dim()
    return Array("int64" if set(kinds) <= {"int", "bool"} else "float64", (dim,))


def spaced(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linspace(start, stop, num)`."""
    ends = [array_of((a,), {}) for a in args[:2]]
    found = [t for t in ends if isinstance(t, Array)]
    if len(found) < 2:
        return UNKNOWN
    dims = broadcast_dims(found[0].dims, found[1].dims)
    dtype = result_dtype(
        *[t.dtype or "float64" for t in found], "float64" if not dims else found[0].dtype
    )
    if "dtype" in attrs:
        dtype = dtype_name(attrs["dtype"])
    return Array(dtype, (size_dim(args[2]) if len(args) > 2 else Dim("50", False), *dims))


def array_of(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.array(x)` of numbers, arrays, lists and trees of them."""
    type_ = type_of(args[0])
    dtype = attrs.get("dtype")
    found = _array_of(type_)
    if isinstance(found, Array) and dtype is not None:
        return Array(dtype_name(dtype), found.dims)
    return found


def _array_of(type_: Type) -> Type:
    match type_:
        case Array():
            return type_
        case Scalar(kind, dtype):
            return Array(dtype if dtype not in (None, "?") else DTYPE_OF[kind], ())
        case Seq(inner):
            row = _array_of(inner)
            return Array(row.dtype, (fresh_dim(), *row.dims)) if isinstance(row, Array) else UNKNOWN
        case Tree("list" | "tuple", ()):
            return Array("float64", (Dim("0", False),))
        case Tree(kind, items) if kind in ("list", "tuple"):
            rows = [_array_of(i) for i in items]
            if all(isinstance(r, Array) for r in rows):
                arrays = [r for r in rows if isinstance(r, Array)]
                n = len(items)
                dims = arrays[0].dims
                dtype = result_dtype(*[r.dtype for r in arrays])
                return Array(dtype, (Dim(str(n), n == 1), *dims))
    return UNKNOWN


def packed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A tuple, list or dict literal; a list of equal kinds is a sequence."""
    kind, keys = attrs["kind"], attrs.get("keys", ())
    if attrs.get("alike") and kind == "dict":
        whole = Tree(kind, tuple(type_of(a) for a in args), keys)
        return Seq(item_of(whole), "dict", key_of(whole))
    if attrs.get("alike"):
        return Seq(join_all([type_of(a) for a in args]) if args else NOTHING)
    if attrs.get("layout") is not None:
        return opened(Residuals(attrs["layout"]))
    return Tree(kind, tuple(type_of(a) for a in args), keys, attrs.get("cls"))


def as_list(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`list(x)`."""
    type_ = type_of(args[0])
    return Tree("list", type_.items) if isinstance(type_, Tree) else Seq(element(type_))


def as_tuple(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`tuple(x)`."""
    type_ = type_of(args[0])
    return Tree("tuple", type_.items) if isinstance(type_, Tree) else Seq(element(type_), "tuple")


def counted(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`range(...)`."""
    return Seq(INT, "range")


def shape(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.shape`, a tuple of sizes."""
    type_ = type_of(args[0])
    if isinstance(type_, Scalar):
        return Tree("tuple", ())
    if isinstance(type_, Array):
        return Tree("tuple", tuple(Scalar("int", None, d) for d in type_.dims))
    return UNKNOWN


def length(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`len(x)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dims:
        return Scalar("int", None, type_.dims[0])
    return INT


def size_of(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.shape[axis]`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Scalar("int", None, type_.dims[attrs["axis"]])
    return INT
