"""Composite gates: shapes worth recognising whole, with derivatives that never overflow.

Each stands for a value that the program computes as the user wrote it, and says how its
derivative follows from the result and the inner variable. A test proves each with sympy.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, custom
from adcompiler.gates.scalar import python_number
from adcompiler.gates.table import gate, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom

SIGMOID = "(1 - out) * out"
SIGMOID_OF_MINUS = "(out - 1) * out"
SOFTPLUS_SCALAR = "1 / (1 + exp(-x)) if x > 0 else exp(x) / (1 + exp(x))"
SOFTPLUS = "exp(-logaddexp(0, -x))"


def elementwise(text: str, scalar: str = "") -> object:
    """Return the kind of a composite whose derivative is a text over `out` and `x`."""

    def local(at: Place) -> Atom:
        use = scalar if scalar and python_number(type_of(at.op.args[1])) else text
        return at.text(use)

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        return ops.scaled(at.b, local(at), g) if index == 1 else None

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        return ops.times(at.b, local(at), tangents[1]) if 1 in tangents else None

    return custom(pull, push, "local derivative")


def _over_axis(at: Place, x: Atom) -> Atom:
    """Append the sum over the axis of a softmax, kept as an axis."""
    axis = at.op.attrs.get("axis")
    if axis is None:
        return apply_function(at.b, np.sum, [x], {})
    return apply_function(at.b, np.sum, [x], {"axis": axis, "keepdims": True})


def _softmax_both(at: Place, g: Atom) -> Atom:
    """The Jacobian of the softmax is symmetric: one text serves both modes."""
    mean = _over_axis(at, ops.times(at.b, at.op.out, g))
    return at.text("out * (g - mean)", g=g, mean=mean)


def _log_softmax_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index != 1:
        return None
    return at.text("g - np.exp(out) * total_g", g=g, total_g=_over_axis(at, g))


def _log_softmax_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if 1 not in tangents:
        return None
    mean = _over_axis(at, at.text("np.exp(out) * t", t=tangents[1]))
    return at.text("t - mean", t=tangents[1], mean=mean)


def _weights(at: Place) -> Atom:
    """Append the softmax that is the derivative of log-sum-exp."""
    x, out = at.op.args[1], at.op.out
    axis = at.op.attrs.get("axis")
    if at.op.attrs.get("safe"):
        best = ops.spread(at.b, out, x, axis, at.op.attrs.get("keepdims", False))
        return at.text("np.exp(x - best)", best=best)
    return at.b.apply(gate(runtime.softmax), x, attrs={} if axis is None else {"axis": axis})


def _logsumexp_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if index != 1:
        return None
    axis, keepdims = at.op.attrs.get("axis"), at.op.attrs.get("keepdims", False)
    return ops.times(at.b, _weights(at), ops.spread(at.b, g, at.op.args[1], axis, keepdims))


def _logsumexp_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if 1 not in tangents:
        return None
    attrs = {k: v for k, v in at.op.attrs.items() if k in ("axis", "keepdims")}
    return apply_function(at.b, np.sum, [ops.times(at.b, _weights(at), tangents[1])], attrs)


def _both(at: Place, index: int, g: Atom) -> Atom | None:
    return _softmax_both(at, g) if index == 1 else None


OVER = "value, x, *, axis=None, keepdims=False, safe=False"
rule(core.sigmoid, elementwise(SIGMOID), call="value, x", shape=shapes.same, name="sigmoid")
rule(core.sigmoid_of_minus, elementwise(SIGMOID_OF_MINUS), call="value, x", shape=shapes.same,
     name="sigmoid_of_minus")
rule(core.softplus, elementwise(SOFTPLUS, SOFTPLUS_SCALAR), call="value, x", shape=shapes.same,
     name="softplus")
rule(core.summed, custom(
    lambda at, index, g: g if index == 1 else None, lambda at, tangents: tangents.get(1)),
    call="value, x", shape=shapes.second, name="summed")
rule(core.squared_modulus, elementwise("2.0 * conj(x)"), call="value, x", shape=shapes.same,
     name="squared_modulus")
rule(core.softmax, custom(_both, lambda at, t: _softmax_both(at, t[1]) if 1 in t else None),
     call=OVER, shape=shapes.same, name="softmax")
rule(core.log_softmax, custom(_log_softmax_pull, _log_softmax_push), call=OVER,
     shape=shapes.same, name="log_softmax")
rule(core.logsumexp, custom(_logsumexp_pull, _logsumexp_push), call=OVER, shape=shapes.same,
     name="logsumexp")
rule(runtime.softmax, custom(
    lambda at, index, g: _softmax_both(at, g), lambda at, t: _softmax_both(at, t[0])),
    call="x, *, axis=None", shape=shapes.same, name="softmax")
