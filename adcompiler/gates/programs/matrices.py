"""Linear algebra that is made of other linear algebra."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, program


@program(np.linalg.norm, arrays="x")
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    """Return a norm: of matrices other than Frobenius' by their singular values, or by sums."""
    how = _how(x, ord, axis)
    if how == "vector":
        return np.linalg.norm(x, ord, axis, keepdims)
    if axis is not None:
        x = np.moveaxis(x, axis, (-2, -1))
    found = _of_matrices(x, how)
    if keepdims:
        return np.expand_dims(found, (0, 1) if axis is None else axis)
    return found


@beforehand
def _how(x: Any, ord: Any, axis: Any) -> Any:
    """Return which norm of matrices is meant, or that all is as for a vector."""
    if ord in (None, "fro", "f"):
        return "vector"
    matrix = len(axis) == 2 if isinstance(axis, tuple) else axis is None and x.rank == 2
    if not matrix:
        return "vector"
    if ord in ("nuc", 2, -2):
        return "nuc" if ord == "nuc" else "largest" if ord == 2 else "smallest"
    names = {1: "most column", -1: "least column", np.inf: "most row", -np.inf: "least row"}
    return names.get(ord, NotImplemented)


def _of_matrices(x: Any, how: Any) -> Any:
    if how == "most column":
        return np.max(np.sum(np.abs(x), axis=-2), axis=-1)
    if how == "least column":
        return np.min(np.sum(np.abs(x), axis=-2), axis=-1)
    if how == "most row":
        return np.max(np.sum(np.abs(x), axis=-1), axis=-1)
    if how == "least row":
        return np.min(np.sum(np.abs(x), axis=-1), axis=-1)
    values = np.linalg.svd(x, compute_uv=False)
    if how == "nuc":
        return np.sum(values, axis=-1)
    return np.max(values, axis=-1) if how == "largest" else np.min(values, axis=-1)


@program(getattr(np.linalg, "svdvals", None), arrays="x")
def svdvals(x: Any) -> Any:
    """Return the singular values of matrices."""
    return np.linalg.svd(x, compute_uv=False)


@program(getattr(np.linalg, "matrix_norm", None), arrays="x")
def matrix_norm(x: Any, *, keepdims: Any = False, ord: Any = "fro") -> Any:
    """Return the norms of a stack of matrices."""
    return np.linalg.norm(x, ord, (-2, -1), keepdims)


@program(getattr(np.linalg, "vector_norm", None), arrays="x")
def vector_norm(x: Any, *, axis: Any = None, keepdims: Any = False, ord: Any = 2) -> Any:
    """Return the norm of vectors, of an array as one long vector."""
    if axis is None:
        found = np.linalg.norm(np.ravel(x), ord, 0)
        return np.reshape(found, (1,) * x.ndim) if keepdims else found
    return np.linalg.norm(x, ord, axis, keepdims)


@program(np.linalg.cond, arrays="x")
def cond(x: Any, p: Any = None) -> Any:
    """Return the condition number of matrices."""
    if p is None or p == 2 or p == -2:
        values = np.linalg.svd(x, compute_uv=False)
        if p == -2:
            return values[..., -1] / values[..., 0]
        return values[..., 0] / values[..., -1]
    return np.linalg.norm(x, p, (-2, -1)) * np.linalg.norm(np.linalg.inv(x), p, (-2, -1))


@program(np.linalg.matrix_power, arrays="a")
def matrix_power(a: Any, n: Any) -> Any:
    """Return a power of square matrices."""
    if n == 0:
        return np.zeros_like(a) + np.eye(a.shape[-1], dtype=a.dtype)
    base = np.linalg.inv(a) if n < 0 else a
    if n in (3, -3):
        return (base @ base) @ base
    return reduce(lambda powers, bit: _doubled(powers, bit, base), _bits(n), (None, None))[1]


def _doubled(powers: Any, bit: Any, base: Any) -> Any:
    square, found = powers
    square = base if square is None else square @ square
    if bit:
        found = square if found is None else found @ square
    return square, found


@beforehand
def _bits(n: Any) -> tuple[bool, ...]:
    return (
        tuple(b == "1" for b in reversed(f"{abs(n):b}")) if isinstance(n, int) else NotImplemented
    )


@program(np.linalg.tensorsolve, arrays="a b")
def tensorsolve(a: Any, b: Any, axes: Any = None) -> Any:
    """Return the solution of a tensor equation."""
    if axes is not None:
        for k in axes:
            a = np.moveaxis(a, k, -1)
    solution = np.linalg.solve(np.reshape(a, (b.size, -1)), np.ravel(b))
    return np.reshape(solution, a.shape[b.ndim :])


@program(np.linalg.tensorinv, arrays="a")
def tensorinv(a: Any, ind: Any = 2) -> Any:
    """Return the inverse of a tensor as a map of its last axes to its first."""
    first, last = a.shape[:ind], a.shape[ind:]
    count = 1
    for n in last:
        count = count * n
    return np.reshape(np.linalg.inv(np.reshape(a, (-1, count))), (*last, *first))


@program(getattr(np, "matrix_transpose", None), getattr(np.linalg, "matrix_transpose", None),
         arrays="x")  # fmt: skip
def matrix_transpose(x: Any) -> Any:
    """Return matrices transposed."""
    return np.swapaxes(x, -1, -2)


@program(getattr(np.linalg, "diagonal", None), arrays="x")
def diagonal(x: Any, *, offset: Any = 0) -> Any:
    """Return the diagonals of matrices."""
    return np.diagonal(x, offset, -2, -1)


@program(getattr(np.linalg, "trace", None), arrays="x")
def trace(x: Any, *, offset: Any = 0) -> Any:
    """Return the sums over the diagonals of matrices."""
    return np.trace(x, offset, -2, -1)


@program(getattr(np.linalg, "outer", None), arrays="x1 x2")
def outer(x1: Any, x2: Any) -> Any:
    """Return the products of all pairs of two vectors."""
    return np.outer(x1, x2)


@program(np.cross, arrays="a b")
def cross_of(
    a: Any, b: Any, axisa: Any = -1, axisb: Any = -1, axisc: Any = -1, axis: Any = None
) -> Any:
    """Return the vector products of vectors of three."""
    if axis is not None:
        axisa, axisb, axisc = axis, axis, axis
    if axisa == -1 and axisb == -1 and axisc == -1:
        return np.cross(a, b)
    return np.moveaxis(np.cross(np.moveaxis(a, axisa, -1), np.moveaxis(b, axisb, -1)), -1, axisc)


@program(getattr(np.linalg, "cross", None), arrays="x1 x2")
def cross(x1: Any, x2: Any, *, axis: Any = -1) -> Any:
    """Return the vector products of vectors of three."""
    return np.cross(x1, x2, axis=axis)


@program(getattr(np.linalg, "matmul", None), arrays="x1 x2")
def matmul(x1: Any, x2: Any) -> Any:
    """Return the product of matrices."""
    return x1 @ x2


@program(getattr(np.linalg, "tensordot", None), arrays="x1 x2")
def tensordot(x1: Any, x2: Any, *, axes: Any = 2) -> Any:
    """Return a product summed over axes."""
    return np.tensordot(x1, x2, axes)
