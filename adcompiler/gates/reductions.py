"""Sums, means and extremes over axes."""

from __future__ import annotations

import math
import operator
import statistics
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Custom, Place, again, blocked, called, custom, reduce
from adcompiler.gates.table import gate, method, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import FLOAT, Scalar, Seq, Tree

OVER_AXES = "x, *, axis=None, keepdims=False"


def axes_of(at: Place) -> dict[str, Any]:
    """Return the axes of a reduction, without how it was written."""
    return {k: v for k, v in at.op.attrs.items() if k in ("axis", "keepdims")}


def winners(at: Place, x: Atom, best: Atom | None = None) -> Atom:
    """Append the share of each element: 1 for the extreme one, split evenly among ties."""
    axis = at.names["axis"]
    won = at.text("x == best", x=x, best=kept(at, at.op.out) if best is None else best)
    called("won", won)
    if axis is None:
        ties = apply_function(at.b, np.sum, [won], {})
    else:
        ties = apply_function(at.b, np.sum, [won], {"axis": axis, "keepdims": True})
    return at.text("won / ties", won=won, ties=ties)


def kept(at: Place, r: Atom) -> Atom:
    """Append a result of the reduction with its axes kept, ready to meet the operand."""
    axis = at.names["axis"]
    if axis is None or at.names["keepdims"]:
        return r
    return at.b.apply(gate(np.expand_dims), r, attrs={"axis": axis})


