"""Rearranging and creating arrays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.errors import unranked
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, blocked, custom, linear, reshape, spread
from adcompiler.gates.table import CREATED, attribute, gate, method, rule
from adcompiler.gates.texts import apply_function, macro
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom, Value
from adcompiler.ir.types import INT, Array, Scalar, Seq, Tree, Type, rank


@macro
def untransposed(b: Builder, g: Atom, axes: object) -> Atom:
    """Return the inverse of a transposition."""
    if axes is None:
        return apply_function(b, np.transpose, [g], {"style": "T"})
    assert isinstance(axes, tuple)
    inverse = tuple(int(k) for k in np.argsort([k % len(axes) for k in axes]))
    return apply_function(b, np.transpose, [g, inverse], {})


def is_sequence(*types: Type) -> bool:
    """Tell whether the first operand is a list, whose adjoint may be an array of its rows."""
    return isinstance(types[0], Seq)


def is_number(*types: Type) -> bool:
    """Tell whether the first operand is a number, which has no shape."""
    return isinstance(types[0], Scalar)


def arrayed(at: Place, g: Atom, index: int = 0) -> Atom:
    """Return the adjoint of a list as an array where the operand is one."""
    if isinstance(type_of(at.op.args[index]), Array) and isinstance(type_of(g), Seq | Tree):
        return at.b.apply(gate(np.asarray), g)
    return g


def as_array(b: Builder, x: Atom) -> Atom:
    """Return a list of numbers as an array, an array as it is."""
    return x if isinstance(type_of(x), Array) else b.apply(gate(np.asarray), x)


BACK = "np.reshape(g, x.shape)"
rule(np.transpose, reshape("untransposed(g, axes)"), call="x, axes=None",
     shape=shapes.transposed, view=True)
rule(np.reshape, reshape("g"), when=is_sequence, call="x, shape", shape=shapes.reshaped, view=True)
rule(np.reshape, reshape("total(g)"), when=is_number)
rule(np.reshape, reshape(BACK))
rule(np.ravel, reshape("total(g)"), when=is_number, call="x", shape=shapes.flattened, view=True)
rule(np.ravel, reshape(BACK), call="x", shape=shapes.flattened, view=True)
rule(np.squeeze, reshape(BACK), call="x, *, axis=None", shape=shapes.squeezed, view=True)
rule(np.expand_dims, reshape("np.squeeze(g, axis=axis)"), call="x, *, axis",
     shape=shapes.expanded, view=True)
rule(np.swapaxes, reshape("np.swapaxes(g, axis1, axis2)"), call="x, axis1, axis2",
     shape=shapes.swapped, view=True)
rule(np.broadcast_to, spread("fit(g, x)"), call="x, shape", shape=shapes.reshaped, view=True)
rule(core.broadcast_like, spread("fit(g, x)"), call="x, y", shape=shapes.spread_like, view=True,
     name="broadcast_like")
rule(runtime.fit, linear("broadcast_like(g, x)"), call="x, y", shape=shapes.fitted, view=True,
     name="fit")
rule(runtime.like, custom(
    lambda at, index, g: arrayed(at, g) if index == 0 else None,
    lambda at, tangents: again(at, 0, tangents[0]) if 0 in tangents else None),
    call="x, y", shape=shapes.second, name="like")
rule(np.copy, linear("g"), call="x", shape=shapes.same)
for _as_it_is in (np.asanyarray, np.asarray_chkfinite, np.require):
    rule(_as_it_is, linear("g"), call="x, *, dtype=None", shape=shapes.array_of, view=True)
for _laid_out in (np.ascontiguousarray, np.asfortranarray):
    rule(_laid_out, reshape("total(g)"), when=is_number, call="x, *, dtype=None",
         shape=shapes.asked(_laid_out), view=True)
    rule(_laid_out, linear("g"))
rule(core.named, linear("g"), call="x", shape=shapes.same, name="named")
rule(core.passed, linear("g"), call="x", shape=shapes.same, view=True, name="passed")
rule(runtime.matching, custom(
    lambda at, index, g: g if index == 0 else None,
    lambda at, tangents: tangents.get(0)),
    call="x, y, *, of", shape=shapes.same, view=True, name="matching")
rule(runtime.checkpointed, custom(
    lambda at, index, g: g if index == 0 else None,
    lambda at, tangents: tangents.get(0)),
    call="items, states", shape=shapes.same, view=True, name="checkpointed")
rule(runtime.stretches, blocked("where a loop is cut"), call="n, states",
     shape=shapes.always(Seq(Tree("tuple", (INT, INT, INT)), "stretches")), name="stretches")
rule(runtime.stop_gradient, blocked("said to be a constant"), call="x", shape=shapes.same,
     view=True, name="stop_gradient")



def _joined_pull(at: Place, index: int, g: Atom) -> Atom | None:
    attrs = {k: v for k, v in at.op.attrs.items() if k == "axis"}
    return at.b.apply(gate(runtime.piece), g, at.op.args[index], *at.op.args[:index], attrs=attrs)


def _joined_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    args = [
        tangents.get(k) or (ops.zero_like(at.b, a) if isinstance(a, Value) else ops.ZERO)
        for k, a in enumerate(at.op.args)
    ]
    return at.b.apply(at.op.gate, *args, attrs=dict(at.op.attrs))


def _stacked_pull(at: Place, index: int, g: Atom) -> Atom | None:
    axis = at.op.attrs.get("axis", 0)
    where: object = (*([slice(None)] * axis), index) if axis else index
    if axis < 0:
        where = (Ellipsis, index, *([slice(None)] * (-axis - 1)))
    return at.b.apply(gate(core.load), g, attrs={"index": where})


def _first_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if 0 not in tangents:
        return None
    return at.b.apply(at.op.gate, tangents[0], *at.op.args[1:], attrs=dict(at.op.attrs))


def _only_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    """The tangent of a gate that is linear in the one operand that can vary."""
    ((k, t),) = tangents.items()
    return again(at, k, t)


def _linspace_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Each end gets the part that it has in every element."""
    ends = ("1.0, 0.0", "0.0, 1.0")[index]
    share = at.text(f"np.linspace({ends}, num, endpoint=endpoint)")
    n = rank(type_of(at.op.out))
    if n is None:
        raise unranked("np.linspace", at.op.span)
    if n == 1:
        return at.text("np.sum(g * share)", g=g, share=share)
    share = at.b.apply(gate(np.expand_dims), share, attrs={"axis": tuple(range(1, n))})
    return at.text("np.sum(g * share, axis=0)", g=g, share=share)


