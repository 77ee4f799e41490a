"""Differences, diagonals, triangles, rolls, repetitions, padding and parts taken by number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse, unranked
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, blocked, custom, linear, reshape
from adcompiler.gates.table import gate, method, rule
from adcompiler.gates.texts import apply_function, macro
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom, Const, Slot, Value
from adcompiler.ir.types import BOOL, Scalar, Tree, rank


@macro
def size_of(b: Builder, x: Atom, axis: Const) -> Atom:
    """Return the size of an array along one axis."""
    return b.apply(gate(core.size_of), x, attrs={"axis": axis.value})


@macro
def size(b: Builder, x: Atom) -> Atom:
    """Return the number of elements."""
    return b.apply(gate(core.size), x)


def known_rank(at: Place) -> int:
    """Return the rank of the first operand, refused where it is not known."""
    n = rank(type_of(at.op.args[0]))
    if n is None:
        raise unranked(at.op.gate.name, at.op.span)
    return n


def of_rank(n: int) -> Any:
    """Return the condition that the first operand has this rank."""
    return lambda x, *rest: rank(x) == n


def _diff_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The transpose of a difference is minus the difference, with zeros beyond both ends."""
    names = at.names
    axis = {} if names["axis"] == -1 else {"axis": names["axis"]}
    for k in range(names["n"]):
        last = k == names["n"] - 1
        ends = {e: 0.0 for e in ("prepend", "append") if not last or names[e] is None}
        g = at.b.apply(gate(np.diff), g, attrs={**axis, **ends})
    return ops.negative(at.b, g) if names["n"] % 2 else g


def _diff_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    attrs = {k: 0.0 if k in ("prepend", "append") else v for k, v in at.op.attrs.items()}
    return at.b.apply(at.op.gate, tangents[0], attrs=attrs)


DIAGONAL = "x, *, offset=0, axis1=0, axis2=1"
rule(np.diff, custom(_diff_pull, _diff_push),
     call="x, *, n=1, axis=-1, prepend=None, append=None", shape=shapes.differences)
rule(np.diagonal, linear("on_diagonal(g, x, offset=offset, axis1=axis1, axis2=axis2)"),
     call=DIAGONAL, shape=shapes.diagonal, view=True)
rule(np.trace, linear("g * np.eye(size_of(x, 0), size_of(x, 1), k=offset)"),
     when=of_rank(2), call=DIAGONAL, shape=shapes.trace)
rule(np.trace, linear("on_diagonal(np.expand_dims(g, axis=-1), x, offset=offset, axis1=axis1, "
                      "axis2=axis2)"))
rule(np.diag, linear("np.diag(g, k)"), when=of_rank(1), call="x, k=0", shape=shapes.diag,
     view=True)
rule(np.diag, linear("on_diagonal(g, x, offset=k)"), when=of_rank(2))
rule(np.tril, linear("np.tril(g, k)"), call="x, k=0", shape=shapes.triangle)
rule(np.triu, linear("np.triu(g, k)"), call="x, k=0", shape=shapes.triangle)
rule(np.moveaxis, reshape("np.moveaxis(g, source=destination, destination=source)"),
     call="x, *, source, destination", shape=shapes.moved, view=True)
rule(np.fliplr, reshape("np.fliplr(g)"), call="x", shape=shapes.same, view=True)
rule(np.flipud, reshape("np.flipud(g)"), call="x", shape=shapes.same, view=True)


def _on_diagonal_pull(at: Place, index: int, g: Atom) -> Atom | None:
    text = "np.diagonal(h, offset=offset, axis1=axis1, axis2=axis2)"
    return at.text(text, h=g) if index == 0 else None


def first_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    """The tangent of a gate that is linear in its first operand and constant in the others."""
    if 0 not in tangents:
        return None
    return at.b.apply(at.op.gate, tangents[0], *at.op.args[1:], attrs=dict(at.op.attrs))


