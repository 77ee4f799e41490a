"""NumPy's elementwise functions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import (
    Place,
    blocked,
    custom,
    distribute,
    linear,
    local_derivative,
    route,
    swap_and_scale,
)
from adcompiler.gates.scalar import MODULO, power
from adcompiler.gates.table import gate, method, rule
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import Other

rule(np.add, distribute("+", "+"))
rule(np.subtract, distribute("+", "-"))
rule(np.multiply, swap_and_scale())
rule(np.divide, local_derivative("x / y"))
rule(np.negative, distribute("-"))
rule(np.positive, distribute("+"))
rule(np.power, power)
rule(np.float_power, power)
rule(np.remainder, local_derivative(MODULO, x="1", y="-floor(x / y)"))
rule(np.fmod, local_derivative(MODULO, x="1", y="-trunc(x / y)"))
rule(np.square, local_derivative("x ** 2"))
rule(np.reciprocal, local_derivative("1 / x"))
rule(np.exp, local_derivative("exp(x)"), at=(-3, 3), also=(-800, 700))
rule(np.exp2, local_derivative("2 ** x", x="out * log(2)"), at=(-3, 3))
rule(np.expm1, local_derivative("exp(x) - 1"), at=(-3, 3))
rule(np.log, local_derivative("log(x)"))
rule(np.log2, local_derivative("log(x) / log(2)", x="1 / (x * log(2))"))
rule(np.log10, local_derivative("log(x) / log(10)", x="1 / (x * log(10))"))
rule(np.log1p, local_derivative("log(1 + x)"), at=(-0.9, 5))
rule(np.sqrt, local_derivative("sqrt(x)", x="0.5 / out"))
rule(np.cbrt, local_derivative("cbrt(x)", x="1 / (3 * out ** 2)"))
rule(np.sin, local_derivative("sin(x)"), at=(-3, 3))
rule(np.cos, local_derivative("cos(x)"), at=(-3, 3))
rule(np.tan, local_derivative("tan(x)"), at=(-1, 1))
rule(np.arcsin, local_derivative("asin(x)"), at=(-0.9, 0.9))
rule(np.arccos, local_derivative("acos(x)"), at=(-0.9, 0.9))
rule(np.arctan, local_derivative("atan(x)"), at=(-3, 3))
rule(np.sinh, local_derivative("sinh(x)"), at=(-2, 2))
rule(np.cosh, local_derivative("cosh(x)"), at=(-2, 2))
rule(np.tanh, local_derivative("tanh(x)"), at=(-3, 3), also=(-800, 800))
rule(np.arcsinh, local_derivative("asinh(x)"), at=(-3, 3))
rule(np.arccosh, local_derivative("acosh(x)"), at=(1.1, 3))
rule(np.arctanh, local_derivative("atanh(x)"), at=(-0.9, 0.9))
rule(np.absolute, local_derivative("abs(x)", x="sign(x)"), at=(-3, 3))
rule(np.fabs, local_derivative("abs(x)", x="sign(x)"), at=(-3, 3))
rule(np.hypot, local_derivative("sqrt(x**2 + y**2)",
     x="over(x, out)", y="over(y, out)"))
rule(np.arctan2, local_derivative("atan2(x, y)",
     x="over(y, x ** 2 + y ** 2)", y="-over(x, x ** 2 + y ** 2)"))
rule(np.logaddexp, local_derivative("log(exp(x) + exp(y))", x="exp(x - out)", y="exp(y - out)"),
     at=(-2, 2))
rule(np.logaddexp2, local_derivative("log(2**x + 2**y) / log(2)", x="exp2(x - out)",
     y="exp2(y - out)"), at=(-2, 2))
rule(np.copysign, local_derivative("copysign(x, y)", x="sign(x) * copysign(1, y)", y="0"),
     at=(-2, 2))
rule(np.sinc, local_derivative("sinc(x)",
     x="np.where(x == 0, 0, (cos(pi * x) - out) / np.where(x == 0, 1, x))"),
     call="x", shape=shapes.ufunc(np.sin))
for _degrees in (np.degrees, np.rad2deg):
    rule(_degrees, local_derivative("x * 180 / pi", x="180 / pi"), at=(-3, 3))
for _radians in (np.radians, np.deg2rad):
    rule(_radians, local_derivative("x * pi / 180", x="pi / 180"), at=(-3, 3))
for _max in (np.maximum, np.fmax):
    rule(_max, route(x="x > y", y="y > x"), at=(-2, 2))
for _min in (np.minimum, np.fmin):
    rule(_min, route(x="x < y", y="y < x"), at=(-2, 2))
NOTHING = Other(type(None))
rule(np.clip, local_derivative("clip(x, y, None)", x="x >= y", y="x < y", z="0"),
     when=lambda x, y, z: z == NOTHING, call="x, y, z", shape=shapes.clipped, at=(-2, 2))
rule(np.clip, local_derivative("clip(x, None, z)", x="x <= z", y="0", z="x > z"),
     when=lambda x, y, z: y == NOTHING)
rule(np.clip, local_derivative("clip(x, y, z)", x="(x >= y) & (x <= z)", y="(x < y) & (y <= z)",
     z="(x > z) | (y > z)"))
rule(np.i0, local_derivative("besseli(0, x)", x="bessel_i(1, x)"), call="x",
     shape=shapes.asked(np.i0), at=(-3, 3))
rule(runtime.bessel_i, local_derivative("besseli(n, x)", n="0",
     x="0.5 * (bessel_i(n - 1, x) + bessel_i(n + 1, x))"), call="n, x", name="bessel_i",
     shape=shapes.asked(runtime.bessel_i))
rule(np.nextafter, local_derivative("x", x="1", y="0"), at=(-2, 2))
rule(np.ldexp, local_derivative("x * 2 ** y", x="exp2(y)", y="0"))
rule(np.real, linear("g"), call="x", shape=shapes.real, view=True)

rule(np.heaviside, local_derivative("heaviside(x, y)", x="0", y="x == 0"))
for _step in (np.sign, np.floor, np.ceil, np.trunc, np.rint, np.spacing):
    rule(_step, blocked("piecewise constant"))
for _round in (np.round, np.around):
    rule(_round, blocked("piecewise constant"), call="x, decimals=0",
         shape=lambda args, attrs: shapes.ufunc(np.positive)(args[:1], attrs))
rule(np.fix, blocked("piecewise constant"), call="x", shape=shapes.ufunc(np.positive))
rule(np.nan_to_num, local_derivative("x", x="isfinite(x)"),
     call="x, *, nan=0.0, posinf=None, neginf=None",
     shape=lambda args, attrs: shapes.ufunc(np.positive)(args, {}))
method("round", np.round)
for _truth in (
    np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal,
    np.logical_and, np.logical_or, np.logical_not, np.logical_xor,
    np.isnan, np.isinf, np.isfinite, np.signbit,
    np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.invert, np.floor_divide,
):
    rule(_truth, blocked("a truth value or an integer"))


def _where_pull(at: Place, index: int, g: Atom) -> Atom | None:
    cond = at.op.args[0]
    if index == 1:
        return ops.masked(at.b, cond, g)
    return ops.masked(at.b, at.b.apply(gate(np.logical_not), cond), g)


def _where_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    x, y = (tangents.get(k, ops.ZERO) for k in (1, 2))
    return at.b.apply(gate(np.where), at.op.args[0], x, y)


rule(np.where, custom(_where_pull, _where_push), call="cond, x, y", shape=shapes.where)
rule(core.mask, custom(
    lambda at, index, g: ops.masked(at.b, at.op.args[0], g),
    lambda at, tangents: ops.masked(at.b, at.op.args[0], tangents[1])),
    call="cond, x", shape=shapes.masked, name="mask")
