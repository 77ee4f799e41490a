"""Products, running sums and products, and sorting."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, blocked, custom, reshape
from adcompiler.gates.reductions import (
    OPTIONS,
    chosen_prod,
    lever_of_prod,
    optioned,
    weighted,
)
from adcompiler.gates.table import CREATED, gate, method, rule
from adcompiler.gates.texts import apply_function, macro
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import rank


def _others(at: Place) -> Atom:
    """Append the product of all other elements: the derivative of a product by each."""
    axis = at.names["axis"]
    attrs = {} if axis is None else {"axis": axis}
    return at.b.apply(gate(runtime.others), at.names["x"], attrs=attrs)


def _others_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """All derivatives of a product are symmetric: the operand's place goes to `g`."""
    x, *along = at.op.args
    if index > 0:
        along[index - 1] = g
    else:
        along.append(g)
    return at.b.apply(at.op.gate, x, *along, attrs=dict(at.op.attrs))


def _others_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [_others_pull(at, k, t) for k, t in tangents.items()]
    return ops.summed(at.b, [p for p in parts if p is not None])


rule(np.prod, optioned(weighted(_others), chosen_prod, lever_of_prod),
     call=OPTIONS + ", initial=None, where=True", shape=shapes.reduction(np.prod))
rule(runtime.others, custom(_others_pull, _others_push), call="x, *along, axis=None",
     shape=shapes.like_operand(0), name="others")


@macro
def summed_back(b: Builder, g: Atom, x: Atom, axis: int | None) -> Atom:
    """Return the running sum from the other end: the transpose of a running sum."""
    n = rank(type_of(x))
    if axis is None and n != 1:
        flat = summed_back(b, g, g, 0)
        return apply_function(b, np.reshape, [flat, b.apply(gate(core.shape), x)], {})
    if axis in (0, None) or (axis == -1 and n == 1):
        turned = b.apply(gate(core.flipped), g)
        over = {} if n == 1 or axis is None else {"axis": 0}
        return b.apply(gate(core.flipped), b.apply(gate(np.cumsum), turned, attrs=over))
    attrs = {"axis": axis}
    turned = b.apply(gate(np.flip), g, attrs=attrs)
    return b.apply(gate(np.flip), b.apply(gate(np.cumsum), turned, attrs=attrs), attrs=attrs)


def _flat(at: Place, x: Atom) -> tuple[Atom, dict[str, int]]:
    """Return the operand as the running product walks it, and along which axis."""
    axis = at.names["axis"]
    if axis is not None:
        return x, {"axis": axis} if axis else {}
    return (x if rank(type_of(x)) == 1 else apply_function(at.b, np.ravel, [x], {})), {}


def _cumprod_pull(at: Place, index: int, g: Atom) -> Atom | None:
    x, along = _flat(at, at.op.args[0])
    left = at.b.apply(gate(runtime.before), at.op.out, attrs={**along, "first": 1.0})
    right = at.b.apply(gate(runtime.recur_back), x, g, attrs=along)
    found = ops.times(at.b, left, right)
    return found if x is at.op.args[0] else at.text("np.reshape(g, x.shape)", g=found)


def _cumprod_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    x, along = _flat(at, at.op.args[0])
    t, _ = _flat(at, tangents[0])
    left = at.b.apply(gate(runtime.before), at.op.out, attrs={**along, "first": 1.0})
    return at.b.apply(gate(runtime.recur), x, ops.times(at.b, left, t), attrs=along)


def _axis_of(at: Place) -> dict[str, int]:
    return {k: v for k, v in at.op.attrs.items() if k == "axis"}


def _shift(function: object, at: Place, x: Atom) -> Atom:
    return at.b.apply(gate(function), x, attrs=_axis_of(at))


def _recur_pull(at: Place, index: int, g: Atom) -> Atom | None:
    b = at.b.apply(gate(runtime.recur_back), at.op.args[0], g, attrs=_axis_of(at))
    return b if index == 1 else ops.times(at.b, b, _shift(runtime.before, at, at.op.out))


def _recur_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [tangents[1]] if 1 in tangents else []
    if 0 in tangents:
        parts.append(ops.times(at.b, tangents[0], _shift(runtime.before, at, at.op.out)))
    return at.b.apply(at.op.gate, at.op.args[0], ops.summed(at.b, parts), attrs=_axis_of(at))


