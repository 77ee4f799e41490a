"""Gates over axes: those of one example come after that of the examples."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.batching.place import Apart, Many, batching
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import Scalar

SUMS = (
    np.sum,
    np.mean,
    np.max,
    np.min,
    np.amax,
    np.amin,
    np.prod,
    np.median,
    np.nansum,
    np.nanmean,
)
OVER_ALL = (
    *SUMS, np.var, np.std, np.ptp, np.any, np.all, np.count_nonzero, np.quantile, np.percentile,
)  # fmt: skip


@batching(*OVER_ALL)
def reduced(at: Many) -> Atom:
    """`np.sum(x)` becomes `np.sum(x, axis=1)`."""
    n = at.rank(0)
    if any(at.led(k) for k in range(1, len(at.args))):
        raise Apart
    if at.op.gate.function in (np.quantile, np.percentile) and at.rank(1):
        raise Apart  # the axes of several come first
    if n == 0:
        if at.op.gate.function not in SUMS or len(at.args) > 1:
            raise Apart
        return at.args[0]
    return at.again(*at.args, axis=at.moved(at.names["axis"], n))


@batching(np.argmax, np.argmin)
def place_of_extreme(at: Many) -> Atom:
    """`np.argmax(x)` becomes `np.argmax(x, axis=1)`, of a vector."""
    n, axis = at.rank(0), at.names["axis"]
    if n == 0 or (axis is None and n > 1):
        raise Apart
    return at.again(at.args[0], axis=at.moved(axis, n))


@batching(np.linalg.norm)
def norm(at: Many) -> Atom:
    """`np.linalg.norm(x)` becomes `np.linalg.norm(x, axis=1)`."""
    n, axis = at.rank(0), at.names["axis"]
    if n == 0 or (axis is None and n > 2):
        raise Apart
    return at.again(at.args[0], axis=at.moved(axis, n))


@batching(core.average)
def average(at: Many) -> Atom:
    """A weighted average, of values and weights of one shape."""
    n = at.rank(0)
    if n == 0 or at.rank(1) != n:
        raise Apart
    return at.again(at.lifted(0), at.lifted(1), axis=at.moved(at.names["axis"], n))


def _axis(at: Many, default: Any) -> dict[str, Any]:
    """Return the one axis that a gate goes along, moved, where it must be said."""
    axis = at.op.attrs.get("axis", default)
    n = at.rank(0)
    if n == 0 or (axis is None and n > 1):
        raise Apart
    moved = at.moved(axis, n)
    return {} if moved == default else {"axis": moved}


@batching(np.cumsum, np.cumprod)
def cumulated(at: Many) -> Atom:
    """`np.cumsum(x)` becomes `np.cumsum(x, axis=1)`."""
    return at.again(at.args[0], **_axis(at, None))


@batching(np.sort, np.argsort, np.diff)
def along_the_last(at: Many) -> Atom:
    """What goes along the last axis goes along the last axis."""
    if len(at.args) > 1:
        raise Apart
    return at.again(at.args[0], **_axis(at, -1))


@batching(
    runtime.unsorted, np.take_along_axis, runtime.put_along, runtime.recur, runtime.recur_back,
    runtime.before, runtime.after,
)  # fmt: skip
def along(at: Many) -> Atom:
    """Gates along one axis of operands of one rank."""
    first = {runtime.unsorted: -1}.get(at.op.gate.function, 0)
    if len(set(at.ranks)) > 1:
        raise Apart
    args = [at.lifted(k) for k in range(len(at.args))]
    return at.again(*args, **_axis(at, at.op.attrs.get("axis", first)))


@batching(runtime.at_rank, runtime.others, runtime.softmax)
def over(at: Many) -> Atom:
    """Gates over axes whose result has the shape of the operand."""
    n = at.rank(0)
    if n == 0:
        raise Apart
    if at.op.gate.function is runtime.at_rank:
        if at.led(1):
            raise Apart
        args = list(at.args)
    else:
        if set(at.ranks) != {n}:
            raise Apart
        args = [at.lifted(k) for k in range(len(at.args))]
    return at.again(*args, axis=at.moved(at.names["axis"], n))


@batching(np.flip)
def flip(at: Many) -> Atom:
    """`np.flip(x)` becomes `np.flip(x, axis=1)`."""
    return at.again(at.args[0], axis=at.moved(at.names["axis"], at.rank(0)))


@batching(np.fliplr)
def fliplr(at: Many) -> Atom:
    """`np.fliplr(x)` becomes `np.flip(x, axis=2)`."""
    return at.apply(np.flip, at.args[0], axis=2)


@batching(np.flipud)
def flipud(at: Many) -> Atom:
    """`np.flipud(x)` becomes `np.flip(x, axis=1)`."""
    return at.apply(np.flip, at.args[0], axis=1)


@batching(core.flipped)
def flipped(at: Many) -> Atom:
    """`x[::-1]` becomes `x[:, ::-1]`."""
    if at.rank(0) == 0:
        raise Apart
    return at.load(at.args[0], (slice(None), slice(None, None, -1)))


@batching(np.roll)
def roll(at: Many) -> Atom:
    """`np.roll(x, k)` becomes `np.roll(x, k, axis=1)`, of a vector."""
    n, axis = at.rank(0), at.names["axis"]
    if at.led(1) or not isinstance(at.type(1), Scalar) or (axis is None and n != 1):
        raise Apart
    return at.again(*at.args, axis=at.moved(axis, n))


@batching(np.repeat, runtime.unrepeated)
def repeat(at: Many) -> Atom:
    """`np.repeat(x, k)` becomes `np.repeat(x, k, axis=1)`, of a vector."""
    n, axis = at.rank(0), at.names["axis"]
    times = len(at.args) - 1
    of_x = 1 if at.op.gate.function is runtime.unrepeated else 0
    if at.led(times) or (axis is None and at.rank(of_x) != 1) or not n:
        raise Apart
    args = [*(at.lifted(k) for k in range(times)), at.args[times]]
    return at.again(*args, axis=at.moved(axis, n))


@batching(np.take)
def take(at: Many) -> Atom:
    """`np.take(x, i)` becomes `np.take(x, i, axis=1)`, of a vector."""
    n, axis = at.rank(0), at.names["axis"]
    if axis is None and n != 1:
        raise Apart
    if not at.led(1):
        return at.again(*at.args, axis=at.moved(axis, n))
    if at.led(0) or (axis or 0) % n:
        raise Apart
    return at.again(*at.args, axis=0)


FOURIER = (np.fft.fft, np.fft.ifft, np.fft.rfft, np.fft.irfft)


@batching(*FOURIER, runtime.doubled)
def fourier(at: Many) -> Atom:
    """A transform along one axis, the last where none is given."""
    if any(at.led(k) for k in range(1, len(at.args))) and at.op.gate.function in FOURIER:
        raise Apart
    args = [at.lifted(k) for k in range(2)] if at.op.gate.function is runtime.doubled else at.args
    axis = at.op.attrs.get("axis", -1)
    return at.again(*args, **({} if axis == -1 else {"axis": at.moved(axis, at.rank(0))}))


FOURIER_OVER = {
    getattr(np.fft, name): 2 if name.endswith("2") else None
    for name in ("fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn")
}


@batching(*FOURIER_OVER, np.fft.fftshift, np.fft.ifftshift)
def fourier_over(at: Many) -> Atom:
    """A transform over several axes."""
    if len(at.args) > 1:
        raise Apart
    axes, last = at.op.attrs.get("axes"), FOURIER_OVER.get(at.op.gate.function)
    if axes is None and (last or at.op.attrs.get("s") is not None):
        return at.again(at.args[0])
    return at.again(at.args[0], axes=at.moved(axes, at.rank(0)))


@batching(np.searchsorted)
def searchsorted(at: Many) -> Atom:
    """Many numbers looked up in one table."""
    if at.led(0):
        raise Apart
    return at.again(*at.args)


@batching(np.digitize, np.interp, runtime.interp_slope)
def looked_up(at: Many) -> Atom:
    """Many numbers looked up in one table."""
    if any(at.led(k) for k in range(1, len(at.args))):
        raise Apart
    return at.again(*at.args)


@batching(np.polyval)
def polyval(at: Many) -> Atom:
    """One polynomial at many points."""
    if at.led(0):
        raise Apart
    return at.again(*at.args)


@batching(sum)
def summed(at: Many) -> Atom:
    """`sum(x)` becomes `np.sum(x, axis=1)`."""
    if at.rank(0) == 0:
        raise Apart
    found = at.apply(np.sum, at.lifted(0), axis=1)
    if len(at.args) == 1 or at.args[1] == Const(0):
        return found
    return at.apply(operator.add, found, at.aligned(1, at.rank(0) - 1))
