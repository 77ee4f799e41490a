"""Operators, builtins and `math`: the gates of scalar code."""

from __future__ import annotations

import bisect
import math
import operator
from collections.abc import Mapping

import numpy as np

from adcompiler import runtime
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
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
from adcompiler.gates.table import gate, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import COMPLEX, FLOAT, INT, Array, Scalar, Type, numeric_kind


def python_number(*types: Type) -> bool:
    """Tell whether all operands are Python numbers: no NumPy function is needed."""
    return all(isinstance(t, Scalar) and t.dtype is None for t in types)


def _power(at: Place, index: int) -> Atom | None:
    """Return the local derivative of `x ** y`."""
    x, y = at.op.args
    if index == 1:
        if isinstance(x, Const) and isinstance(x.value, int | float) and x.value > 0:
            return at.text("out * log(x)")
        return at.b.apply(gate(runtime.power_dy), x, y, at.op.out)
    if isinstance(y, Const) and isinstance(y.value, int | float):
        n = y.value
        if n == 0:
            return None
        if n < 0 and isinstance(type_of(x), Array) and numeric_kind(type_of(x)) == "float":
            return at.text("n * out / x", n=Const(float(n)))  # sooner than another power
        if isinstance(n, int) or n >= 1:
            return at.text("n * x ** m", n=Const(float(n)), m=Const(n - 1))
        if type_of(x) in (FLOAT, COMPLEX):
            return at.text("n * x ** m if x != 0 else inf", n=Const(n), m=Const(n - 1))
        return at.text("n * x ** m", n=Const(n), m=Const(n - 1))
    if numeric_kind(type_of(y)) == "int" and python_number(type_of(x), type_of(y)):
        return at.text("y * x ** (y - 1) if y != 0 else 0.0")
    return at.b.apply(gate(runtime.power_dx), x, y)


def _power_pull(at: Place, index: int, g: Atom) -> Atom | None:
    local = _power(at, index)
    return None if local is None else ops.scaled(at.b, local, g)


def _power_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    pairs = [(_power(at, k), t) for k, t in tangents.items()]
    parts = [ops.times(at.b, local, t) for local, t in pairs if local is not None]
    return ops.summed(at.b, parts) if parts else None




power = custom(_power_pull, _power_push)
MODULO = "x - y * floor(x / y)"
SIGN = "1.0 if x > 0 else -1.0 if x < 0 else 0.0"

rule(operator.add, distribute("+", "+"), call="x, y")
rule(operator.sub, distribute("+", "-"), call="x, y")
rule(operator.mul, swap_and_scale(), call="x, y")
rule(operator.truediv, local_derivative("x / y"), call="x, y", raises="zero")
rule(operator.pow, power, call="x, y", raises="power")
rule(operator.mod, local_derivative(MODULO, x="1", y="-floor(x / y)"), call="x, y", raises="zero")
rule(operator.floordiv, blocked("piecewise constant"), call="x, y", raises="zero")
rule(operator.neg, distribute("-"), call="x")
rule(operator.pos, distribute("+"), call="x")
for _compare in (
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    operator.eq,
    operator.ne,
    operator.is_,
    operator.is_not,
    operator.and_,
    operator.or_,
    operator.xor,
    operator.lshift,
    operator.rshift,
    operator.contains,
):
    rule(_compare, blocked("a truth value or an integer"), call="x, y")
rule(operator.not_, blocked("a truth value"), call="x")
rule(operator.invert, blocked("a truth value or an integer"), call="x")

rule(abs, local_derivative("abs(x)", x=SIGN), when=python_number, call="x")
rule(abs, local_derivative("abs(x)", x="sign(x)"))
rule(max, route("first", x="x >= y", y="y > x"), call="x, y", shape=shapes.joined)
rule(min, route("first", x="x <= y", y="y < x"), call="x, y", shape=shapes.joined)
rule(float, linear("g"), call="x", shape=shapes.always(FLOAT), raises="text")
rule(np.float64, linear("g"), call="x", shape=shapes.as_float64, view=True)
rule(int, blocked("piecewise constant"), call="x", shape=shapes.always(Scalar("int")),
     raises="text")
rule(runtime.part_size, blocked("piecewise constant"), call="n, parts", name="part_size",
     shape=shapes.always(Scalar("int")), raises="domain")
rule(bool, blocked("a truth value"), call="x", shape=shapes.always(Scalar("bool")))
rule(round, blocked("piecewise constant"), call="x, digits=None", shape=shapes.rounded)
rule(len, blocked("an integer"), call="x", shape=shapes.length, light=True)
rule(range, blocked("integers"), call="*bounds", shape=shapes.counted, light=True)