def weighted(weights: Callable[[Place], Atom]) -> Custom:
    """A reduction whose result moves with each element by a weight."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        at = listed(at)
        return ops.scaled(at.b, weights(at), kept(at, g))

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        at = listed(at)
        return apply_function(
            at.b, np.sum, [ops.times(at.b, weights(at), tangents[0])], axes_of(at)
        )

    return custom(pull, push)


def listed(at: Place) -> Place:
    """Return the place with the operand as an array where it is a list."""
    x = at.op.args[0]
    if not isinstance(type_of(x), Seq | Tree):
        return at
    args = (at.b.apply(gate(np.asarray), x), *at.op.args[1:])
    return replace(at, op=replace(at.op, args=args))


def _variance(at: Place) -> Atom:
    """Append the derivative of a variance: twice the distance from the mean, over the count."""
    return at.text("2.0 * centred / n", centred=_centred(at), n=_freedom(at))


def _deviation(at: Place) -> Atom:
    """Append the derivative of a standard deviation, 0 where the data is constant."""
    n, out = _freedom(at), kept(at, at.op.out)
    return at.text("over(centred, n * out)", centred=_centred(at), n=n, out=out)


def _centred(at: Place) -> Atom:
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    return at.text("conj(x - mean)", mean=at.b.apply(gate(np.mean), at.op.args[0], attrs=over))


def _freedom(at: Place) -> Atom:
    return at.text("count(x, axis) - ddof" if at.names["ddof"] else "count(x, axis)")


def _extent(at: Place) -> Atom:
    """Append 1 for the largest element and -1 for the smallest."""
    x, axis = at.op.args[0], at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    high, low = (at.b.apply(gate(f), x, attrs=over) for f in (np.max, np.min))
    return at.text("top - bottom", top=winners(at, x, high), bottom=winners(at, x, low))


def _median(at: Place) -> Atom:
    return at.text("at_rank(x, 0.5, axis=axis)", x=at.op.args[0])


def _quantile(at: Place) -> Atom:
    """Append the weight of each element in a quantile; of a fixed one, and a single one."""
    q, hundred = at.op.args[1], at.op.gate.function is np.percentile
    if at.active != (0,) or not isinstance(type_of(q), Scalar):
        name = at.op.gate.name
        raise refuse("AD204", f"{name} by a varying or several q", at.op.span, "here")
    return at.text("at_rank(x, q / 100, axis=axis)" if hundred else "at_rank(x, q, axis=axis)")


def present(mean: bool) -> Custom:
    """A sum or mean of the elements that are not nan; nothing flows to those that are."""

    def share(at: Place, g: Atom) -> tuple[Atom, Atom]:
        axis = at.names["axis"]
        found = called("present", at.text("~np.isnan(x)"))
        if mean:
            over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
            g = at.text("g / n", g=g, n=at.b.apply(gate(np.sum), found, attrs=over))
        return found, g

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        return ops.masked(at.b, *share(at, kept(at, g)))

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        terms = ops.masked(at.b, *share(at, tangents[0]))
        return apply_function(at.b, np.sum, [terms], axes_of(at))

    return custom(pull, push)


extreme = weighted(lambda at: winners(at, at.op.args[0]))

rule(np.sum, reduce("spread(g, x, axis, keepdims)"), call=OVER_AXES, shape=shapes.reduction(np.sum))
rule(np.mean, reduce("spread(g / count(x, axis), x, axis, keepdims)"), call=OVER_AXES,
     shape=shapes.reduction(np.mean))
rule(np.var, weighted(_variance), call=OVER_AXES + ", ddof=0", shape=shapes.reduction(np.var))
rule(np.std, weighted(_deviation), call=OVER_AXES + ", ddof=0", shape=shapes.reduction(np.std))
for _extreme_of in (np.max, np.min, np.amax, np.amin):
    rule(_extreme_of, extreme, call=OVER_AXES, shape=shapes.reduction())
rule(np.ptp, weighted(_extent), call=OVER_AXES, shape=shapes.reduction())
rule(np.median, weighted(_median), call=OVER_AXES, shape=shapes.reduction(np.median))
for _quantile_of in (np.quantile, np.percentile):
    rule(_quantile_of, weighted(_quantile), call="x, q, *, axis=None, keepdims=False",
         shape=shapes.quantile)
rule(runtime.at_rank, blocked("piecewise constant"), call="x, q, *, axis=None", shape=shapes.same,
     name="at_rank")
rule(np.nansum, present(mean=False), call=OVER_AXES, shape=shapes.reduction(np.sum))
rule(np.nanmean, present(mean=True), call=OVER_AXES, shape=shapes.reduction(np.mean))


def _share(at: Place) -> Atom:
    """Append the part that each element has in a weighted average."""
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    whole = called("whole", at.b.apply(gate(np.sum), at.op.args[1], attrs=over))
    return at.text("weights / whole", whole=whole)


def _lever(at: Place) -> Atom:
    """Append how a weighted average moves with each weight."""
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    whole = called("whole", at.b.apply(gate(np.sum), at.op.args[1], attrs=over))
    return at.text("(x - out) / whole", out=kept(at, at.op.out), whole=whole)


def _average_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return ops.scaled(at.b, (_share, _lever)[index](at), kept(at, g))


def _average_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [ops.times(at.b, (_share, _lever)[k](at), t) for k, t in tangents.items()]
    return apply_function(at.b, np.sum, [ops.summed(at.b, parts)], axes_of(at))


rule(core.average, custom(_average_pull, _average_push),
     call="x, weights, *, axis=None, keepdims=False", shape=shapes.averaged,
     name="np.average")


def _sum_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index == 1:
        return g
    x = at.op.args[0]
    if isinstance(type_of(x), Seq | Tree):
        return at.b.apply(gate(runtime.repeat), g, x)
    return ops.spread(at.b, g, x, 0, False)


def _sum_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [at.b.apply(gate(sum), tangents[0])] if 0 in tangents else []
    return ops.summed(at.b, parts + ([tangents[1]] if 1 in tangents else []))


rule(sum, custom(_sum_pull, _sum_push), call="x, start=0", shape=shapes.listed)


def _mean_pull(at: Place, index: int, g: Atom) -> Atom | None:
    size = at.b.apply(gate(len), at.op.args[0])
    return _sum_pull(at, index, at.b.apply(gate(operator.truediv), g, size))


def _mean_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    size = at.b.apply(gate(len), at.op.args[0])
    total = at.b.apply(gate(sum), tangents[0])
    return at.b.apply(gate(operator.truediv), total, size)


rule(math.fsum, custom(_sum_pull, _sum_push), call="x", shape=shapes.always(FLOAT))
rule(statistics.fmean, custom(_mean_pull, _mean_push), call="x", shape=shapes.always(FLOAT))
rule(statistics.mean, custom(_mean_pull, _mean_push), call="x", shape=shapes.of_items)
rule(runtime.repeat, custom(
    lambda at, index, g: at.b.apply(gate(sum), g) if index == 0 else None,
    lambda at, tangents: again(at, 0, tangents[0]) if 0 in tangents else None),
    call="g, x", shape=shapes.second, name="repeat")
rule(np.argsort, blocked("integers"), call="x, *, axis=-1, kind=None", shape=shapes.order)
for _integer in (np.argmax, np.argmin, np.count_nonzero, np.any, np.all):
    rule(_integer, blocked("an integer or a truth value"), call=OVER_AXES,
         shape=shapes.reduction(_integer))

for _name, _function in (("sum", np.sum), ("mean", np.mean), ("max", np.max), ("min", np.min),
                         ("argmax", np.argmax), ("argmin", np.argmin),
                         ("any", np.any), ("all", np.all), ("std", np.std), ("var", np.var),
                         ("argsort", np.argsort)):
    method(_name, _function)
