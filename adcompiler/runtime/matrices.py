"""Products of matrices, and what determinants and decompositions need."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.runtime.adjoints import fit
from adcompiler.runtime.axes import others_along


def matmul_dx(g: Any, x: Any, y: Any) -> Any:
    """Return the adjoint of `x` in `x @ y`, for vectors, matrices and stacks."""
    if np.ndim(y) == 1:
        return fit(np.multiply.outer(g, y) if np.ndim(x) > 1 else g * y, x)
    if np.ndim(x) == 1:
        rows = np.matmul(y, np.expand_dims(g, -1))[..., 0]
        return fit(rows, x)
    return fit(np.matmul(g, np.swapaxes(y, -1, -2)), x)


def matmul_dy(g: Any, x: Any, y: Any) -> Any:
    """Return the adjoint of `y` in `x @ y`, for vectors, matrices and stacks."""
    if np.ndim(x) == 1:
        if np.ndim(y) == 1:
            return fit(x * g, y)
        return fit(np.multiply(np.expand_dims(x, -1), np.expand_dims(g, -2)), y)
    if np.ndim(y) == 1:
        column = np.matmul(np.swapaxes(x, -1, -2), np.expand_dims(g, -1))[..., 0]
        return fit(column, y)
    return fit(np.matmul(np.swapaxes(x, -1, -2), g), y)


def cofactors(x: Any, *along: Any) -> Any:
    """Return the cofactors of matrices, singular ones too: the derivative of the determinant.

    With one direction `along`, the derivative of the cofactors along it.

    >>> cofactors(np.array([[1.0, 2.0], [2.0, 4.0]])).round(12)
    array([[ 4., -2.],
           [-2.,  1.]])
    """
    u, s, vh = np.linalg.svd(x)
    sign = np.linalg.det(u) * np.linalg.det(vh)
    u, vh = np.conj(u), np.conj(vh)
    if not along:
        return sign[..., None, None] * ((u * np.expand_dims(others_along(s), -2)) @ vh)
    (h,) = along
    h = np.swapaxes(u, -1, -2) @ h @ np.swapaxes(vh, -1, -2)
    same = np.eye(s.shape[-1], dtype=bool)
    pairs = np.where(same, 0, others_along(np.where(same, 1, np.expand_dims(s, -2))))
    own = np.diagonal(h, axis1=-2, axis2=-1)
    on_diagonal = np.sum(pairs * np.expand_dims(own, -2), axis=-1)
    inner = np.where(same, np.expand_dims(on_diagonal, -1), -pairs * np.swapaxes(h, -1, -2))
    return sign[..., None, None] * (u @ inner @ vh)


def gaps(w: Any) -> Any:
    """Return how far each value is above each other: inf on the diagonal, nan between equal ones.

    >>> gaps(np.array([1.0, 3.0]))
    array([[inf,  2.],
           [-2., inf]])
    """
    found = np.expand_dims(w, -2) - np.expand_dims(w, -1)
    found = np.where(found == 0, np.nan, found)
    return np.where(np.eye(np.shape(w)[-1], dtype=bool), np.inf, found).astype(found.dtype)


def eigenvectors(x: Any, w: Any) -> Any:
    """Return the eigenvectors of matrices in the order of their eigenvalues `w`.

    >>> abs(eigenvectors(np.diag([1.0, 2.0]), np.array([2.0, 1.0])))
    array([[0., 1.],
           [1., 0.]])
    """
    values, vectors = np.linalg.eig(x)
    apart = np.abs(np.expand_dims(w, -2) - np.expand_dims(values, -1))
    return np.take_along_axis(vectors, np.argmin(apart, axis=-2)[..., None, :], axis=-1)


def tall(r: Any, q: Any) -> Any:
    """Return the triangular factor of a matrix that is not wide; of the others none is known.

    >>> tall(np.ones((1, 1)), np.ones((3, 1)))
    array([[1.]])
    """
    if np.shape(r)[-2] != np.shape(r)[-1]:
        raise ValueError("the derivative of np.linalg.qr is known for matrices that are not wide")
    return r


def on_diagonal(g: Any, x: Any, *, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """Return zeros of the shape of `x` with `g` on a diagonal: the reverse of `np.diagonal`.

    >>> on_diagonal(np.array([1.0, 2.0]), np.zeros((2, 3)))
    array([[1., 0., 0.],
           [0., 2., 0.]])
    """
    out = np.zeros_like(x)
    last = np.moveaxis(out, (axis1, axis2), (-2, -1))
    n = np.diagonal(last, offset, -2, -1).shape[-1]
    rows = np.arange(n) + max(0, -offset)
    last[..., rows, rows + offset] = g
    return out


def principal(x: Any) -> Any:
    """Return the matrix `x`, which must have no eigenvalue where logarithms jump: at or below 0.

    >>> principal(np.eye(1))
    array([[1.]])
    """
    w = np.linalg.eigvals(x)
    if np.any((w.real <= 0.0) & (np.abs(w.imag) <= 1e-6 * np.abs(w.real))):
        raise ValueError("logm has no derivative at a matrix with an eigenvalue at or below zero")
    return x


def cross(x: Any, y: Any) -> Any:
    """Return `np.cross(x, y)` of vectors of three entries, the only ones with a derivative here.

    >>> cross(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    array([0., 0., 1.])
    """
    if np.shape(x)[-1:] != (3,) or np.shape(y)[-1:] != (3,):
        raise ValueError("the derivative of np.cross is known for vectors of three entries only")
    return np.cross(x, y)
