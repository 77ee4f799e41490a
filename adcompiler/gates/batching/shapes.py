"""Gates that rearrange and join arrays: shapes begin with the number of examples."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.arranging import widths
from adcompiler.gates.batching.place import Apart, Many, batching, product, shape_slots
from adcompiler.gates.table import slots_in
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const, Slot, made_by
from adcompiler.ir.types import Array, Scalar, Tree, rank


def asked_shape(at: Many) -> list[Atom]:
    """Return the sizes that a `shape` option asks of one example."""
    shape = at.op.attrs.get("shape")
    if any(at.how[s.index] != "shared" for s in slots_in(shape)):
        raise Apart
    if isinstance(shape, Slot):
        atom = at.args[shape.index]
        type_ = at.type(shape.index)
        if isinstance(type_, Scalar):
            return [atom]
        if not isinstance(type_, Tree):
            raise Apart
        made = made_by(at.b.made, atom)
        if made is not None and made.gate.function is core.pack:
            return list(made.args)
        return [at.apply(core.item, atom, key=k) for k in range(len(type_.items))]
    found = shape if isinstance(shape, tuple) else (shape,)
    return [at.args[s.index] if isinstance(s, Slot) else Const(s) for s in found]


def reshaped(at: Many, x: Atom, sizes: list[Atom]) -> Atom:
    """Return `x` with these axes after that of the examples."""
    unknown = [k for k, s in enumerate(sizes) if isinstance(s, Const) and s.value == -1]
    if unknown:
        rest = [s for k, s in enumerate(sizes) if k not in unknown]
        total, taken = product(at, at.sizes(0)), product(at, rest)
        if taken != Const(1):
            total = at.apply(operator.floordiv, total, taken)
        sizes = [total if k in unknown else s for k, s in enumerate(sizes)]
    pattern, operands = shape_slots([at.size, *sizes], 1)
    return at.apply(np.reshape, x, *operands, shape=pattern)


@batching(np.reshape)
def reshape(at: Many) -> Atom:
    """`np.reshape(x, (2, 3))` becomes `np.reshape(x, (len(x), 2, 3))`."""
    if not at.led(0):
        raise Apart
    at.rank(0)
    shape = at.op.attrs.get("shape")
    if isinstance(shape, Slot):
        like = whole(at, at.args[shape.index])
        if like is not None:
            return at.apply(np.reshape, at.args[0], at.apply(core.shape, like), shape=Slot(1))
    return reshaped(at, at.args[0], asked_shape(at))


def whole(at: Many, shape: Atom) -> Atom | None:
    """Return the array with the axis of the examples of which this is the shape without it."""
    made = made_by(at.b.made, shape)
    if made is None or made.gate.function is not core.pack or not made.args:
        return None
    found: set[Atom] = set()
    for k, atom in enumerate(made.args):
        size = made_by(at.b.made, atom)
        if size is None or size.gate.function is not core.size_of:
            return None
        if size.attrs["axis"] != k + 1:
            return None
        found.add(size.args[0])
    whole = next(iter(found)) if len(found) == 1 else None
    return whole if whole is not None and rank(type_of(whole)) == len(made.args) + 1 else None


@batching(np.ravel)
def ravel(at: Many) -> Atom:
    """`np.ravel(x)` becomes `np.reshape(x, (len(x), x.shape[1] * x.shape[2]))`."""
    return at.args[0] if at.rank(0) == 1 else reshaped(at, at.args[0], [Const(-1)])


@batching(np.transpose)
def transpose(at: Many) -> Atom:
    """`x.T` becomes `np.swapaxes(x, 1, 2)`."""
    n, axes = at.rank(0), at.names["axes"]
    if axes is None:
        axes = tuple(range(n))[::-1]
    if not isinstance(axes, tuple) or not all(isinstance(a, int) for a in axes):
        raise Apart
    if n < 2:
        return at.args[0]
    if n == 2 and [a % 2 for a in axes] == [1, 0]:
        x = at.args[0]
        made = made_by(at.b.made, x)
        if made is not None and made.gate.function is np.swapaxes:
            if made.args[1:] == (Const(1), Const(2)):
                return made.args[0]
        return at.apply(np.swapaxes, at.args[0], Const(1), Const(2))
    return at.apply(np.transpose, at.args[0], axes=(0, *(a % n + 1 for a in axes)))


@batching(np.swapaxes)
def swapaxes(at: Many) -> Atom:
    """`np.swapaxes(x, 0, 1)` becomes `np.swapaxes(x, 1, 2)`."""
    n, axes = at.rank(0), at.args[1:]
    known = [a.value for a in axes if isinstance(a, Const)]
    if len(known) < len(axes):
        raise Apart
    return at.again(at.args[0], *(Const(at.moved(a, n)) for a in known))


@batching(np.moveaxis)
def moveaxis(at: Many) -> Atom:
    """`np.moveaxis` of the axes after the first."""
    ends = {k: at.moved(at.op.attrs[k], at.rank(0)) for k in ("source", "destination")}
    return at.again(at.args[0], **ends)


@batching(np.expand_dims)
def expand_dims(at: Many) -> Atom:
    """`np.expand_dims(x, 0)` becomes `np.expand_dims(x, 1)`."""
    return at.again(at.args[0], axis=at.moved(at.op.attrs["axis"], at.rank(0)))


@batching(np.squeeze)
def squeeze(at: Many) -> Atom:
    """`np.squeeze(x)` drops the axes of size 1, that of one example never."""
    type_, axis = at.type(0), at.names["axis"]
    if axis is None:
        if not isinstance(type_, Array) or any(d.one is None for d in type_.dims):
            raise Apart
        axis = tuple(k for k, d in enumerate(type_.dims) if d.one)
    if axis == ():
        return at.args[0]
    return at.again(at.args[0], axis=at.moved(axis, at.rank(0)))


@batching(np.broadcast_to)
def broadcast_to(at: Many) -> Atom:
    """`np.broadcast_to(x, shape)` begins with the number of examples."""
    if not at.led(0):
        raise Apart
    sizes = asked_shape(at)
    pattern, operands = shape_slots([at.size, *sizes], 1)
    x = at.aligned(0, len(sizes))
    return at.apply(np.broadcast_to, x, *operands, shape=pattern)


@batching(core.broadcast_like)
def broadcast_like(at: Many) -> Atom:
    """`np.broadcast_to(g, x.shape)` of one value for each example."""
    n = at.rank(1)
    g = at.aligned(0, n)
    if at.led(1):
        return at.apply(core.broadcast_like, g, at.args[1])
    pattern, operands = shape_slots([at.size, *at.sizes(1)], 1)
    return at.apply(np.broadcast_to, g, *operands, shape=pattern)


@batching(runtime.fit, runtime.like)
def fit(at: Many) -> Atom:
    """Sum what was broadcast, but not over the examples."""
    have, want = at.ranks
    g = at.args[0]
    likes = at.op.gate.function is runtime.like
    if not at.led(0):
        g = at.lifted(0)
    elif have > want:
        axes = tuple(range(1, have - want + 1))
        g = at.apply(np.sum, g, axis=axes[0] if len(axes) == 1 else axes)
    elif have < want:
        g = at.behind(g, want - have)
        g = at.apply(core.broadcast_like, g, at.lifted(1))
    if want == 0 and not likes:
        return g
    return at.again(g, at.lifted(1))


@batching(core.concatenate, core.stack)
def joined(at: Many) -> Atom:
    """`np.concatenate([x, y])` becomes `np.concatenate([x, y], axis=1)`."""
    n, axis = max(at.ranks), at.op.attrs.get("axis", 0)
    if len(set(at.ranks)) > 1 or (n == 0 and at.op.gate.function is core.concatenate):
        raise Apart
    args = [at.lifted(k) for k in range(len(at.args))]
    return at.again(*args, axis=at.moved(axis, n))


@batching(runtime.piece)
def piece(at: Many) -> Atom:
    """The part of a joined array, along an axis after the first."""
    args = [at.lifted(k) for k in range(len(at.args))]
    return at.again(*args, axis=at.moved(at.op.attrs.get("axis", 0), at.rank(0)))


@batching(runtime.placed)
def placed(at: Many) -> Atom:
    """Zeros with a part filled in, along an axis after the first."""
    args = [at.lifted(k) for k in range(len(at.args))]
    return at.again(*args, axis=at.moved(at.op.attrs.get("axis", 0), at.rank(1)))


@batching(runtime.resized)
def resized(at: Many) -> Atom:
    """What was cut off, or padded, but not along the axis of the examples."""
    if len(set(at.ranks)) > 1:
        raise Apart
    return at.again(at.lifted(0), at.lifted(1))


@batching(np.array, np.asarray)
def array(at: Many) -> Atom:
    """`np.array(x)` of an array for each example."""
    if at.op.attrs.get("dtype") is not None or at.op.gate.function is np.array:
        return at.again(at.args[0])
    return at.args[0]


@batching(np.tile)
def tile(at: Many) -> Atom:
    """`np.tile(x, (2, 3))` repeats the axes at the end."""
    reps, n = at.op.attrs["reps"], at.rank(0)
    reps = reps if isinstance(reps, tuple) else (reps,)
    x = at.args[0]
    return at.again(at.behind(x, max(0, len(reps) - n)))


@batching(np.pad)
def pad(at: Many) -> Atom:
    """`np.pad(x, 1)` becomes `np.pad(x, ((0, 0), (1, 1)))`."""
    around = widths(at.op.attrs["pad_width"], at.rank(0))
    return at.again(at.args[0], pad_width=((0, 0), *around))


@batching(np.diagonal, np.trace, runtime.on_diagonal)
def diagonal(at: Many) -> Atom:
    """`np.diagonal(x)` becomes `np.diagonal(x, axis1=1, axis2=2)`."""
    n = at.rank(len(at.args) - 1)
    axes = {k: at.moved(at.op.attrs.get(k, d), n) for k, d in (("axis1", 0), ("axis2", 1))}
    return at.again(*(at.lifted(k) for k in range(len(at.args))), **axes)


@batching(np.diag)
def diag(at: Many) -> Atom:
    """`np.diag(x)` of a matrix becomes `np.diagonal(x, axis1=1, axis2=2)`."""
    k = at.names["k"]
    if isinstance(k, Const):
        k = k.value
    if at.rank(0) == 2 and isinstance(k, int):
        offset = {"offset": k} if k else {}
        return at.apply(np.diagonal, at.args[0], **offset, axis1=1, axis2=2)
    if at.rank(0) == 1 and k == 0:
        n = at.apply(core.size_of, at.args[0], axis=1)
        return at.apply(np.multiply, at.behind(at.args[0], 1), at.apply(np.eye, n))
    raise Apart


@batching(np.tril, np.triu)
def triangle(at: Many) -> Atom:
    """`np.tril(x)` of matrices."""
    if at.rank(0) < 2 or any(at.led(k) for k in range(1, len(at.args))):
        raise Apart
    return at.again(*at.args)


@batching(np.full)
def full(at: Many) -> Atom:
    """`np.full(shape, v)` of one value for each example."""
    value = next((k for k in range(len(at.args)) if at.led(k)), None)
    if value is None or at.rank(value):
        raise Apart
    sizes = asked_shape(at)
    pattern, operands = shape_slots([at.size, *sizes], 1)
    wide = at.apply(
        np.broadcast_to, at.behind(at.args[value], len(sizes)), *operands, shape=pattern
    )
    if at.op.attrs.get("dtype") is not None:
        return at.apply(core.astype, wide, dtype=at.op.attrs["dtype"])
    return wide


# -- what is asked of a shape is the same for all examples --------------------------------------


def size_along(at: Many, k: int, axis: int) -> Atom:
    """Return the size along an axis of one example."""
    return at.apply(core.size_of, at.args[k], axis=at.moved(axis, at.rank(k)))


def shape(at: Many) -> Atom:
    """`x.shape` of one example."""
    return at.apply(core.pack, *at.sizes(0), kind="tuple")


def size(at: Many) -> Atom:
    """`x.size` of one example."""
    return product(at, at.sizes(0))


OF_SHAPE: dict[Any, Any] = {
    core.shape: shape,
    np.shape: shape,
    core.size: size,
    np.size: size,
    core.size_of: lambda at: size_along(at, 0, at.op.attrs["axis"]),
    len: lambda at: size_along(at, 0, 0),
    np.ndim: lambda at: Const(at.rank(0)),
    core.dtype_of: lambda at: at.apply(core.dtype_of, at.args[0]),
}
