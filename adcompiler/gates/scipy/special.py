"""`scipy.special`: smooth functions of numbers, and the sums of exponentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy import special

from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.batching.elementwise import elementwise as each
from adcompiler.gates.batching.place import batching
from adcompiler.gates.batching.reductions import reduced as over_axes
from adcompiler.gates.kinds import Place, blocked, custom, local_derivative
from adcompiler.gates.reductions import axes_of, kept
from adcompiler.gates.table import AS_FOR_REALS, TABLE, complex_rule, gate, library, rule
from adcompiler.gates.texts import apply_function
from adcompiler.ir.nodes import Atom

library("special", special)

# -- exponentials and logistic functions

rule(special.expit, local_derivative("1 / (1 + exp(-x))", x="out * (1 - out)"),
     at=(-3, 3), also=(-800, 800))
rule(special.logit, local_derivative("log(x / (1 - x))", x="1 / (x * (1 - x))"), at=(0.1, 0.9))
rule(special.log_expit, local_derivative("-log(1 + exp(-x))", x="special.expit(-x)"), at=(-3, 3))
rule(special.exp2, local_derivative("2 ** x", x="out * log(2)"), at=(-3, 3))
rule(special.exp10, local_derivative("10 ** x", x="out * log(10)"), at=(-1, 1))
rule(special.expm1, local_derivative("exp(x) - 1", x="out + 1"), at=(-3, 3))
rule(special.log1p, local_derivative("log(1 + x)", x="1 / (x + 1)"), at=(-0.9, 5))
rule(special.cosm1, local_derivative("cos(x) - 1", x="-np.sin(x)"), at=(-3, 3))
rule(special.cbrt, local_derivative("cbrt(x)", x="1 / (3 * out * out)"))
rule(special.expi, local_derivative("Ei(x)", x="np.exp(x) / x"))
rule(special.exp1, local_derivative("E1(x)", x="-np.exp(-x) / x"))
rule(special.expn, local_derivative("En(n, x)", n=None, x="-special.expn(n - 1, x)"),
     call="n, x")
rule(special.boxcox, local_derivative("(x ** y - 1) / y", x="np.power(x, y - 1)", y=None),
     call="x, y")
rule(special.boxcox1p, local_derivative("((1 + x) ** y - 1) / y", x="np.power(x + 1, y - 1)",
     y=None), call="x, y")
rule(special.inv_boxcox, local_derivative("boxcox, y", x="np.power(out, 1 - y)", y=None))
rule(special.inv_boxcox1p, local_derivative("boxcox1p, y", x="np.power(out + 1, 1 - y)", y=None))
rule(special.powm1, local_derivative("x ** y - 1", x="y * np.power(x, y - 1)",
     y="np.power(x, y) * np.log(x)"))
rule(special.sindg, local_derivative("sin(radians(x))", x="pi / 180 * special.cosdg(x)"))
rule(special.cosdg, local_derivative("cos(radians(x))", x="-(pi / 180 * special.sindg(x))"))
rule(special.tandg, local_derivative("tan(radians(x))", x="pi / 180 * (1 + out * out)"))
if hasattr(special, "softplus"):
    rule(special.softplus, local_derivative("log(1 + exp(x))", x="special.expit(x)"),
         call="x", shape=shapes.ufunc(np.exp), at=(-3, 3))

# -- products with a logarithm, 0 where the factor is 0

rule(special.xlogy, local_derivative("x * log(y)", x="np.log(y)",
     y="where(x == 0, 0.0, x / y)"))
rule(special.xlog1py, local_derivative("x * log(1 + y)", x="np.log1p(y)",
     y="where(x == 0, 0.0, x / (y + 1))"))
rule(special.entr, local_derivative("-x * log(x)", x="-np.log(x) - 1"))
rule(special.rel_entr, local_derivative("x * log(x / y)", x="np.log(x / y) + 1",
     y="where(x == 0, 0.0, -x / y)"))
rule(special.kl_div, local_derivative("x * log(x / y) - x + y", x="np.log(x / y)",
     y="where(x == 0, 1.0, 1 - x / y)"))
rule(special.huber, local_derivative("huber(delta, r)", delta="np.maximum(np.abs(r) - delta, 0)",
     r="np.clip(r, -delta, delta)"), call="delta, r", at=(0.3, 2.0))
rule(special.pseudo_huber, local_derivative("delta**2 * (sqrt(1 + (r / delta)**2) - 1)",
     delta="2 * out / delta - r * r / np.hypot(delta, r)", r="r * delta / np.hypot(delta, r)"),
     call="delta, r")

# -- the error function and the normal distribution

SLOPE_OF_ERF = "2 / sqrt(pi) * np.exp(-x * x)"
rule(special.erf, local_derivative("erf(x)", x=SLOPE_OF_ERF), at=(-2, 2))
rule(special.erfc, local_derivative("erfc(x)", x="-" + SLOPE_OF_ERF), at=(-2, 2))
rule(special.erfi, local_derivative("erfi(x)", x="2 / sqrt(pi) * np.exp(x * x)"), at=(-2, 2))
rule(special.erfcx, local_derivative("exp(x**2) * erfc(x)", x="2 * x * out - 2 / sqrt(pi)"),
     at=(-2, 2))
rule(special.dawsn, local_derivative("dawsn(x)", x="1 - 2 * x * out"), at=(-2, 2))
rule(special.erfinv, local_derivative("erfinv(x)", x="sqrt(pi) / 2 * np.exp(out * out)"),
     at=(-0.9, 0.9))
rule(special.erfcinv, local_derivative("erfcinv(x)", x="-(sqrt(pi) / 2 * np.exp(out * out))"),
     at=(0.1, 1.9))
rule(special.ndtr, local_derivative("ndtr(x)", x="np.exp(-0.5 * x * x) / sqrt(2 * pi)"),
     at=(-3, 3))
rule(special.log_ndtr, local_derivative("log(ndtr(x))",
     x="sqrt(2 / pi) / special.erfcx(-x / sqrt(2))"), at=(-3, 3), also=(-40,))
rule(special.ndtri, local_derivative("ndtri(x)", x="sqrt(2 * pi) * np.exp(0.5 * out * out)"),
     at=(0.1, 0.9))
rule(special.ndtri_exp, local_derivative("ndtri(exp(x))",
     x="sqrt(pi / 2) * special.erfcx(-out / sqrt(2))"), at=(-2, -0.1))
rule(special.owens_t, local_derivative("T(x, y)",
     x="-(special.erf(x * y / sqrt(2)) * np.exp(-0.5 * x * x) / sqrt(8 * pi))",
     y="np.exp(-0.5 * x * x * (1 + y * y)) / (2 * pi * (1 + y * y))"))

# -- the gamma function and its kin

rule(special.gamma, local_derivative("gamma(x)", x="out * special.digamma(x)"))
rule(special.gammaln, local_derivative("log(abs(gamma(x)))", x="special.digamma(x)"))
rule(special.loggamma, local_derivative("loggamma(x)", x="special.digamma(x)"))
rule(special.digamma, local_derivative("digamma(x)", x="special.polygamma(1, x)"),
     name="special.digamma")
rule(special.polygamma, local_derivative("polygamma(n, x)", n=None,
     x="special.polygamma(n + 1, x)"), call="n, x", shape=shapes.ufunc(special.polygamma))
rule(special.zeta, local_derivative("zeta(x, q)", x=None, q="-x * special.zeta(x + 1, q)"),
     call="x, q=1.0", shape=shapes.ufunc(special.zeta), at=(1.5, 3))
rule(special.beta, local_derivative("beta(x, y)",
     x="out * (special.digamma(x) - special.digamma(x + y))",
     y="out * (special.digamma(y) - special.digamma(x + y))"))
rule(special.betaln, local_derivative("log(beta(x, y))",
     x="special.digamma(x) - special.digamma(x + y)",
     y="special.digamma(y) - special.digamma(x + y)"))
DENSITY = "np.exp(special.xlogy(a - 1, x) - x - special.gammaln(a))"
rule(special.gammainc, local_derivative("P(a, x)", a=None, x=DENSITY), call="a, x")
rule(special.gammaincc, local_derivative("Q(a, x)", a=None, x="-" + DENSITY), call="a, x")
rule(special.gammaincinv, local_derivative("x of P(a, x) = y", a=None,
     y="np.exp(out + special.gammaln(a) - special.xlogy(a - 1, out))"), call="a, y",
     at=(0.3, 0.9))
DENSITY = "np.exp(special.xlogy(a - 1, x) + special.xlog1py(b - 1, -x) - special.betaln(a, b))"
rule(special.betainc, local_derivative("I(a, b, x)", a=None, b=None, x=DENSITY), call="a, b, x",
     at=(0.2, 0.9))
if hasattr(special, "betaincc"):
    rule(special.betaincc, local_derivative("1 - I(a, b, x)", a=None, b=None, x="-" + DENSITY),
         call="a, b, x", at=(0.2, 0.9))
rule(special.betaincinv, local_derivative("x of I(a, b, x) = y", a=None, b=None, y="np.exp("
     "special.betaln(a, b) - special.xlogy(a - 1, out) - special.xlog1py(b - 1, -out))"),
     call="a, b, y", at=(0.2, 0.9))

rule(special.rgamma, local_derivative("1 / gamma(x)", x="-out * special.digamma(x)"))
rule(special.poch, local_derivative("gamma(z + m) / gamma(z)",
     z="out * (special.digamma(z + m) - special.digamma(z))",
     m="out * special.digamma(z + m)"), call="z, m")
CHOSEN = {"n": "out * (special.digamma(n + 1) - special.digamma(n - k + 1))",
          "k": "out * (special.digamma(n - k + 1) - special.digamma(k + 1))"}
rule(special.binom, local_derivative("binom(n, k)", **CHOSEN), call="n, k", at=(1.5, 1.9))
HALVED = "0.5 * np.exp(special.xlogy(0.5 * v - 1, 0.5 * x) - 0.5 * x - special.gammaln(0.5 * v))"
EVENTS = "np.exp(special.xlogy(np.floor(k), m) - m - special.gammaln(np.floor(k) + 1))"
rule(special.pdtr, local_derivative("Q", k="0", m="-" + EVENTS), call="k, m", at=(0.3, 0.9))
rule(special.pdtrc, local_derivative("P", k="0", m=EVENTS), call="k, m", at=(0.3, 0.9))

# -- hypergeometric functions, complete elliptic integrals, polynomials

IN = (-0.9, 0.9)
rule(special.exprel, local_derivative("(exp(x) - 1) / x", x="0.5 * special.hyp1f1(2.0, 3.0, x)"),
     at=(-2, 2), also=(0,))
rule(special.ellipk, local_derivative("K", x="pi / 8 * special.hyp2f1(1.5, 1.5, 2.0, x)"), at=IN)
rule(special.ellipe, local_derivative("E", x="-pi / 8 * special.hyp2f1(0.5, 1.5, 2.0, x)"), at=IN)
rule(special.ellipkinc, local_derivative("F(x, m)", x="1 / np.sqrt(1 - m * np.sin(x) ** 2)",
     m=None), call="x, m", at=(0.1, 0.9))
rule(special.ellipeinc, local_derivative("E(x, m)", x="np.sqrt(1 - m * np.sin(x) ** 2)", m=None),
     call="x, m", at=(0.1, 0.9))
STUDENT = ("np.exp(special.gammaln(0.5 * df + 0.5) - special.gammaln(0.5 * df) "
           "- 0.5 * (df + 1) * np.log1p(x * x / df)) / np.sqrt(pi * df)")
for _name, _parameters, _text in (
    ("stdtr", "df", STUDENT),
    ("chdtr", "v", HALVED),
    ("chdtrc", "v", "-" + HALVED),
    ("hyp0f1", "b", "special.hyp0f1(b + 1, x) / b"),
    ("hyp1f1", "a, b", "a / b * special.hyp1f1(a + 1, b + 1, x)"),
    ("hyp2f1", "a, b, c", "a * b / c * special.hyp2f1(a + 1, b + 1, c + 1, x)"),
    ("hyperu", "a, b", "-(a * special.hyperu(a + 1, b + 1, x))"),
    ("eval_legendre", "n", "0.5 * (n + 1) * special.eval_jacobi(n - 1, 1.0, 1.0, x)"),
    ("eval_chebyt", "n", "n * special.eval_chebyu(n - 1, x)"),
    ("eval_chebyu", "n", "2.0 * special.eval_gegenbauer(n - 1, 2.0, x)"),
    ("eval_gegenbauer", "n, a", "2.0 * a * special.eval_gegenbauer(n - 1, a + 1, x)"),
    ("eval_laguerre", "n", "-special.eval_genlaguerre(n - 1, 1.0, x)"),
    ("eval_genlaguerre", "n, a", "-special.eval_genlaguerre(n - 1, a + 1, x)"),
    ("eval_jacobi", "n, a, b",
     "0.5 * (n + a + b + 1) * special.eval_jacobi(n - 1, a + 1, b + 1, x)"),
):
    _still: dict[str, str | None] = dict.fromkeys(_parameters.split(", "))
    rule(getattr(special, _name), local_derivative(f"{_name}({_parameters}, x)", **_still, x=_text),
         call=f"{_parameters}, x", at=(0.2, 0.9))

# -- Bessel functions; their neighbours instead of a division by x, which may be 0

rule(special.j0, local_derivative("J0(x)", x="-special.j1(x)"), at=(-3, 3))
rule(special.j1, local_derivative("J1(x)", x="0.5 * (special.j0(x) - special.jv(2, x))"),
     at=(-3, 3))
rule(special.y0, local_derivative("Y0(x)", x="-special.y1(x)"))
rule(special.y1, local_derivative("Y1(x)", x="0.5 * (special.y0(x) - special.yv(2, x))"))
rule(special.i0, local_derivative("I0(x)", x="special.i1(x)"), at=(-3, 3))
rule(special.i1, local_derivative("I1(x)", x="0.5 * (special.i0(x) + special.iv(2, x))"),
     at=(-3, 3))
rule(special.i0e, local_derivative("exp(-abs(x)) * I0(x)", x="special.i1e(x) - np.sign(x) * out"))
rule(special.i1e, local_derivative("exp(-abs(x)) * I1(x)",
     x="0.5 * (special.i0e(x) + special.ive(2, x)) - np.sign(x) * out"))
rule(special.k0, local_derivative("K0(x)", x="-special.k1(x)"))
rule(special.k1, local_derivative("K1(x)", x="-0.5 * (special.k0(x) + special.kv(2, x))"))
rule(special.k0e, local_derivative("exp(x) * K0(x)", x="out - special.k1e(x)"))
rule(special.k1e, local_derivative("exp(x) * K1(x)",
     x="out - 0.5 * (special.k0e(x) + special.kve(2, x))"))
for _name, _text in (
    ("jv", "0.5 * (special.jv(n - 1, x) - special.jv(n + 1, x))"),
    ("yv", "0.5 * (special.yv(n - 1, x) - special.yv(n + 1, x))"),
    ("iv", "0.5 * (special.iv(n - 1, x) + special.iv(n + 1, x))"),
    ("kv", "-0.5 * (special.kv(n - 1, x) + special.kv(n + 1, x))"),
    ("kn", "-0.5 * (special.kv(n - 1, x) + special.kv(n + 1, x))"),
    ("yn", "0.5 * (special.yv(n - 1, x) - special.yv(n + 1, x))"),
    ("ive", "0.5 * (special.ive(n - 1, x) + special.ive(n + 1, x)) - np.sign(x) * out"),
    ("kve", "out - 0.5 * (special.kve(n - 1, x) + special.kve(n + 1, x))"),
):
    rule(getattr(special, _name), local_derivative(f"{_name}(n, x)", n=None, x=_text), call="n, x")

rule(special.round, blocked("piecewise constant"))

# -- sums of exponentials


def _over_axis(at: Place, x: Atom) -> Atom:
    """Append the sum over the axis of a softmax, kept as an axis."""
    axis = at.names["axis"]
    over: dict[str, Any] = {} if axis is None else {"axis": axis, "keepdims": True}
    return apply_function(at.b, np.sum, [x], over)


def _softmax(at: Place, t: Atom) -> Atom:
    """The Jacobian is symmetric: one text serves both modes."""
    return at.text("out * (t - mean)", t=t, mean=_over_axis(at, ops.times(at.b, at.op.out, t)))


def _log_softmax_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.text("g - np.exp(out) * total_g", g=g, total_g=_over_axis(at, g))


def _log_softmax_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    t = tangents[0]
    return at.text("t - mean", t=t, mean=_over_axis(at, at.text("np.exp(out) * t", t=t)))


rule(special.softmax, custom(
    lambda at, index, g: _softmax(at, g), lambda at, t: _softmax(at, t[0])),
     call="x, *, axis=None", shape=shapes.same)
rule(special.log_softmax, custom(_log_softmax_pull, _log_softmax_push), call="x, *, axis=None",
     shape=shapes.same)


def _share(at: Place, index: int) -> Atom:
    """Append how the logarithm moves with each exponent, or with each factor before it."""
    share = at.text("np.exp(x - out)", out=kept(at, at.op.out))
    return share if index or at.names["b"] is None else at.text("b * share", share=share)


def _logsumexp_pull(at: Place, index: int, g: Atom) -> Atom | None:
    part = ops.scaled(at.b, _share(at, index), kept(at, g))
    return part if at.names["b"] is None else at.text("fit(p, m)", p=part, m=at.op.args[index])


def _logsumexp_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [ops.times(at.b, _share(at, k), t) for k, t in tangents.items()]
    return apply_function(at.b, np.sum, [ops.summed(at.b, parts)], axes_of(at))


rule(special.logsumexp, custom(_logsumexp_pull, _logsumexp_push),
     call="x, *, axis=None, b=None, keepdims=False", shape=shapes.reduction(special.logsumexp))

complex_rule(AS_FOR_REALS, special.erf, special.erfc, special.erfi, special.erfcx, special.dawsn,
             special.gamma, special.loggamma, special.digamma, special.expm1, special.log1p,
             special.jv, special.yv, special.iv, special.kv)
batching(special.logsumexp, special.softmax, special.log_softmax)(over_axes)
batching(*(f for f in TABLE if isinstance(f, np.ufunc) and gate(f).name.startswith("special.")),
         special.polygamma, special.zeta)(each)
