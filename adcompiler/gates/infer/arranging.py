"""The types of arrays arranged anew: reshaped, joined, repeated, cut along diagonals."""

from __future__ import annotations

import numpy as np

from adcompiler.gates.infer.common import dims_of_shape, normal_axes, result_dtype
from adcompiler.gates.infer.making import array_of
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const
from adcompiler.ir.types import (
    DTYPE_OF,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Scalar,
    Type,
    fresh_dim,
    is_sparse,
)


def transposed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.transpose(x, axes)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return type_ if isinstance(type_, Scalar) or is_sparse(type_) else UNKNOWN
    axes = attrs.get("axes")
    if axes is None:
        return Array(type_.dtype, type_.dims[::-1])
    if not all(isinstance(a, int) for a in axes):
        return UNKNOWN
    return Array(type_.dtype, tuple(type_.dims[a] for a in axes))


def reshaped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.reshape(x, shape)`."""
    type_ = type_of(args[0])
    dims = dims_of_shape(attrs.get("shape"), args)
    if dims is None:
        return UNKNOWN
    dtype = type_.dtype if isinstance(type_, Array | Scalar) else None
    if isinstance(type_, Array) and type_.rank == 1 and len(dims) == 1 and dims[0].one is None:
        dims = type_.dims
    return Array(dtype if dtype != "?" else None, dims)


def flattened(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.ravel(x)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array(type_.dtype, type_.dims if type_.rank == 1 else (fresh_dim(),))
    whole = array_of(args[:1], {}) if isinstance(type_, Scalar) else None
    return Array(whole.dtype, (ONE,)) if isinstance(whole, Array) else UNKNOWN


def squeezed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.squeeze(x, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return type_
    axis = attrs.get("axis")
    if axis is None:
        if any(d.one is None for d in type_.dims):
            return UNKNOWN
        dims = tuple(d for d in type_.dims if not d.one)
    else:
        axes = normal_axes(axis, type_.rank) or ()
        dims = tuple(d for k, d in enumerate(type_.dims) if k not in axes)
    return Array(type_.dtype, dims)


def expanded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.expand_dims(x, axis)`."""
    type_ = type_of(args[0])
    axis = attrs["axis"]
    count = len(axis) if isinstance(axis, tuple) else 1
    if isinstance(type_, Scalar):
        dtype = DTYPE_OF[type_.kind] if type_.dtype is None else type_.dtype
        type_ = Array(dtype if dtype != "?" else None, ())
    if not isinstance(type_, Array):
        return UNKNOWN
    axes = normal_axes(axis, type_.rank + count)
    if axes is None:
        return UNKNOWN
    dims = list(type_.dims)
    for k in axes:
        dims.insert(k, ONE)
    return Array(type_.dtype, tuple(dims))


def swapped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.swapaxes(x, a, b)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or not all(isinstance(a, Const) for a in args[1:]):
        return UNKNOWN
    a, b = (arg.value for arg in args[1:] if isinstance(arg, Const))
    dims = list(type_.dims)
    dims[a], dims[b] = dims[b], dims[a]
    return Array(type_.dtype, tuple(dims))


def moved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.moveaxis(x, source, destination)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    source, destination = attrs["source"], attrs["destination"]
    places = np.moveaxis(np.empty(tuple(range(type_.rank))), source, destination).shape
    return Array(type_.dtype, tuple(type_.dims[k] for k in places))


def concatenated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.concatenate([*args], axis)`."""
    types = [type_of(a) for a in args]
    arrays = [t for t in types if isinstance(t, Array)]
    if len(arrays) < len(types) or not all(t.rank == arrays[0].rank for t in arrays):
        return UNKNOWN
    axis = attrs.get("axis", 0)
    if axis is None or not arrays[0].rank:
        return UNKNOWN
    dims = list(arrays[0].dims)
    dims[axis] = fresh_dim()
    return Array(result_dtype(*[t.dtype for t in arrays]), tuple(dims))


def stacked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.stack([*args], axis)`."""
    first = array_of((args[0],), {})
    if not isinstance(first, Array) or any(
        not isinstance(type_of(a), Array | Scalar) for a in args
    ):
        return UNKNOWN
    axis = attrs.get("axis", 0) % (first.rank + 1)
    dims = list(first.dims)
    dims.insert(axis, Dim(str(len(args)), len(args) == 1))
    found = [array_of((a,), {}) for a in args]
    return Array(result_dtype(*[t.dtype for t in found if isinstance(t, Array)]), tuple(dims))


def repeated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.repeat(x, repeats, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    if attrs.get("axis") is None:
        return Array(type_.dtype, (fresh_dim(),))
    dims = list(type_.dims)
    dims[attrs["axis"]] = fresh_dim()
    return Array(type_.dtype, tuple(dims))


def tiled(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tile(x, reps)`."""
    type_, reps = type_of(args[0]), attrs["reps"]
    if not isinstance(type_, Array):
        return UNKNOWN
    reps = reps if isinstance(reps, tuple) else (reps,)
    n = max(type_.rank, len(reps))
    dims = (ONE,) * (n - type_.rank) + type_.dims
    times = (1,) * (n - len(reps)) + reps
    pairs = zip(dims, times, strict=True)
    return Array(type_.dtype, tuple(d if r == 1 else fresh_dim() for d, r in pairs))


def padded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.pad(x, pad_width)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    added = np.sum(np.broadcast_to(attrs["pad_width"], (type_.rank, 2)), axis=1)
    pairs = zip(type_.dims, added, strict=True)
    return Array(type_.dtype, tuple(Dim(f"{d.key}+{n}", None) if n else d for d, n in pairs))


def diagonal(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diagonal(x, offset, axis1, axis2)`: the diagonal comes last."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or type_.rank < 2:
        return UNKNOWN
    out = {attrs.get("axis1", 0) % type_.rank, attrs.get("axis2", 1) % type_.rank}
    dims = tuple(d for k, d in enumerate(type_.dims) if k not in out)
    return Array(type_.dtype, (*dims, fresh_dim()))


def diag(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diag(x, k)`: a matrix of a vector, or the vector of a matrix."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or type_.rank not in (1, 2):
        return UNKNOWN
    plain = len(args) == 1 and "k" not in attrs
    size = type_.dims[0] if plain else fresh_dim()
    if type_.rank == 2:
        square = type_.dims[0].key == type_.dims[1].key
        return Array(type_.dtype, (size if square else fresh_dim(),))
    return Array(type_.dtype, (size, size))


def triangle(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tril(x, k)`: a vector counts as equal rows."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    return Array(type_.dtype, type_.dims * 2 if type_.rank == 1 else type_.dims)