def _recur_back_pull(at: Place, index: int, g: Atom) -> Atom | None:
    b = at.b.apply(gate(runtime.recur), at.op.args[0], g, attrs=_axis_of(at))
    return b if index == 1 else ops.times(at.b, _shift(runtime.before, at, b), at.op.out)


def _recur_back_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [tangents[1]] if 1 in tangents else []
    if 0 in tangents:
        parts.append(_shift(runtime.after, at, ops.times(at.b, tangents[0], at.op.out)))
    return at.b.apply(at.op.gate, at.op.args[0], ops.summed(at.b, parts), attrs=_axis_of(at))


def _shift_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return _shift(at.op.gate.function, at, tangents[0])


rule(np.cumsum, reshape("summed_back(g, x, axis)"), call="x, *, axis=None",
     shape=shapes.cumulated)
rule(np.flip, reshape("np.flip(g, axis=axis)"), call="x, *, axis=None", shape=shapes.same,
     view=True)
rule(np.cumprod, custom(_cumprod_pull, _cumprod_push), call="x, *, axis=None",
     shape=shapes.cumulated)
rule(runtime.recur, custom(_recur_pull, _recur_push), call="a, b, *, axis=0",
     shape=shapes.recurred, name="recur")
rule(runtime.recur_back, custom(_recur_back_pull, _recur_back_push), call="a, b, *, axis=0",
     shape=shapes.recurred, name="recur_back")
rule(runtime.before, custom(lambda at, index, g: _shift(runtime.after, at, g), _shift_push),
     call="x, *, axis=0, first=0.0", shape=shapes.same, name="before")
rule(runtime.after, custom(lambda at, index, g: _shift(runtime.before, at, g), _shift_push),
     call="x, *, axis=0", shape=shapes.same, name="after")


def _sort_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    order = at.text("np.argsort(x, axis=axis, kind='stable')")
    return at.text("np.take_along_axis(t, order, axis=axis)", t=tangents[0], order=order)


def _unsorted_pull(at: Place, index: int, g: Atom) -> Atom | None:
    order = at.text("np.argsort(x, axis=axis, kind='stable')")
    take = "np.take_along_axis(h, order, axis=axis)"
    return at.text(take, h=g, order=order) if index == 0 else None


def _unsorted_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return at.text("unsorted(t, x, axis=axis)", t=tangents[0]) if 0 in tangents else None


def _along_pull(at: Place, index: int, g: Atom) -> Atom | None:
    text = "put_along(g, x, indices, axis=axis)"
    return at.text(text, g=g) if index == 0 else None


def _along_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return at.text("np.take_along_axis(t, indices, axis=axis)", t=tangents[0])


def _put_pull(at: Place, index: int, g: Atom) -> Atom | None:
    take = "np.take_along_axis(h, indices, axis=axis)"
    return at.text(take, h=g) if index == 0 else None


def _put_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    text = "put_along(t, x, indices, axis=axis)"
    return at.text(text, t=tangents[0]) if 0 in tangents else None


rule(np.sort, custom(lambda at, index, g: at.text("unsorted(g, x, axis=axis)", g=g), _sort_push),
     call="x, *, axis=-1, kind=None, stable=None", shape=shapes.ordered)
rule(runtime.unsorted, custom(_unsorted_pull, _unsorted_push), call="g, x, *, axis=-1",
     shape=shapes.spread_like, name="unsorted")
rule(np.take_along_axis, custom(_along_pull, _along_push), call="x, indices, *, axis",
     shape=shapes.taken_along)
rule(runtime.put_along, custom(_put_pull, _put_push), call="g, x, indices, *, axis",
     shape=shapes.second, name="put_along")
rule(np.partition, custom(
    lambda at, index, g: at.text("unsorted(np.take_along_axis(g, np.argsort(out, axis=axis, "
                                 "kind='stable'), axis=axis), x, axis=axis)", g=g),
    lambda at, tangents: at.text("unsorted(np.take_along_axis(t, np.argsort(x, axis=axis, "
                                 "kind='stable'), axis=axis), out, axis=axis)", t=tangents[0])),
    call="x, *, kth, axis=-1, kind='introselect'", shape=shapes.ordered)
rule(runtime.records, blocked("integers"), call="x, *, axis=0, least=False", shape=shapes.places,
     name="records")
rule(np.tri, blocked(CREATED), call="n, m=None, k=0", shape=shapes.identity)

for _name, _function in (("prod", np.prod), ("cumsum", np.cumsum), ("cumprod", np.cumprod)):
    method(_name, _function)
