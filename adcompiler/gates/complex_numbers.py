"""Complex numbers: their parts, `cmath`, and which rules hold for them as for real numbers.

An adjoint is `dL/dx - i dL/dy` for `z = x + iy`, so that `dL = Re(g * dz)`: holomorphic gates
hand on `g * f'(z)`, unconjugated. Where a gate is real of complex operands, `c * g` is pulled
and `Re(c * t)` pushed; the engine takes the real part wherever a number is real.
"""

from __future__ import annotations

import cmath
import copy
import operator
from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, again, blocked, custom, linear, local_derivative
from adcompiler.gates.scalar import ZERO_SAFE
from adcompiler.gates.table import (
    AS_FOR_REALS,
    REAL_VALUED,
    attribute,
    complex_rule,
    method,
    rule,
)
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import BOOL, COMPLEX, FLOAT, rank

# -- numbers and their parts


def _number_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return g if index == 0 else ops.times(at.b, Const(1j), g)


def _number_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [_number_pull(at, k, t) for k, t in tangents.items()]
    return ops.summed(at.b, [p for p in parts if p is not None])


rule(complex, custom(_number_pull, _number_push), call="x, y=None", shape=shapes.number)
for _dtype in (np.complex64, np.complex128):
    rule(_dtype, linear("g"), call="x", shape=shapes.as_dtype(_dtype.__name__), view=True)
for _real in (np.float16, np.float32, np.longdouble):
    rule(_real, linear("g"), call="x", shape=shapes.as_dtype(np.dtype(_real).name), view=True)
for _whole in (np.bool_, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32,
               np.uint64):
    rule(_whole, blocked("piecewise constant"), call="x",
         shape=shapes.as_dtype(np.dtype(_whole).name))
rule(np.imag, blocked("the imaginary part of a real number is 0"), call="x", shape=shapes.real,
     view=True)
rule(np.conj, linear("g"), call="x", shape=shapes.conjugate, name="np.conj")
rule(np.angle, blocked("piecewise constant"), call="x, *, deg=False", shape=shapes.angle)
rule(np.isreal, blocked("a truth value"), call="x", shape=shapes.ufunc(np.isnan))
rule(np.iscomplex, blocked("a truth value"), call="x", shape=shapes.ufunc(np.isnan))

complex_rule(custom(
    lambda at, index, g: ops.times(at.b, Const(-1j), g),
    lambda at, tangents: again(at, 0, tangents[0])), np.imag)
complex_rule(custom(
    lambda at, index, g: ops.conjugate(at.b, g),
    lambda at, tangents: ops.conjugate(at.b, tangents[0])), np.conj)
complex_rule(local_derivative("abs(x)", x="over(conj(x), out)"), abs, np.absolute)


def _angle(at: Place) -> Atom:
    """Append the derivative of the angle, 0 where the number is 0."""
    return at.text("over(-1j * (180 / pi), x)" if at.names.get("deg") else "over(-1j, x)")


_turning = custom(
    lambda at, index, g: ops.scaled(at.b, _angle(at), g),
    lambda at, tangents: ops.times(at.b, _angle(at), tangents[0]))
rule(cmath.phase, blocked("piecewise constant"), call="x", shape=shapes.always(FLOAT))
complex_rule(_turning, np.angle, cmath.phase)

for _name in ("real", "imag"):
    attribute(_name, getattr(np, _name))
for _name in ("conj", "conjugate"):
    method(_name, np.conj)

# -- cmath

NUMBER = shapes.always(COMPLEX)
ARCS = {"asin": "1 / cos(out)", "acos": "-1 / sin(out)",
        "asinh": "1 / cosh(out)", "acosh": "1 / sinh(out)"}  # on whichever side of the cut
rule(cmath.exp, local_derivative("exp(x)"), shape=NUMBER)
rule(cmath.log, local_derivative("log(x)"), call="x", shape=NUMBER, raises="domain")
rule(cmath.log10, local_derivative("log(x) / log(10)", x="1 / (x * log(10))"), shape=NUMBER,
     raises="domain")
rule(cmath.sqrt, local_derivative("sqrt(x)", x=ZERO_SAFE), shape=NUMBER)
rule(cmath.sin, local_derivative("sin(x)"), shape=NUMBER)
rule(cmath.cos, local_derivative("cos(x)"), shape=NUMBER)
rule(cmath.tan, local_derivative("tan(x)"), shape=NUMBER)
rule(cmath.sinh, local_derivative("sinh(x)"), shape=NUMBER)
rule(cmath.cosh, local_derivative("cosh(x)"), shape=NUMBER)
rule(cmath.tanh, local_derivative("tanh(x)"), shape=NUMBER)
rule(cmath.atan, local_derivative("atan(x)"), shape=NUMBER, raises="domain")
rule(cmath.atanh, local_derivative("atanh(x)"), shape=NUMBER, raises="domain")
for _name, _slope in ARCS.items():
    rule(getattr(cmath, _name), local_derivative(f"{_name}(x)", x=_slope), shape=NUMBER)
    complex_rule(local_derivative(f"{_name}(x)", x=_slope), getattr(np, f"arc{_name[1:]}"))
