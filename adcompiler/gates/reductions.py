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
from adcompiler.gates.texts import apply_function, as_atom
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import FLOAT, Scalar, Seq, Tree

OVER_AXES = "x, *, axis=None, keepdims=False"


def axes_of(at: Place) -> dict[str, Any]:
    """Return the axes of a reduction, without how it was written."""
    names = at.names
    return {k: names[k] for k in ("axis", "keepdims") if names[k] is not None
            and names[k] is not False}


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
    """Append the weight of each element in a quantile."""
    hundred = at.op.gate.function is np.percentile
    return at.text("at_rank(x, q / 100, axis=axis)" if hundred else "at_rank(x, q, axis=axis)")


def _share_of(at: Place) -> Atom:
    """Append the q of a quantile as a share; a varying one is refused."""
    names = at.names
    if "q" not in names:
        return Const(0.5)
    if any(at.op.args[k] is names["q"] for k in at.active):
        hint = "np.interp(q, np.linspace(0.0, 1.0, n), np.sort(x)) is the linear quantile, by q too"
        raise refuse("AD204", f"{at.op.gate.name} by a varying q", at.op.span, "here", hint)
    hundred = at.op.gate.function in (np.percentile, np.nanpercentile)
    if not hundred:
        return as_atom(names["q"])
    single = isinstance(type_of(as_atom(names["q"])), Scalar)
    return at.text("q / 100" if single else "np.asarray(q) / 100")


_RANKED = "axis=axis, keepdims=keepdims, method=method)"


def _quantile_pull(at: Place, index: int, g: Atom) -> Atom | None:
    q, method = _share_of(at), at.names.get("method", "linear")
    if index:
        return None
    if _is_plain(at):
        return weighted(_quantile).pull(at, index, g)
    return at.text(f"ranked_back(g, x, q, {_RANKED}", g=g, q=q, method=method)


def _quantile_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    q, method = _share_of(at), at.names.get("method", "linear")
    if _is_plain(at):
        return weighted(_quantile).push(at, tangents)
    return at.text(f"ranked(t, x, q, {_RANKED}", t=tangents[0], q=q, method=method)


def _is_plain(at: Place) -> bool:
    """Tell whether one quantile is asked for, of elements that are all numbers, by the line."""
    if at.op.gate.function not in (np.quantile, np.percentile):
        return False
    return isinstance(type_of(at.op.args[1]), Scalar) and at.names["method"] == "linear"


