"""Ufuncs folded along an axis: running extremes, sums of exponentials, sums of segments."""

from __future__ import annotations

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates.arranging import first_push
from adcompiler.gates.kinds import Custom, custom
from adcompiler.gates.reductions import kept, weighted
from adcompiler.gates.table import AS_FOR_REALS, complex_rule, rule
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import Type

FROM_FIRST = "x, *, axis=0, keepdims=False"


def _along_first(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A reduction over the first axis, where no other is given."""
    return shapes.reduction(np.mean)(args, {"axis": 0, **attrs})


rule(
    np.logaddexp.reduce,
    weighted(lambda at: at.text("np.exp(x - out)", out=kept(at, at.op.out))),
    call=FROM_FIRST,
    shape=_along_first,
    name="np.logaddexp.reduce",
)
rule(
    np.logaddexp2.reduce,
    weighted(lambda at: at.text("np.exp2(x - out)", out=kept(at, at.op.out))),
    call=FROM_FIRST,
    shape=_along_first,
    name="np.logaddexp2.reduce",
)
rule(
    np.hypot.reduce,
    weighted(lambda at: at.text("over(x, out)", out=kept(at, at.op.out))),
    call=FROM_FIRST,
    shape=_along_first,
    name="np.hypot.reduce",
)

# Each element of a running extreme is the first one that is as extreme.


def _running(least: bool) -> Custom:
    places = f"records(x, axis=axis, least={least})"
    return custom(
        lambda at, index, g: at.text(f"put_along(g, x, {places}, axis=axis)", g=g),
        lambda at, tangents: at.text(f"np.take_along_axis(t, {places}, axis=axis)", t=tangents[0]),
    )


for _extreme in (np.maximum, np.minimum):
    rule(_extreme.accumulate, _running(_extreme is np.minimum), call="x, *, axis=0",
         shape=shapes.same, name=f"np.{_extreme.__name__}.accumulate")
rule(
    np.add.reduceat,
    custom(
        lambda at, index, g: (
            at.text("segments_back(g, x, indices, axis=axis)", g=g) if index == 0 else None
        ),
        first_push,
    ),
    call="x, indices, *, axis=0",
    shape=shapes.asked(np.add.reduceat),
    name="np.add.reduceat",
)
rule(
    runtime.segments_back,
    custom(
        lambda at, index, g: (
            at.text("np.add.reduceat(h, indices, axis=axis)", h=g) if index == 0 else None
        ),
        first_push,
    ),
    call="g, x, indices, *, axis=0",
    shape=shapes.spread_like,
    name="segments_back",
)
complex_rule(AS_FOR_REALS, np.add.reduceat, runtime.segments_back)