ZERO_SAFE = "0.5 / out if out != 0 else inf"
rule(math.exp, local_derivative("exp(x)"), at=(-3, 3))
rule(math.exp2, local_derivative("2 ** x", x="out * log(2)"), at=(-3, 3))
rule(math.expm1, local_derivative("exp(x) - 1"), at=(-3, 3))
rule(math.log, local_derivative("log(x)"), raises="nonpositive")
rule(math.log2, local_derivative("log(x) / log(2)", x="1 / (x * log(2))"), raises="nonpositive")
rule(math.log10, local_derivative("log(x) / log(10)", x="1 / (x * log(10))"), raises="nonpositive")
rule(math.log1p, local_derivative("log(1 + x)"), at=(-0.9, 5), raises="domain")
rule(math.sqrt, local_derivative("sqrt(x)", x=ZERO_SAFE), raises="negative")
rule(math.cbrt, local_derivative("cbrt(x)", x="1 / (3 * out ** 2) if out != 0 else inf"))
rule(math.sin, local_derivative("sin(x)"), at=(-3, 3), raises="infinite")
rule(math.cos, local_derivative("cos(x)"), at=(-3, 3), raises="infinite")
rule(math.tan, local_derivative("tan(x)"), at=(-1, 1), raises="infinite")
rule(math.asin, local_derivative("asin(x)", x="1 / sqrt(1 - x ** 2) if x ** 2 != 1 else inf"),
     at=(-0.9, 0.9), raises="domain")
rule(math.acos, local_derivative("acos(x)", x="-1 / sqrt(1 - x ** 2) if x ** 2 != 1 else -inf"),
     at=(-0.9, 0.9), raises="domain")
rule(math.atan, local_derivative("atan(x)"), at=(-3, 3))
rule(math.sinh, local_derivative("sinh(x)"), at=(-2, 2))
rule(math.cosh, local_derivative("cosh(x)"), at=(-2, 2))
rule(math.tanh, local_derivative("tanh(x)"), at=(-3, 3), also=(-800, 800))
rule(math.asinh, local_derivative("asinh(x)"), at=(-3, 3))
rule(math.acosh, local_derivative("acosh(x)", x="1 / sqrt(x ** 2 - 1) if x != 1 else inf"),
     at=(1.1, 3), raises="domain")
rule(math.atanh, local_derivative("atanh(x)"), at=(-0.9, 0.9), raises="domain")
rule(math.fabs, local_derivative("abs(x)", x=SIGN), at=(-3, 3))
rule(math.pow, power, call="x, y", raises="power")
rule(math.fmod, local_derivative(MODULO, x="1", y="-trunc(x / y)"), call="x, y", raises="domain")
rule(math.hypot, local_derivative("sqrt(x**2 + y**2)",
     x="x / out if out != 0 else 0.0", y="y / out if out != 0 else 0.0"), call="x, y")
rule(math.atan2, local_derivative("atan2(x, y)",
     x="y / (x ** 2 + y ** 2) if x ** 2 + y ** 2 != 0 else 0.0",
     y="-x / (x ** 2 + y ** 2) if x ** 2 + y ** 2 != 0 else 0.0"), call="x, y")
rule(math.copysign, local_derivative("copysign(x, y)",
     x="copysign(1, x) * copysign(1, y) if x != 0 else 0.0", y="0"), call="x, y")
rule(math.degrees, local_derivative("x * 180 / pi", x="180 / pi"), at=(-3, 3))
rule(math.radians, local_derivative("x * pi / 180", x="pi / 180"), at=(-3, 3))
rule(math.erf, local_derivative("erf(x)", x="2 / sqrt(pi) * exp(-x ** 2)"), at=(-2, 2))
rule(math.erfc, local_derivative("erfc(x)", x="-2 / sqrt(pi) * exp(-x ** 2)"), at=(-2, 2))
rule(math.lgamma, local_derivative("loggamma(x)", x="digamma(x)"), raises="domain")
rule(math.gamma, local_derivative("gamma(x)", x="out * digamma(x)"), raises="domain")
for _step in (math.floor, math.ceil, math.trunc):
    rule(_step, blocked("piecewise constant"), call="x", raises="text")
for _truth in (math.isnan, math.isinf, math.isfinite):
    rule(_truth, blocked("piecewise constant"), call="x")
for _integer in (math.gcd, math.lcm, math.factorial, math.comb, math.perm, math.isqrt):
    rule(_integer, blocked("integers"), call="*x", raises="domain")
for _place in (bisect.bisect_left, bisect.bisect_right):
    rule(_place, blocked("integers"), call="a, x, lo=0, hi=None", shape=shapes.always(INT))

rule(runtime.over, local_derivative("x / y", x="over(1.0, y)", y="-over(out, y)"), call="x, y",
     name="over", shape=shapes.ufunc(np.divide))
rule(runtime.power_dx, local_derivative("y * x ** (y - 1)", x="y * power_dx(x, y - 1)",
     y="x ** (y - 1) + y * power_dy(x, y - 1, x ** (y - 1))"), call="x, y", name="power_dx",
     shape=shapes.ufunc(np.power))
rule(runtime.power_dy, local_derivative("z * log(x)",
     x="power_dx(x, y) * log(x) + z / x", y="z * log(x) ** 2", z="0"),
     call="x, y, z", name="power_dy", shape=shapes.ufunc_of_pairs(np.power))
rule(runtime.digamma, local_derivative("digamma(x)", x="trigamma(x)"), name="digamma",
     call="x", shape=shapes.always(FLOAT))
rule(runtime.trigamma, local_derivative("trigamma(x)", x="polygamma(2, x)"), name="trigamma",
     call="x", shape=shapes.always(FLOAT))
rule(runtime.polygamma, local_derivative("polygamma(n, x)", n="0", x="polygamma(n + 1, x)"),
     call="n, x", name="polygamma", shape=shapes.always(FLOAT))
