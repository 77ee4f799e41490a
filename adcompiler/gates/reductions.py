"""Sums, means and extremes over axes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.kinds import Place, blocked, custom, reduce
from adcompiler.gates.table import gate, method, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import Seq, Tree

OVER_AXES = "x, *, axis=None, keepdims=False"


def axes_of(at: Place) -> dict[str, Any]:
    """Return the axes of a reduction, without how it was written."""
    return {k: v for k, v in at.op.attrs.items() if k in ("axis", "keepdims")}


def _winners(at: Place) -> Atom:
    """Append the share of each element: 1 for the extreme one, split evenly among ties."""
    names = at.names
    x, axis = names["x"], names["axis"]
    best = ops.spread(at.b, at.op.out, x, axis, names["keepdims"])
    won = at.text("x == best", best=best)
    if axis is None:
        ties = apply_function(at.b, np.sum, [won], {})
    else:
        ties = apply_function(at.b, np.sum, [won], {"axis": axis, "keepdims": True})
    return at.text("won / ties", won=won, ties=ties)


def _extreme_pull(at: Place, index: int, g: Atom) -> Atom | None:
    names = at.names
    whole = ops.spread(at.b, g, names["x"], names["axis"], names["keepdims"])
    return ops.scaled(at.b, _winners(at), whole)


def _extreme_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    share = ops.times(at.b, _winners(at), tangents[0])
    return apply_function(at.b, np.sum, [share], axes_of(at))


extreme = custom(_extreme_pull, _extreme_push)

rule(np.sum, reduce("spread(g, x, axis, keepdims)"), call=OVER_AXES, shape=shapes.reduction(np.sum))
rule(np.mean, reduce("spread(g / count(x, axis), x, axis, keepdims)"), call=OVER_AXES,
     shape=shapes.reduction(np.mean))
rule(np.max, extreme, call=OVER_AXES, shape=shapes.reduction())
rule(np.min, extreme, call=OVER_AXES, shape=shapes.reduction())


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
rule(runtime.repeat, custom(
    lambda at, index, g: at.b.apply(gate(sum), g) if index == 0 else None,
    lambda at, tangents: at.b.apply(gate(runtime.repeat), tangents[0], at.op.args[1])),
    call="g, x", shape=shapes.second, name="repeat")
for _integer in (np.argmax, np.argmin, np.argsort, np.count_nonzero, np.any, np.all):
    rule(_integer, blocked("an integer or a truth value"), call=OVER_AXES,
         shape=shapes.reduction(_integer if _integer is not np.argsort else None))

for _name, _function in (("sum", np.sum), ("mean", np.mean), ("max", np.max), ("min", np.min),
                         ("argmax", np.argmax), ("argmin", np.argmin),
                         ("any", np.any), ("all", np.all)):
    method(_name, _function)
