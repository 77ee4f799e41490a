"""The types of products, and of linear algebra."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

import numpy as np

from adcompiler.gates.infer.arranging import diagonal
from adcompiler.gates.infer.common import dtype_of_number, result_dtype
from adcompiler.gates.infer.making import array_of
from adcompiler.gates.infer.reductions import reduced_dtype
from adcompiler.ir.broadcasting import broadcast_dims, elementwise
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import (
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Scalar,
    Tree,
    Type,
    fresh_dim,
    is_sparse,
    of_scalar_dtype,
)


def matmul(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x @ y` for vectors, matrices and stacks of them."""
    a, b = type_of(args[0]), type_of(args[1])
    if is_sparse(a) and isinstance(b, Array) and b.rank:
        return Array(None, (fresh_dim(), *b.dims[1:]))
    if is_sparse(b) and isinstance(a, Array) and a.rank:
        return Array(None, (*a.dims[:-1], fresh_dim()))
    if not (isinstance(a, Array) and isinstance(b, Array)) or not a.rank or not b.rank:
        return UNKNOWN
    left = a.dims[:-1] if a.rank == 1 else a.dims[-2:-1]
    right = b.dims[:-1] if b.rank == 1 else b.dims[-1:]
    if a.rank == 1:
        left = ()
    if b.rank == 1:
        right = ()
    batch = broadcast_dims(a.dims[:-2], b.dims[:-2])
    dims = batch + left + right
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, dims) if dims else of_scalar_dtype(dtype)


def dot(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.dot(x, y)`: a product of scalars, or a sum over the last and last but one axis."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return elementwise(np.multiply, a, b)
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    if b.rank <= 2:
        return matmul(args, attrs)
    return Array(result_dtype(a.dtype, b.dtype), (*a.dims[:-1], *b.dims[:-2], b.dims[-1]))


def inner(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.inner(x, y)`: the last axes are summed over."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return elementwise(np.multiply, a, b)
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    dims = (*a.dims[:-1], *b.dims[:-1])
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, dims) if dims else of_scalar_dtype(dtype)


def outer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.outer(x, y)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Array) and isinstance(b, Array):
        dims = [t.dims[0] if t.rank == 1 else fresh_dim() for t in (a, b)]
        return Array(result_dtype(a.dtype, b.dtype), tuple(dims))
    return UNKNOWN


