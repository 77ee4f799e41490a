"""Covariances, running sums that skip nan, sums with a start, counts with weights."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import double_of, program


@program(np.cov, arrays="m y fweights aweights")
def cov(
    m: Any,
    y: Any = None,
    rowvar: Any = True,
    bias: Any = False,
    ddof: Any = None,
    fweights: Any = None,
    aweights: Any = None,
) -> Any:
    """Return the covariances of rows."""
    rows = _as_rows(_doubled(m), rowvar)
    if y is not None:
        rows = np.concatenate([rows, _as_rows(_doubled(y), rowvar)], axis=0)
    if ddof is None:
        ddof = 0 if bias else 1
    if fweights is None and aweights is None:
        centred = rows - np.mean(rows, axis=1, keepdims=True)
        c = np.dot(centred, centred.T.conj()) * (1 / (rows.shape[1] - ddof))
        return c if y is not None else np.squeeze(c)
    if fweights is None:
        w = aweights = _doubled(aweights)
    elif aweights is None:
        w = fweights.astype(float)
    else:
        aweights = _doubled(aweights)
        w = fweights.astype(float) * aweights
    total = np.sum(w)
    centred = rows - np.sum(rows * w, axis=1, keepdims=True) / total
    if ddof == 0:
        share = total
    elif aweights is None:
        share = total - ddof
    else:
        share = total - ddof * np.sum(w * aweights) / total
    c = np.dot(centred, (centred * w).T.conj()) * (1 / share)
    return c if y is not None else np.squeeze(c)


def _doubled(x: Any) -> Any:
    wide = double_of(x)
    return x if wide is None else x.astype(wide)


def _as_rows(m: Any, rowvar: Any) -> Any:
    if m.ndim == 1:
        return m[None, :]
    return m if rowvar else m.T


@program(np.corrcoef, arrays="x y")
def corrcoef(x: Any, y: Any = None, rowvar: Any = True) -> Any:
    """Return the correlation coefficients of rows."""
    c = np.cov(x, y, rowvar)
    if y is None and x.ndim == 1:
        return c / c
    deviation = np.sqrt(np.diag(c).real)
    return np.clip(c / deviation[:, None] / deviation[None, :], -1.0, 1.0)


@program(np.nancumsum, arrays="a")
def nancumsum(a: Any, axis: Any = None) -> Any:
    """Return running sums, nan counted as 0."""
    return np.cumsum(np.where(np.isnan(a), 0.0, a), axis=axis)


@program(np.nancumprod, arrays="a")
def nancumprod(a: Any, axis: Any = None) -> Any:
    """Return running products, nan counted as 1."""
    return np.cumprod(np.where(np.isnan(a), 1.0, a), axis=axis)


@program(np.nanprod, arrays="a")
def nanprod(a: Any, axis: Any = None, keepdims: Any = False) -> Any:
    """Return the product of what is not nan."""
    return np.prod(np.where(np.isnan(a), 1.0, a), axis=axis, keepdims=keepdims)


@program(getattr(np, "cumulative_sum", None), arrays="x")
def cumulative_sum(x: Any, *, axis: Any = None, include_initial: Any = False) -> Any:
    """Return running sums, after a 0 if the initial one is included."""
    axis = 0 if axis is None else axis
    sums = np.cumsum(x, axis=axis)
    if include_initial:
        return np.concatenate([np.zeros_like(np.take(x, [0], axis=axis)), sums], axis=axis)
    return sums


@program(getattr(np, "cumulative_prod", None), arrays="x")
def cumulative_prod(x: Any, *, axis: Any = None, include_initial: Any = False) -> Any:
    """Return running products, after a 1 if the initial one is included."""
    axis = 0 if axis is None else axis
    products = np.cumprod(x, axis=axis)
    if include_initial:
        return np.concatenate([np.ones_like(np.take(x, [0], axis=axis)), products], axis=axis)
    return products