rule(cmath.rect, local_derivative("x * exp(1j * y)", x="exp(1j * y)", y="1j * out"), call="x, y",
     shape=NUMBER)
for _truth in (cmath.isnan, cmath.isinf, cmath.isfinite):
    rule(_truth, blocked("a truth value"), call="x", shape=shapes.always(BOOL))
    complex_rule(AS_FOR_REALS, _truth)
complex_rule(AS_FOR_REALS, *(getattr(cmath, _name) for _name in (
    "exp", "log", "log10", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "atanh",
    *ARCS)))

# -- products that conjugate, powers


def _vdot_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The first operand is conjugated, and so is what it gets."""
    flat = all(rank(type_of(a)) == 1 for a in at.op.args)
    if index == 0:
        return ops.conjugate(at.b, at.text("g * y" if flat else "g * np.reshape(y, x.shape)", g=g))
    return at.text("g * conj(x)" if flat else "g * np.reshape(conj(x), y.shape)", g=g)


def _vdot_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return ops.summed(at.b, [again(at, k, t) for k, t in tangents.items()])


complex_rule(AS_FOR_REALS, core.tolist, runtime.examples, runtime.together)
complex_rule(AS_FOR_REALS, *core.RESIZES, core.chain, core.repeated, core.duplicate,
             copy.deepcopy, core.concatenated, runtime.pieces)
complex_rule(custom(_vdot_pull, _vdot_push), np.vdot)
complex_rule(local_derivative("z * log(x)", x="power_dx(x, y) * complex_log(x) + z / x",
             y="z * complex_log(x) ** 2", z="0"), runtime.power_dy)

REAL_VALUED |= {abs, np.absolute, np.real, np.imag, np.angle, cmath.phase, np.var, np.std,
    np.linalg.norm, core.squared_modulus, np.fft.irfft, np.fft.irfft2, np.fft.irfftn}

# -- what holds as for reals: linear in each operand, holomorphic, or without a derivative

complex_rule(AS_FOR_REALS, operator.add, operator.sub, operator.mul, operator.truediv,
    operator.pow, operator.neg, operator.pos, operator.matmul,
    np.add, np.subtract, np.multiply, np.divide, np.negative, np.positive, np.power,
    np.float_power, np.square, np.reciprocal, np.exp, np.exp2, np.expm1, np.log, np.log2,
    np.log10, np.log1p, np.sqrt, np.sin, np.cos, np.tan, np.sinh, np.cosh, np.tanh, np.arctan,
    np.arctanh, np.sinc, np.where, np.real, complex, np.complex64, np.complex128,
    runtime.over, runtime.power_dx, core.squared_modulus, core.summed)
complex_rule(AS_FOR_REALS, np.matmul, np.dot, np.outer, np.inner, np.tensordot, np.kron, np.cross,
    np.convolve, np.polyval, core.einsum, core.einsum_of_one, np.linalg.solve, np.linalg.inv,
    np.linalg.det, runtime.matmul_dx, runtime.matmul_dy, runtime.cross, runtime.convolve_back,
    runtime.cofactors)
complex_rule(AS_FOR_REALS, np.sum, np.mean, np.prod, np.cumsum, np.cumprod, np.nansum, np.nanmean,
    np.trace, np.var, np.std, np.linalg.norm, core.average, sum, runtime.others, runtime.recur,
    runtime.recur_back, runtime.before, runtime.after, runtime.repeat)
complex_rule(AS_FOR_REALS, np.asanyarray, np.asarray_chkfinite, np.require, np.ascontiguousarray,
    np.asfortranarray, np.correlate, runtime.unpadded, core.multi_dot)
complex_rule(AS_FOR_REALS, np.transpose, np.reshape, np.ravel, np.squeeze, np.expand_dims,
    np.swapaxes, np.moveaxis, np.broadcast_to, np.copy, np.flip, np.fliplr, np.flipud, np.roll,
    np.repeat, np.tile, np.pad, np.take, np.take_along_axis, np.diff, np.diagonal, np.diag,
    np.tril, np.triu, np.array, np.asarray, np.full, list, core.concatenate, core.stack,
    runtime.piece, runtime.placed, runtime.on_diagonal, runtime.unrepeated, runtime.put_along)
complex_rule(AS_FOR_REALS, core.load, core.accumulate, core.store, core.item, core.pack,
    core.stack_items, core.flipped, core.append, core.mask, core.broadcast_like, core.named,
    core.astype, core.item_of, runtime.fit, runtime.like, runtime.plus, runtime.pad_items,
    runtime.zeros, runtime.lasting, *core.EFFECTS, core.text)
complex_rule(AS_FOR_REALS, np.zeros_like, np.ones_like, np.empty_like, core.shape, core.size_of,
    core.size, core.dtype_of, np.shape, np.size, np.ndim, len, runtime.stop_gradient)
complex_rule(AS_FOR_REALS, operator.eq, operator.ne, operator.is_, operator.is_not, operator.not_,
    operator.contains, bool, np.equal, np.not_equal, np.isnan, np.isinf, np.isfinite, np.isreal,
    np.iscomplex, np.logical_and, np.logical_or, np.logical_not, np.isclose, np.allclose,
    np.array_equal, np.any, np.all, np.count_nonzero, np.flatnonzero)