rule(runtime.on_diagonal, custom(_on_diagonal_pull, first_push),
     call="g, x, *, offset=0, axis1=0, axis2=1", shape=shapes.second, name="on_diagonal")


def _roll_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index:
        return None
    several = isinstance(type_of(at.op.args[1]), Tree)
    back = at.text("np.negative(shift)" if several else "-shift")
    return at.text("np.roll(g, back, axis=axis)", g=g, back=back)


def _repeat_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index:
        return None
    n, axis, times = rank(type_of(at.op.args[0])), at.names["axis"], at.op.args[1]
    if n is None or not isinstance(type_of(times), Scalar):
        return at.text("unrepeated(g, x, repeats, axis=axis)", g=g)
    if axis is None:
        sizes = "(size_of(x, 0), repeats)" if n == 1 else "(size(x), repeats)"
        rows = at.text(f"np.reshape(g, {sizes})", g=g)
        summed = at.b.apply(gate(np.sum), rows, attrs={"axis": 1})
        return summed if n == 1 else at.text("np.reshape(h, x.shape)", h=summed)
    at_axis = axis % n
    shape: list[Atom] = [size_of(at.b, at.op.args[0], Const(k)) for k in range(n)]
    shape.insert(at_axis + 1, times)
    split = apply_function(at.b, np.reshape, [g, tuple(shape)], {})
    return at.b.apply(gate(np.sum), split, attrs={"axis": at_axis + 1})


def _unrepeated_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.text("np.repeat(h, repeats, axis=axis)", h=g) if index == 0 else None


def _tile_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Count the copies on axes of their own, and sum over these."""
    n, reps = known_rank(at), at.names["reps"]
    reps = reps if isinstance(reps, tuple) else (reps,)
    shape: list[Any] = []
    copies: list[int] = []
    for k in range(max(n, len(reps))):
        times = reps[k - (max(n, len(reps)) - len(reps))] if k >= n - len(reps) else 1
        if times != 1:
            copies.append(len(shape))
            shape.append(Const(times))
        if k >= len(reps) - n:
            shape.append(size_of(at.b, at.op.args[0], Const(k - max(0, len(reps) - n))))
    split = apply_function(at.b, np.reshape, [g, tuple(shape)], {})
    if not copies:
        return split
    axis = copies[0] if len(copies) == 1 else tuple(copies)
    return at.b.apply(gate(np.sum), split, attrs={"axis": axis})


def _pad_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Cut off what was added around, or add it to where it was taken from."""
    mode = at.names["mode"]
    if mode in GATHERED and index == 0:
        text = "unpadded(g, x, pad_width=pad_width, mode=mode)"
        return at.text(text, g=g)
    if mode != "constant":
        raise refuse("AD204", f"np.pad(..., mode={mode!r})", at.op.span, "here", GATHERED_HINT)
    if index > 0:
        inner = at.b.apply(gate(np.sum), _cut(at, g))
        return at.text("np.sum(g) - inner", g=g, inner=inner)
    return _cut(at, g)


GATHERED = ("edge", "reflect", "symmetric", "wrap")
GATHERED_HINT = "covered: every mode but 'empty', reflections of the even kind"


def _cut(at: Place, g: Atom) -> Atom:
    around = widths(at.names["pad_width"], known_rank(at))
    where = tuple(slice(low or None, -high or None) for low, high in around)
    return at.b.apply(gate(core.load), g, attrs={"index": where[0] if len(where) == 1 else where})


def widths(width: Any, n: int) -> list[tuple[int, int]]:
    """Return the widths added before and after each of `n` axes, as `np.pad` reads them.

    >>> widths(1, 2), widths((0, 3), 1), widths(((1, 2), (0, 0)), 2)
    ([(1, 1), (1, 1)], [(0, 3)], [(1, 2), (0, 0)])
    """
    pairs = np.broadcast_to(width, (n, 2))
    return [(int(a), int(b)) for a, b in pairs]


