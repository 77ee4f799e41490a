"""All directions of a value at once, and Jacobians put together from what comes of them."""

from __future__ import annotations

from collections.abc import Mapping

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, blocked, custom, linear
from adcompiler.gates.table import CREATED, rule
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import UNKNOWN


def _pull(at: Place, index: int, g: Atom) -> Atom | None:
    what = "a gradient through the Jacobian of containers"
    hint = "put the numbers into one array, or use jacfwd over it"
    raise refuse("AD203", what, at.op.span, hint=hint)


def _push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return again(at, 0, tangents[0]) if 0 in tangents else None


rule(runtime.basis, blocked(CREATED), call="x", shape=shapes.same, name="basis")
rule(
    runtime.each,
    linear("np.sum(g, axis=0)"),
    call="g, x",
    shape=shapes.always(UNKNOWN),
    name="each",
)
rule(
    runtime.for_each,
    linear("np.sum(g, axis=0)"),
    call="g, xs",
    shape=shapes.always(UNKNOWN),
    name="for_each",
)
for _made in (runtime.columns, runtime.rows):
    rule(
        _made,
        custom(_pull, _push),
        call="g, *like",
        shape=shapes.always(UNKNOWN),
        name=_made.__name__,
        view=True,
    )
