"""Interpolation and convolution."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.kinds import Custom, Place, again, called, custom
from adcompiler.gates.table import rule
from adcompiler.ir.nodes import Atom


def kind(back: dict[str, str], forth: dict[str, str]) -> Custom:
    """A gate with a text over `h` for each operand: its pull, and its share of the tangent."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        text = back.get(at.operand_name(index))
        return None if text is None else at.text(text, h=g)

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        texts = [(forth.get(at.operand_name(k)), t) for k, t in tangents.items()]
        parts = [at.text(text, h=t) for text, t in texts if text is not None]
        return ops.summed(at.b, parts) if parts else None

    return custom(pull, push)


# Interpolation is linear in the entries `fp`; moving the grid is moving the points the other way.
rule(np.interp, kind(
    {"x": "interp_slope(x, xp, fp) * h",
     "xp": "-interp_back(interp_slope(x, xp, fp) * h, x, xp)",
     "fp": "interp_back(h, x, xp)"},
    {"x": "interp_slope(x, xp, fp) * h",
     "xp": "-(interp_slope(x, xp, fp) * np.interp(x, xp, h))",
     "fp": "np.interp(x, xp, h)"}), call="x, xp, fp", shape=shapes.interpolated)
rule(runtime.interp_slope, kind(
    {"xp": "-slope_back(out * h, x, xp)", "fp": "slope_back(h, x, xp)"},
    {"xp": "-(out * interp_slope(x, xp, h))", "fp": "interp_slope(x, xp, h)"}),
    call="x, xp, fp", shape=shapes.interpolated, name="interp_slope")
rule(runtime.interp_back, kind(
    {"g": "np.interp(x, xp, h)",
     "x": "g * interp_slope(x, xp, h)",
     "xp": "-interp_back(g * interp_slope(x, xp, h), x, xp)"},
    {"g": "interp_back(h, x, xp)",
     "x": "slope_back(g * h, x, xp)",
     "xp": "-slope_back(g * np.interp(x, xp, h), x, xp)"}),
    call="g, x, xp", shape=shapes.entries, name="interp_back")
rule(runtime.slope_back, kind(
    {"g": "interp_slope(x, xp, h)", "xp": "-slope_back(g * interp_slope(x, xp, h), x, xp)"},
    {"g": "slope_back(h, x, xp)", "xp": "-slope_back(g * interp_slope(x, xp, h), x, xp)"}),
    call="g, x, xp", shape=shapes.entries, name="slope_back")


def _convolve_pull(at: Place, index: int, g: Atom) -> Atom | None:
    mine, other = at.op.args[index], at.op.args[1 - index]
    return at.text("convolve_back(g, other, mine, mode=mode)", g=g, mine=mine, other=other)


def linear_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    """The tangent of a gate that is linear in each operand."""
    return ops.summed(at.b, [again(at, k, t) for k, t in tangents.items()])


def _convolve_back_pull(at: Place, index: int, g: Atom) -> Atom | None:
    h, y, _ = at.op.args
    if index == 0:
        return at.text("np.convolve(t, y, mode=mode)", t=g)
    return at.text("convolve_back(h, t, y, mode=mode)", h=h, t=g, y=y) if index == 1 else None


def _convolve_back_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    found = {k: t for k, t in tangents.items() if k < 2}
    return linear_push(at, found) if found else None


rule(np.convolve, custom(_convolve_pull, linear_push), call="x, y, *, mode='full'",
     shape=shapes.convolved)


def _correlate_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """A correlation is the convolution with the other's conjugate, turned round."""
    y = at.op.args[1]
    turned = called("turned", at.text("np.flip(conj(y))", y=y))
    if index == 0:
        return at.text("convolve_back(g, turned, x, mode=mode)", g=g, turned=turned)
    back = at.text("convolve_back(g, x, turned, mode=mode)", g=g, turned=turned)
    return at.text("np.flip(conj(back))", back=back)


rule(np.correlate, custom(_correlate_pull, linear_push), call="x, y, *, mode='valid'",
     shape=shapes.convolved)
rule(runtime.convolve_back, custom(_convolve_back_pull, _convolve_back_push),
     call="g, y, x, *, mode='full'", shape=shapes.like_operand(2), name="convolve_back")