def _pad_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    """A varying number around moves with its own tangent."""
    attrs = {k: v for k, v in at.op.attrs.items() if k != "constant_values"}
    x = tangents.get(0)
    if x is None:
        x = ops.zero_like(at.b, at.op.args[0]) if isinstance(at.op.args[0], Value) else ops.ZERO
    if 1 not in tangents:
        return at.b.apply(at.op.gate, x, attrs=attrs)
    attrs["constant_values"] = Slot(1)
    return at.b.apply(at.op.gate, x, tangents[1], attrs=attrs)


def _take_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Add into zeros where the parts were taken from."""
    if index:
        return None
    x, axis = at.op.args[0], at.names["axis"]
    assert isinstance(x, Value)
    if axis is None and rank(type_of(x)) != 1:
        flat = apply_function(at.b, np.ravel, [x], {})
        back = _added(at, flat, g, 0)
        return apply_function(at.b, np.reshape, [back, at.b.apply(gate(core.shape), x)], {})
    return _added(at, x, g, axis or 0)


def _added(at: Place, x: Atom, g: Atom, axis: int) -> Atom:
    part: tuple[Any, ...] = (*([slice(None)] * axis), Slot(2))
    if axis < 0:
        part = (Ellipsis, Slot(2), *([slice(None)] * (-axis - 1)))
    zeros = at.b.apply(gate(np.zeros_like), x)
    attrs = {"index": part if len(part) > 1 else Slot(2)}
    return at.b.apply(gate(core.accumulate), zeros, g, at.op.args[1], attrs=attrs)


rule(np.roll, custom(_roll_pull, first_push), call="x, shift, *, axis=None", shape=shapes.same)
rule(np.repeat, custom(_repeat_pull, first_push), call="x, repeats, *, axis=None",
     shape=shapes.repeated)
rule(runtime.unrepeated, custom(_unrepeated_pull, first_push), call="g, x, repeats, *, axis=None",
     shape=shapes.second, name="unrepeated")
rule(np.tile, custom(_tile_pull, first_push), call="x, *, reps", shape=shapes.tiled)
rule(np.pad, custom(_pad_pull, _pad_push),
     call="x, *, pad_width, mode='constant', constant_values=0", shape=shapes.padded)
rule(runtime.unpadded, custom(
    lambda at, index, g: at.text("np.pad(h, pad_width=pad_width, mode=mode)", h=g)
    if index == 0 else None, first_push),
    call="g, x, *, pad_width, mode", shape=shapes.spread_like, name="unpadded")
rule(np.take, custom(_take_pull, first_push), call="x, indices, *, axis=None", shape=shapes.taken)
rule(np.bincount, blocked("integers"), when=lambda x, *rest: not rest,
     call="x, weights=None, *, minlength=0", shape=shapes.counts)
rule(np.bincount, custom(
    lambda at, index, g: at.text("np.take(g, x)", g=g) if index == 1 else None,
    lambda at, tangents: at.b.apply(at.op.gate, at.op.args[0], tangents[1],
                                    attrs=dict(at.op.attrs)) if 1 in tangents else None))
rule(np.searchsorted, blocked("integers"), call="x, y, *, side='left'", shape=shapes.places_second)
rule(np.digitize, blocked("integers"), call="x, y, *, right=False", shape=shapes.places)
rule(np.flatnonzero, blocked("integers"), call="x", shape=shapes.picked)
rule(np.isclose, blocked("a truth value"), call="x, y, *, rtol=1e-05, atol=1e-08",
     shape=shapes.ufunc(np.equal))
rule(np.allclose, blocked("a truth value"), call="x, y, *, rtol=1e-05, atol=1e-08",
     shape=shapes.always(BOOL))
rule(np.array_equal, blocked("a truth value"), call="x, y", shape=shapes.always(BOOL))

for _name, _function in (("diagonal", np.diagonal), ("trace", np.trace), ("repeat", np.repeat),
                         ("take", np.take)):
    method(_name, _function)
