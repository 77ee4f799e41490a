"""Transforms, interpolation and convolution."""

from __future__ import annotations

from typing import Any

import numpy as np


def _cell(x: Any, xp: Any) -> tuple[Any, Any]:
    """Return the interval of the grid that each `x` lies in, and its width (inf beyond the ends).

    >>> _cell(np.array([-1.0, 0.5, 2.0, 9.0]), np.array([0.0, 1.0, 2.0]))
    (array([0, 0, 1, 1]), array([inf,  1.,  1., inf]))
    """
    i = np.clip(np.searchsorted(xp, x, side="right") - 1, 0, len(xp) - 2)
    return i, np.where((x >= xp[0]) & (x <= xp[-1]), xp[i + 1] - xp[i], np.inf)[()]


def doubled(h: Any, y: Any, *, axis: int = -1) -> Any:
    """Return `h`, half a spectrum of the real signal `y`, with all twice that stands for two.

    >>> doubled(np.ones(3), np.zeros(4)), doubled(np.ones(3), np.zeros(5))
    (array([1., 2., 1.]), array([1., 2., 2.]))
    """
    out = np.array(h)
    np.moveaxis(out, axis, 0)[1 : (np.shape(y)[axis] + 1) // 2] *= 2.0
    return out


def ends(x: Any, *, first: float, last: float, axis: int) -> Any:
    """Return `x` with its first and its last entry along an axis scaled.

    >>> ends(np.ones(3), first=2.0, last=0.5, axis=0)
    array([2. , 1. , 0.5])
    """
    out = np.array(x)
    lines = np.moveaxis(out, axis, 0)
    lines[0] *= first
    lines[-1] *= last
    return out


def interp_slope(x: Any, xp: Any, fp: Any) -> Any:
    """Return the slope of `np.interp(x, xp, fp)`: 0 beyond the ends of the grid.

    >>> interp_slope(np.array([0.5, 9.0]), np.array([0.0, 1.0, 2.0]), np.array([3.0, 4.0, 8.0]))
    array([1., 0.])
    """
    i, width = _cell(x, xp)
    return (fp[i + 1] - fp[i]) / width


def interp_back(g: Any, x: Any, xp: Any) -> Any:
    """Return the adjoint of `fp` in `np.interp(x, xp, fp)`: each point pulls at two entries.

    >>> interp_back(np.array([1.0, 1.0]), np.array([0.25, 9.0]), np.array([0.0, 1.0, 2.0]))
    array([0.75, 0.25, 1.  ])
    """
    i = _cell(x, xp)[0]
    right = (np.clip(x, xp[0], xp[-1]) - xp[i]) / (xp[i + 1] - xp[i])
    out = np.zeros(len(xp))
    np.add.at(out, i, g * (1.0 - right))
    np.add.at(out, i + 1, g * right)
    return out


def slope_back(g: Any, x: Any, xp: Any) -> Any:
    """Return the adjoint of `fp` in `interp_slope(x, xp, fp)`."""
    i, width = _cell(x, xp)
    out = np.zeros(len(xp))
    np.add.at(out, i, -g / width)
    np.add.at(out, i + 1, g / width)
    return out


def convolve_back(g: Any, y: Any, x: Any, *, mode: str = "full") -> Any:
    """Return the adjoint of `x` in `np.convolve(x, y, mode)`.

    >>> convolve_back(np.array([1.0, 0.0, 0.0]), np.array([5.0, 7.0]), np.zeros(2))
    array([5., 0.])
    """
    short = min(len(x), len(y))
    cut = {"full": 0, "same": (short - 1) // 2, "valid": short - 1}[mode]
    whole = np.zeros(len(x) + len(y) - 1, dtype=np.result_type(g, y))
    whole[cut : cut + len(g)] = g
    return np.correlate(whole, np.conj(y), mode="valid") if len(y) else np.zeros_like(x)


def unconvolved(g: Any, y: Any, x: Any, *, mode: str = "full", of: str = "first") -> Any:
    """Return the adjoint of `x` in `scipy.signal.convolve(x, y, mode)`; or of the second signal.

    >>> unconvolved(np.array([1.0, 0.0, 0.0]), np.array([5.0, 7.0]), np.zeros(2))
    array([5., 0.])
    """
    from scipy.signal import correlate

    n, m = np.shape(x), np.shape(y)
    second = m if of == "first" else n
    if mode == "same":
        cut = [(k - 1) // 2 for k in second]
    else:
        cut = [min(a, b) - 1 if mode == "valid" else 0 for a, b in zip(n, m, strict=True)]
    whole = np.zeros([a + b - 1 for a, b in zip(n, m, strict=True)], np.result_type(g, y))
    whole[tuple(slice(k, k + size) for k, size in zip(cut, np.shape(g), strict=True))] = g
    return correlate(whole, y, mode="valid")