def _linspace_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    ends = [
        tangents.get(k) or (ops.zero_like(at.b, a) if isinstance(a, Value) else ops.ZERO)
        for k, a in enumerate(at.op.args[:2])
    ]
    return at.b.apply(at.op.gate, *ends, *at.op.args[2:], attrs=dict(at.op.attrs))


def _arange_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The start moves every element, a step its multiples, and the end none."""
    if len(at.op.args) == 1 or index == 1:
        return None
    return g if index == 0 else at.text("np.sum(g * np.arange(size(g)))", g=g)


def _arange_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if len(at.op.args) == 1:
        return None
    parts = [ops.broadcast_like(at.b, tangents[0], at.op.out)] if 0 in tangents else []
    if 2 in tangents:
        parts.append(at.text("t * np.arange(size(out))", t=tangents[2]))
    return ops.summed(at.b, parts) if parts else None


rule(core.concatenate, custom(_joined_pull, _joined_push, "reshape"), call="*items, axis=0",
     shape=shapes.concatenated, name="np.concatenate")
rule(core.stack, custom(_stacked_pull, _joined_push, "reshape"), call="*items, axis=0",
     shape=shapes.stacked, name="np.stack")
rule(runtime.piece, custom(lambda at, index, g: at.b.apply(gate(runtime.placed), g, *at.op.args,
     attrs=dict(at.op.attrs)) if index == 0 else None, _first_push), call="g, x, *before, axis=0",
     shape=shapes.spread_like, name="piece", view=True)
rule(runtime.placed, custom(lambda at, index, g: at.b.apply(gate(runtime.piece), g,
     *at.op.args[2:], attrs=dict(at.op.attrs)) if index == 0 else None, _first_push),
     call="h, g, x, *before, axis=0", shape=shapes.second, name="placed")

for _new in (np.zeros, np.ones, np.empty, np.ndarray):
    rule(_new, blocked(CREATED), call="shape, *, dtype=float", shape=shapes.created)
for _like in (np.zeros_like, np.ones_like, np.empty_like):
    rule(_like, blocked(CREATED), call="x, *, dtype=None", shape=shapes.floating)
rule(np.indices, blocked("integers"), call="shape, *, dtype=int, sparse=False",
     shape=shapes.indices)
rule(runtime.zeros, blocked(CREATED), call="x, *, lists=False", shape=shapes.zeroed, name="zeros")
rule(np.full, custom(lambda at, index, g: g, _only_push), call="shape, x, *, dtype=None",
     shape=shapes.filled)
rule(np.full_like, linear("g", operand=1), call="x, value", shape=shapes.floating)
rule(np.linspace, custom(_linspace_pull, _linspace_push),
     call="start, stop, num=50, *, endpoint=True, dtype=None", shape=shapes.spaced)
rule(np.arange, custom(_arange_pull, _arange_push), call="*bounds, dtype=None",
     shape=shapes.arange)
rule(np.eye, blocked(CREATED), call="n, m=None, *, k=0, dtype=float", shape=shapes.identity)
rule(np.identity, blocked(CREATED), call="n, *, dtype=float", shape=shapes.identity)
rule(core.shape, blocked("sizes"), call="x", shape=shapes.shape, light=True, name="shape")
rule(core.size_of, blocked("a size"), call="x, *, axis", shape=shapes.size_of, light=True,
     name="size_of")
rule(core.size, blocked("a size"), call="x", shape=shapes.always(INT), light=True, name="size")
rule(np.size, blocked("a size"), call="x", shape=shapes.always(INT))
rule(np.ndim, blocked("a number of dimensions"), call="x", shape=shapes.always(Scalar("int")))
rule(core.dtype_of, blocked("a dtype"), call="x", light=True, name="dtype")

rule(core.astype, linear("g"), call="x, *, dtype", shape=shapes.cast, name="astype")
rule(core.rounded_to, blocked("piecewise constant"), call="x, *, dtype", shape=shapes.cast,
     name="rounded_to")
rule(core.item_of, linear("g"), call="x", shape=shapes.python_scalar, name="item_of")

rule(np.shape, blocked("sizes"), call="x", shape=shapes.shape)
attribute("shape", core.shape)
attribute("size", core.size)
attribute("ndim", np.ndim)
attribute("dtype", core.dtype_of)
attribute("T", np.transpose)
for _name, _function in (("reshape", np.reshape), ("ravel", np.ravel), ("transpose", np.transpose),
                         ("squeeze", np.squeeze), ("copy", np.copy), ("swapaxes", np.swapaxes),
                         ("flatten", np.ravel)):
    method(_name, _function)
