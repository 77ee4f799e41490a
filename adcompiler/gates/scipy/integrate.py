"""`scipy.integrate`: Simpson's rule, linear in its samples along an axis.

The trapezoidal rules are written out where they are called.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy import integrate

from adcompiler.errors import refuse, unranked
from adcompiler.gates import infer as shapes
from adcompiler.gates.arranging import size_of
from adcompiler.gates.kinds import Place, again, called, custom
from adcompiler.gates.table import gate, library, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import rank

library("integrate", integrate)
_REDUCED = shapes.reduction(np.mean)


def _checked(at: Place) -> int:
    """Refuse sample points that are differentiated by, and return the rank."""
    n = rank(type_of(at.op.args[0]))
    if n is None:
        raise unranked("integrate.simpson", at.op.span)
    if at.active != (0,):
        what = "no derivative of integrate.simpson by its argument 'x'"
        raise refuse("AD203", what, at.op.span, "here", "np.trapezoid, which moves with x too")
    return n


def _simpson_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Each sample has a weight: what the rule gives for it alone."""
    n, axis = _checked(at), at.names["axis"]
    if index:
        return None
    one = at.b.apply(gate(np.eye), size_of(at.b, at.op.args[0], Const(axis)))
    attrs = {k: v for k, v in at.op.attrs.items() if k != "axis"}
    weights = called("weights", at.b.apply(at.op.gate, one, *at.op.args[1:], attrs=attrs))
    g = at.b.apply(gate(np.expand_dims), g, attrs={"axis": axis}) if n > 1 else g
    after = tuple(range(1, n - axis % n))
    if after:
        weights = at.b.apply(gate(np.expand_dims), weights, attrs={"axis": after})
    return at.text("g * weights", g=g, weights=weights)


def _simpson_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _checked(at)
    return again(at, 0, tangents[0])


rule(integrate.simpson, custom(_simpson_pull, _simpson_push, "linear"),
     call="y, x=None, *, dx=1.0, axis=-1",
     shape=lambda args, attrs: _REDUCED(args[:1], {"axis": attrs.get("axis", -1)}))
