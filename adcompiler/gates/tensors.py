"""Products of tensors: their derivatives are contractions, written with letters."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from string import ascii_lowercase

import numpy as np

from adcompiler import runtime
from adcompiler.errors import unranked
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.arranging import size, size_of
from adcompiler.gates.einsum import contract
from adcompiler.gates.kinds import Place, bilinear, custom
from adcompiler.gates.signals import linear_push
from adcompiler.gates.table import AS_FOR_REALS, complex_rule, gate, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import rank


def _tensordot_pull(at: Place, index: int, g: Atom) -> Atom | None:
    n, m = (rank(type_of(a)) for a in at.op.args)
    found = None if n is None or m is None else shapes.summed_axes(at.names["axes"], n, m)
    if n is None or m is None or found is None:
        raise unranked("np.tensordot", at.op.span)
    x = list(ascii_lowercase[:n])
    y = list(ascii_lowercase[n : n + m])
    for j, k in zip(*found, strict=True):
        y[k] = x[j]
    summed = {x[j] for j in found[0]}
    out = [c for c in (*x, *y) if c not in summed]
    mine, other = (x, y) if index == 0 else (y, x)
    text = f"{''.join(out)},{''.join(other)}->{''.join(mine)}"
    return contract(at.b, text, [g, at.op.args[1 - index]])


def _kron_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Give each operand's axes axes of their own, and contract those of the other."""
    n, m = (rank(type_of(a)) for a in at.op.args)
    if n is None or m is None:
        raise unranked("np.kron", at.op.span)
    x, y = ascii_lowercase[:n], ascii_lowercase[n : n + m]
    places = [
        (letters[k], size_of(at.b, a, Const(k)))
        for from_end in range(max(n, m), 0, -1)
        for letters, a in ((x, at.op.args[0]), (y, at.op.args[1]))
        if (k := len(letters) - from_end) >= 0
    ]
    pairs = "".join(letter for letter, _ in places)
    apart = apply_function(at.b, np.reshape, [g, tuple(size for _, size in places)], {})
    mine, other = (x, y) if index == 0 else (y, x)
    return contract(at.b, f"{pairs},{other}->{mine}", [apart, at.op.args[1 - index]])


def _slopes(at: Place) -> Atom:
    """Append the coefficients of the derivative of a polynomial."""
    p = at.op.args[0]
    most = at.b.apply(gate(operator.sub), size(at.b, p), Const(1))
    powers = at.b.apply(gate(np.arange), most, Const(0), Const(-1))
    high = at.b.apply(gate(core.load), p, attrs={"index": slice(None, -1)})
    return ops.times(at.b, high, powers)


def _polyval_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The argument gets the slope, each coefficient its power of the argument."""
    p, x = at.op.args
    n = rank(type_of(x))
    if n is None:
        raise unranked("np.polyval", at.op.span)
    if index == 1:
        return at.text("np.polyval(slopes, x) * g", x=x, slopes=_slopes(at), g=g)
    most = at.b.apply(gate(operator.sub), size(at.b, p), Const(1))
    powers = at.b.apply(gate(np.arange), most, Const(-1), Const(-1))
    if n == 0:
        return at.text("x ** powers * g", x=x, powers=powers, g=g)
    wide = at.text("np.expand_dims(x, axis=-1) ** powers", x=x, powers=powers)
    terms = at.text("np.expand_dims(g, axis=-1) * wide", g=g, wide=wide)
    over = 0 if n == 1 else tuple(range(n))
    return at.b.apply(gate(np.sum), terms, attrs={"axis": over})


def _polyval_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    x = at.op.args[1]
    parts = [at.text("np.polyval(t, x)", x=x, t=tangents[0])] if 0 in tangents else []
    if 1 in tangents:
        text = "np.polyval(slopes, x) * t"
        parts.append(at.text(text, x=x, slopes=_slopes(at), t=tangents[1]))
    return ops.summed(at.b, parts)


rule(np.polyval, custom(_polyval_pull, _polyval_push), call="p, x", shape=shapes.evaluated)
rule(np.tensordot, custom(_tensordot_pull, linear_push), call="x, y, axes=2",
     shape=shapes.tensordot)
rule(np.kron, custom(_kron_pull, linear_push), call="x, y", shape=shapes.kron)


def _chain_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Each matrix gets the product of what stands before and behind it, with the adjoint."""
    inputs, out = _chained(at)
    rest = [k for k in range(len(inputs)) if k != index]
    text = f"{','.join([out, *(inputs[k] for k in rest)])}->{inputs[index]}"
    return contract(at.b, text, [g, *(at.op.args[k] for k in rest)])


def _chained(at: Place) -> tuple[list[str], str]:
    """Return the letters of a chain of matrices, whose ends may be vectors, and of its product."""
    ranks = [r for r in (rank(type_of(a)) for a in at.op.args) if r is not None]
    if len(ranks) < len(at.op.args):
        raise unranked("np.linalg.multi_dot", at.op.span)
    inputs = [ascii_lowercase[k : k + 2] for k in range(len(ranks))]
    if ranks[0] == 1:
        inputs[0] = inputs[0][1:]
    if ranks[-1] == 1:
        inputs[-1] = inputs[-1][:1]
    return inputs, inputs[0][: ranks[0] - 1] + inputs[-1][1:]


rule(core.multi_dot, custom(_chain_pull, linear_push), call="*items",
     shape=lambda args, attrs: shapes.asked(core.multi_dot)(args, {}), name="np.linalg.multi_dot")


def _apart(at: Place, x: Atom) -> Atom:
    """Append an axis of size 1 behind one that was summed away."""
    return at.b.apply(gate(np.expand_dims), x, attrs={"axis": at.names.get("axis", -1)})


def _vecdot_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The first operand is conjugated, and so is what it gets."""
    if index == 1:
        return at.text("g * conj(x)", g=_apart(at, g))
    return ops.conjugate(at.b, at.text("g * y", g=_apart(at, g)))


for _home in (np, np.linalg):
    if hasattr(_home, "vecdot"):
        _vecdot = _home.vecdot
        rule(_vecdot, custom(_vecdot_pull, linear_push), call="x, y, *, axis=-1",
             shape=shapes.asked(_vecdot))
        complex_rule(AS_FOR_REALS, _vecdot)
WIDE, HIGH = "np.expand_dims({}, axis=-2)", "np.expand_dims({}, axis=-1)"
if hasattr(np, "matvec"):
    rule(np.matvec, bilinear(x=f"{HIGH.format('g')} * {WIDE.format('y')}",
                             y=f"np.squeeze({WIDE.format('g')} @ x, axis=-2)"),
         shape=shapes.asked(np.matvec))
    rule(np.vecmat, bilinear(x=f"np.squeeze(y @ {HIGH.format('g')}, axis=-1)",
                             y=f"{HIGH.format('x')} * {WIDE.format('g')}"),
         shape=shapes.asked(np.vecmat))
CROSS = bilinear(x="cross(y, g)", y="cross(g, x)")
rule(np.cross, CROSS, call="x, y", shape=shapes.cross)
rule(runtime.cross, CROSS, call="x, y", shape=shapes.cross, name="cross")
