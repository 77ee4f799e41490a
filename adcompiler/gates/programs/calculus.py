"""Differences, gradients on grids, phases, correlations, windows."""

from __future__ import annotations

from typing import Any

import numpy as np

from adcompiler.gates.programs.registry import beforehand, differ, double_of, program


@program(np.ediff1d, arrays="ary to_end to_begin")
def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    """Return the differences of neighbours, with ends put around them."""
    flat = np.ravel(ary)
    found = flat[1:] - flat[:-1]
    if to_begin is not None:
        found = np.append(_end(to_begin, flat), found)
    if to_end is not None:
        found = np.append(found, _end(to_end, flat))
    return found


def _end(given: Any, flat: Any) -> Any:
    end = np.ravel(given)
    return end.astype(flat.dtype) if differ(end, flat) else end


@program(np.gradient, arrays="f")
def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: Any = 1) -> Any:
    """Return central differences inside, one-sided ones at the ends, along each axis."""
    axes = _axes(axis, f)
    if len(varargs) == 0:
        steps = (1.0,) * len(axes)
    elif len(varargs) == 1:
        steps = varargs * len(axes)
    else:
        steps = varargs
    found = [_slope(f, h, k, edge_order) for h, k in zip(steps, axes)]
    return found[0] if len(axes) == 1 else tuple(found)


@beforehand
def _axes(axis: Any, f: Any) -> Any:
    if axis is None:
        return tuple(range(f.rank))
    return axis if isinstance(axis, tuple) else (axis,)


def _slope(f: Any, h: Any, axis: Any, edge_order: Any) -> Any:
    f = np.moveaxis(f, axis, -1)
    if np.ndim(h) == 0:
        inner = (f[..., 2:] - f[..., :-2]) / (2.0 * h)
        if edge_order == 1:
            first = (f[..., 1] - f[..., 0]) / h
            last = (f[..., -1] - f[..., -2]) / h
        else:
            first = -1.5 / h * f[..., 0] + 2.0 / h * f[..., 1] + -0.5 / h * f[..., 2]
            last = 0.5 / h * f[..., -3] + -2.0 / h * f[..., -2] + 1.5 / h * f[..., -1]
    else:
        d = np.diff(h)
        left, right = d[:-1], d[1:]
        inner = (
            -right / (left * (left + right)) * f[..., :-2]
            + (right - left) / (left * right) * f[..., 1:-1]
            + left / (right * (left + right)) * f[..., 2:]
        )
        if edge_order == 1:
            first = (f[..., 1] - f[..., 0]) / d[0]
            last = (f[..., -1] - f[..., -2]) / d[-1]
        else:
            p, q = d[0], d[1]
            first = (
                -(2.0 * p + q) / (p * (p + q)) * f[..., 0]
                + (p + q) / (p * q) * f[..., 1]
                + -p / (q * (p + q)) * f[..., 2]
            )
            p, q = d[-2], d[-1]
            last = (
                q / (p * (p + q)) * f[..., -3]
                + -(q + p) / (p * q) * f[..., -2]
                + (2.0 * q + p) / (q * (p + q)) * f[..., -1]
            )
    ends = (np.expand_dims(first, -1), inner, np.expand_dims(last, -1))
    return np.moveaxis(np.concatenate(ends, axis=-1), -1, axis)


@program(np.unwrap, arrays="p")
def unwrap(p: Any, discont: Any = None, axis: Any = -1, *, period: Any = 2 * np.pi) -> Any:
    """Return phases without jumps: whole periods are added, which are constants."""
    half = period / 2
    jumps = np.diff(p, axis=axis)
    turned = np.mod(jumps + half, period) - half
    turned = np.where((turned == -half) & (jumps > 0), half, turned)
    steps = np.where(np.abs(jumps) < (half if discont is None else discont), 0.0, turned - jumps)
    first, rest = np.take(p, [0], axis=axis), np.take(p, np.arange(1, p.shape[axis]), axis=axis)
    return np.concatenate([first, rest + np.cumsum(steps, axis=axis)], axis=axis)


@program(np.interp, arrays="x xp fp")
def interp(
    x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None
) -> Any:
    """Return values between those of a grid; what lies beyond may be given, or come round again."""
    if period is not None:
        x = x % period
        xp = xp % period
        order = np.argsort(xp)
        xp, fp = xp[order], fp[order]
        xp = np.concatenate((xp[-1:] - period, xp, xp[:1] + period))
        fp = np.concatenate((fp[-1:], fp, fp[:1]))
        return np.interp(x, xp, fp)
    found = np.interp(x, xp, fp)
    if left is not None:
        found = np.where(x < xp[0], left, found)
    if right is not None:
        found = np.where(x > xp[-1], right, found)
    return found


@program(np.fft.hfft, arrays="a")
def hfft(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    """Return the real spectrum of a signal of which half is given."""
    if n is None:
        n = (a.shape[axis] - 1) * 2
    return np.fft.irfft(np.conj(a), n, axis, _turned(norm))


@program(np.fft.ihfft, arrays="a")
def ihfft(a: Any, n: Any = None, axis: Any = -1, norm: Any = None) -> Any:
    """Return half of the signal of which the spectrum is real."""
    if n is None:
        n = a.shape[axis]
    return np.conj(np.fft.rfft(a, n, axis, _turned(norm)))


@beforehand
def _turned(norm: Any) -> Any:
    return {None: "forward", "backward": "forward", "forward": "backward"}.get(norm, norm)


@program(np.kaiser)
def kaiser(M: Any, beta: Any) -> Any:
    """Return the Kaiser window of a shape."""
    if M == 1:
        return np.ones(1)
    middle = (M - 1) / 2.0
    places = np.arange(0, M)
    return np.i0(beta * np.sqrt(1 - ((places - middle) / middle) ** 2.0)) / np.i0(beta)


@program(np.logspace)
def logspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True, base: Any = 10.0) -> Any:
    """Return powers of a base with equally spaced exponents."""
    return np.power(base, np.linspace(start, stop, num, endpoint=endpoint))


@program(np.geomspace)
def geomspace(start: Any, stop: Any, num: Any = 50, endpoint: Any = True) -> Any:
    """Return numbers of which each is the same multiple of the one before."""
    wide = double_of(start)
    if wide is not None:
        start = wide(start)
    sign = np.sign(start)
    exponents = np.linspace(np.log10(start / sign), np.log10(stop / sign), num, endpoint=endpoint)
    found = np.power(10.0, exponents)
    if num > 0:
        found[0] = start / sign
        if num > 1 and endpoint:
            found[-1] = stop / sign
    return found * sign


@program(np.linspace)
def linspace(
    start: Any,
    stop: Any,
    num: Any = 50,
    endpoint: Any = True,
    retstep: Any = False,
    dtype: Any = None,
    axis: Any = 0,
) -> Any:
    """Return equally spaced numbers, between arrays along a new axis; the step too if asked for."""
    found = np.linspace(start, stop, num, endpoint=endpoint, dtype=dtype)
    if axis != 0:
        found = np.moveaxis(found, 0, axis)
    if retstep:
        return found, (stop - start) / (num - 1 if endpoint else num)
    return found