def _ranked(function: object) -> Any:
    """The kind of `ranked` and of its reverse: linear in the first operand, of others constant."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        return at.text(f"{function}(h, x, q, {_RANKED}", h=g) if index == 0 else None

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return again(at, 0, tangents[0]) if 0 in tangents else None

    return custom(pull, push)


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


# -- reductions of a part of the elements, with a value to begin with


def _given(at: Place, name: str) -> Atom | None:
    """Return an option that is a value, None where it is not given."""
    value = at.names[name]
    return None if name not in at.op.attrs else as_atom(value)


def _chosen(at: Place, else_: float) -> Atom:
    """Append the operand, with a neutral element where it is left out."""
    where = _given(at, "where")
    return at.op.args[0] if where is None else at.text("np.where(w, x, c)", w=where, c=Const(else_))


def _only(at: Place, weights: Atom) -> Atom:
    """Append the weights of the elements that count, 0 for the others."""
    where = _given(at, "where")
    return weights if where is None else at.text("np.where(w, s, 0.0)", w=where, s=weights)


def _over_chosen(at: Place) -> dict[str, Any]:
    axis = at.names["axis"]
    return {} if axis is None else {"axis": axis, "keepdims": True}


def _number_chosen(at: Place) -> Atom:
    """Append how many elements count."""
    where = _given(at, "where")
    if where is None:
        return at.text("count(x, axis)")
    wide = at.text("broadcast_like(w, x)", w=where)
    return at.b.apply(gate(np.sum), wide, attrs=_over_chosen(at))


def _chosen_sum(at: Place) -> Atom:
    return _only(at, at.b.apply(gate(np.ones_like), at.op.args[0]))


def _chosen_mean(at: Place) -> Atom:
    return at.text("s / n", s=_chosen_sum(at), n=_number_chosen(at))


def chosen_prod(at: Place) -> Atom:
    axis, first = at.names["axis"], _given(at, "initial")
    attrs = {} if axis is None else {"axis": axis}
    rest: Atom = at.b.apply(gate(runtime.others), _chosen(at, 1.0), attrs=attrs)
    return _only(at, rest if first is None else ops.times(at.b, first, rest))


def _chosen_centred(at: Place) -> Atom:
    mean = at.b.apply(gate(np.sum), _chosen(at, 0.0), attrs=_over_chosen(at))
    return _only(at, at.text("conj(x - m / n)", m=mean, n=_number_chosen(at)))


def _chosen_freedom(at: Place) -> Atom:
    n = _number_chosen(at)
    return at.text("n - ddof", n=n) if at.names["ddof"] else n


def _chosen_variance(at: Place) -> Atom:
    return at.text("2.0 * c / n", c=_chosen_centred(at), n=_chosen_freedom(at))


def _chosen_deviation(at: Place) -> Atom:
    n, out = _chosen_freedom(at), kept(at, at.op.out)
    return at.text("over(c, n * out)", c=_chosen_centred(at), n=n, out=out)


def _chosen_extreme(at: Place) -> Atom:
    """Append the shares of the elements; the value to begin with is one that may win."""
    best, first = kept(at, at.op.out), _given(at, "initial")
    won = _only(at, at.text("x == best", best=best))
    ties: Atom = at.b.apply(gate(np.sum), won, attrs=_over_chosen(at))
    if first is not None:
        ties = at.text("n + (first == best)", n=ties, first=first, best=best)
    return at.text("won / ties", won=won, ties=ties)


def _lever_of_sum(at: Place, g: Atom) -> Atom:
    return g


def lever_of_prod(at: Place, g: Atom) -> Atom:
    rest = apply_function(at.b, np.prod, [_chosen(at, 1.0)], axes_of(at))
    return ops.times(at.b, rest, g)


def _no_lever(at: Place, g: Atom) -> Atom:
    name = at.op.gate.name
    raise refuse("AD204", f"{name} by its varying initial=", at.op.span, "here",
                 "np.maximum or np.minimum of both")  # fmt: skip


def optioned(plain: Any, weights: Any, lever: Any = _no_lever) -> Custom:
    """A reduction: `plain` where all elements count from the start, with options by weights."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        if not _has_options(at):
            return plain.pull(at, index, g)
        if index == 0:
            return ops.scaled(at.b, weights(at), kept(at, g))
        return lever(at, g) if at.op.args[index] is _given(at, "initial") else None

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        if not _has_options(at):
            return plain.push(at, tangents)
        found = []
        for k, t in tangents.items():
            if k == 0:
                terms = ops.times(at.b, weights(at), t)
                found.append(apply_function(at.b, np.sum, [terms], axes_of(at)))
            elif at.op.args[k] is _given(at, "initial"):
                found.append(lever(at, t))
        return ops.summed(at.b, found) if found else None

    return custom(pull, push, plain.word)


def _has_options(at: Place) -> bool:
    return not at.op.attrs.keys().isdisjoint(("where", "initial"))


OPTIONS = OVER_AXES + ", dtype=None"
extreme = weighted(lambda at: winners(at, at.op.args[0]))

rule(np.sum, optioned(reduce("spread(g, x, axis, keepdims)"), _chosen_sum, _lever_of_sum),
     call=OPTIONS + ", initial=None, where=True", shape=shapes.reduction(np.sum))
rule(np.mean, optioned(reduce("spread(g / count(x, axis), x, axis, keepdims)"), _chosen_mean),
     call=OPTIONS + ", where=True", shape=shapes.reduction(np.mean))