def flat_product(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.vdot(x, y)`: one number."""
    types = [type_of(a) for a in args]
    if not all(isinstance(t, Array) for t in types):
        return UNKNOWN
    return of_scalar_dtype(result_dtype(*[t.dtype for t in types if isinstance(t, Array)]))


def tensordot(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tensordot(x, y, axes)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    found = summed_axes(attrs.get("axes", 2), a.rank, b.rank)
    if found is None:
        return UNKNOWN
    dims = [d for k, d in enumerate(a.dims) if k not in found[0]]
    dims += [d for k, d in enumerate(b.dims) if k not in found[1]]
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, tuple(dims)) if dtype or dims else UNKNOWN


def summed_axes(axes: Any, n: int, m: int) -> tuple[list[int], list[int]] | None:
    """Return the axes of both operands that a tensordot sums over, None if not static.

    >>> summed_axes(1, 2, 2), summed_axes(((0,), (-1,)), 2, 3)
    (([1], [0]), ([0], [2]))
    """
    if isinstance(axes, int):
        return list(range(n - axes, n)), list(range(axes))
    if not isinstance(axes, tuple) or len(axes) != 2:
        return None
    left, right = (a if isinstance(a, tuple) else (a,) for a in axes)
    if not all(isinstance(k, int) for k in (*left, *right)):
        return None
    return [k % n for k in left], [k % m for k in right]


def spelled(subscripts: str, ranks: list[int]) -> str:
    """Return subscripts with letters in place of each ellipsis; those of fewer axes end alike.

    >>> spelled("...j,j->...", [3, 1])
    'YZj,j->YZ'
    """
    inputs, out = subscripts.split("->")
    texts = inputs.split(",")
    extra = [n - len(t.replace("...", "")) for t, n in zip(texts, ranks, strict=True)]
    most = max((n for t, n in zip(texts, extra, strict=True) if "..." in t), default=0)
    unused = [c for c in ascii_uppercase[::-1] if c not in subscripts]
    lead = "".join(unused[: max(most, 0)])[::-1]
    filled = [t.replace("...", lead[most - n :]) for t, n in zip(texts, extra, strict=True)]
    return f"{','.join(filled)}->{out.replace('...', lead)}"


def einsum(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.einsum(subscripts, *args)`."""
    types = [type_of(a) for a in args]
    if not all(isinstance(t, Array | Scalar) for t in types):
        return UNKNOWN
    ranks = [len(getattr(t, "dims", ())) for t in types]
    inputs, out = spelled(attrs["subscripts"], ranks).split("->")
    sizes: dict[str, Dim] = {}
    dtypes: list[str | None] = []
    for letters, arg, type_ in zip(inputs.split(","), args, types, strict=True):
        dims = getattr(type_, "dims", ())
        if len(letters) != len(dims):
            return UNKNOWN
        dtypes.append(getattr(array_of((arg,), {}), "dtype", None))
        for letter, dim in zip(letters, dims, strict=True):
            sizes[letter] = broadcast_dims((sizes.get(letter, ONE),), (dim,))[0]
    kept = tuple(sizes.get(letter, ONE) for letter in out)
    dtype = result_dtype(*dtypes)
    return Array(dtype, kept) if kept else of_scalar_dtype(dtype)


def kron(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.kron(x, y)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    dims = tuple(fresh_dim() for _ in range(max(a.rank, b.rank)))
    return Array(result_dtype(a.dtype, b.dtype), dims)


def cross(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.cross(x, y)` of vectors of three entries."""
    return elementwise(np.multiply, type_of(args[0]), type_of(args[1]))


def convolved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.convolve(x, y, mode)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    return Array(result_dtype(a.dtype, b.dtype), (fresh_dim(),))


def convolved_over_all(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`scipy.signal.convolve(x, y, mode)`, over all axes."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array) or a.rank != b.rank:
        return UNKNOWN
    same = attrs.get("mode") == "same"
    dims = a.dims if same else tuple(fresh_dim() for _ in a.dims)
    return Array(result_dtype(a.dtype, b.dtype), dims)


def evaluated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.polyval(p, x)`."""
    p, x = type_of(args[0]), type_of(args[1])
    if not isinstance(p, Array):
        return UNKNOWN
    if isinstance(x, Array):
        return Array(result_dtype(p.dtype, x.dtype), x.dims)
    if isinstance(x, Scalar):
        return of_scalar_dtype(result_dtype(p.dtype, dtype_of_number(x)))
    return UNKNOWN


def trace(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.trace(x)`: the sum over a diagonal."""
    type_ = diagonal(args, attrs)
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype = reduced_dtype(np.sum, type_.dtype)
    return Array(dtype, type_.dims[:-1]) if type_.rank > 1 else of_scalar_dtype(dtype)


def solved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.solve(x, y)`: the right-hand side is a vector where it has one axis."""
    x, y = type_of(args[0]), type_of(args[1])
    if not isinstance(x, Array) or not isinstance(y, Array):
        return UNKNOWN
    dtype = result_dtype(x.dtype, y.dtype)
    if y.rank == 1:
        return Array(dtype, (*x.dims[:-2], *y.dims))
    return Array(dtype, (*broadcast_dims(x.dims[:-2], y.dims[:-2]), *y.dims[-2:]))


def determinant(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.det(x)`: one number for each matrix."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dims = type_.dims[:-2]
    return Array(type_.dtype, dims) if dims else of_scalar_dtype(type_.dtype)


def log_determinant(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.slogdet(x)`: a sign and a logarithm."""
    one = determinant(args, attrs)
    if not isinstance(one, Scalar | Array):
        return UNKNOWN
    return Tree("tuple", (one, one), (), type(np.linalg.slogdet(np.eye(1))))


def points(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`multivariate_normal.logpdf(x, ...)`: one number for each row of a matrix of points."""
    x = type_of(args[0])
    if not isinstance(x, Array) or x.rank not in (1, 2):
        return UNKNOWN
    return Array("float64", x.dims[:1]) if x.rank == 2 else of_scalar_dtype("float64")


def blocks(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`scipy.linalg.block_diag(*matrices)`."""
    types = [type_of(a) for a in args]
    arrays = [t for t in types if isinstance(t, Array) and t.rank == 2]
    if len(arrays) < len(types) or not arrays:
        return UNKNOWN
    return Array(result_dtype(*[t.dtype for t in arrays]), (fresh_dim(), fresh_dim()))