rule(np.var, optioned(weighted(_variance), _chosen_variance),
     call=OPTIONS + ", ddof=0, where=True", shape=shapes.reduction(np.var))
rule(np.std, optioned(weighted(_deviation), _chosen_deviation),
     call=OPTIONS + ", ddof=0, where=True", shape=shapes.reduction(np.std))
for _extreme_of in (np.max, np.min, np.amax, np.amin):
    rule(_extreme_of, optioned(extreme, _chosen_extreme),
         call=OVER_AXES + ", initial=None, where=True", shape=shapes.reduction())
rule(np.ptp, weighted(_extent), call=OVER_AXES, shape=shapes.reduction())
rule(np.median, weighted(_median), call=OVER_AXES, shape=shapes.reduction(np.median))
for _quantile_of in (np.quantile, np.percentile, np.nanquantile, np.nanpercentile):
    rule(_quantile_of, custom(_quantile_pull, _quantile_push),
         call="x, q, *, axis=None, keepdims=False, method='linear'",
         shape=shapes.quantile(_quantile_of))
rule(np.nanmedian, custom(_quantile_pull, _quantile_push), call=OVER_AXES,
     shape=shapes.reduction(np.median))
_OF_RANKED = "x, q, *, axis=None, keepdims=False, method='linear'"
rule(runtime.ranked, _ranked("ranked_back"), call=f"t, {_OF_RANKED}",
     shape=lambda args, attrs: shapes.quantile(np.quantile)((args[0], args[2]), attrs),
     name="ranked")
rule(runtime.ranked_back, _ranked("ranked"), call=f"g, {_OF_RANKED}", shape=shapes.spread_like,
     name="ranked_back")
rule(runtime.at_rank, blocked("piecewise constant"), call="x, q, *, axis=None", shape=shapes.same,
     name="at_rank")
rule(np.nansum, present(mean=False), call=OVER_AXES, shape=shapes.reduction(np.sum))
rule(np.nanmean, present(mean=True), call=OVER_AXES, shape=shapes.reduction(np.mean))


def _nan_centred(at: Place) -> Atom:
    """Append the distance of each element from the mean of those that are not nan, 0 of nan."""
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    mean = at.b.apply(gate(np.nanmean), at.op.args[0], attrs=over)
    return at.text("np.where(np.isnan(x), 0.0, conj(x - mean))", mean=mean)


def _nan_freedom(at: Place) -> Atom:
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    n = at.b.apply(gate(np.sum), at.text("~np.isnan(x)"), attrs=over)
    return at.text("n - ddof", n=n) if at.names["ddof"] else n


def _nan_variance(at: Place) -> Atom:
    return at.text("2.0 * centred / n", centred=_nan_centred(at), n=_nan_freedom(at))


def _nan_deviation(at: Place) -> Atom:
    n, out = _nan_freedom(at), kept(at, at.op.out)
    return at.text("over(centred, n * out)", centred=_nan_centred(at), n=n, out=out)


for _extreme_of in (np.nanmax, np.nanmin):
    rule(_extreme_of, extreme, call=OVER_AXES, shape=shapes.reduction())
rule(np.nanvar, weighted(_nan_variance), call=OVER_AXES + ", ddof=0",
     shape=shapes.reduction(np.var))
rule(np.nanstd, weighted(_nan_deviation), call=OVER_AXES + ", ddof=0",
     shape=shapes.reduction(np.std))


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
    _where = ", where=True" if _integer in (np.any, np.all) else ""
    rule(_integer, blocked("an integer or a truth value"), call=OVER_AXES + _where,
         shape=shapes.reduction(_integer))

for _name, _function in (("sum", np.sum), ("mean", np.mean), ("max", np.max), ("min", np.min),
                         ("argmax", np.argmax), ("argmin", np.argmin),
                         ("any", np.any), ("all", np.all), ("std", np.std), ("var", np.var),
                         ("argsort", np.argsort)):
    method(_name, _function)
