"""`scipy.stats`: densities and distribution functions, one line for each distribution.

A line says how the logarithm of the density moves with `z = (x - loc) / scale` and with each
shape parameter. Everything else follows: the density itself, the distribution function, whose
derivative is the density, the survival function, their logarithms and the quantiles. Outside
the support nothing moves. Distribution functions by their shape parameters have no formula.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scipy import stats

from adcompiler.errors import refuse
from adcompiler.gates import infer as shapes
from adcompiler.gates import ops
from adcompiler.gates.batching.elementwise import elementwise as each
from adcompiler.gates.batching.place import batching
from adcompiler.gates.kinds import Place, called, custom, local_derivative
from adcompiler.gates.scipy import linalg, special
from adcompiler.gates.table import library, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom
from adcompiler.ir.types import rank

RULES_IN_THE_TEXTS = (linalg, special)
library("stats", stats)
Z = "((x - loc) / scale)"


def continuous(
    name: str, slope: str, bounded: bool = False, at: tuple[float, float] = (0.3, 2.0), **by: str
) -> None:
    """Register a distribution: `slope` is d log f / dz, `by` the same for each shape parameter."""
    family, names = getattr(stats, name), "".join(f", {shape}" for shape in by)
    steep = {
        "x": f"({slope}) / scale", "loc": f"-(({slope}) / scale)",
        "scale": f"-(1 + z * ({slope})) / scale", **by,
    } if slope != "0" else {"x": "0", "loc": "0", "scale": "-1 / scale", **by}
    steep = {k: re.sub(r"\bz\b", Z, text) for k, text in steep.items()}
    if bounded:
        inside = "where(np.isfinite(out), {}, 0.0)"
        steep = {k: text if text == "0" else inside.format(text) for k, text in steep.items()}
    density = f"stats.{name}.pdf(x{names}, loc, scale)"
    ratio = f"np.exp(stats.{name}.logpdf(x{names}, loc, scale) - out)"
    texts: dict[str, dict[str, str | None]] = {
        "logpdf": {**steep},
        "pdf": {k: text if text == "0" else f"out * ({text})" for k, text in steep.items()},
        "cdf": {"x": density, "loc": f"-{density}", "scale": f"-{Z} * {density}"},
        "sf": {"x": f"-{density}", "loc": density, "scale": f"{Z} * {density}"},
        "logcdf": {"x": ratio, "loc": f"-{ratio}", "scale": f"-{Z} * {ratio}"},
        "logsf": {"x": f"-{ratio}", "loc": ratio, "scale": f"{Z} * {ratio}"},
    }
    for word, text in texts.items():
        _line(getattr(family, word), f"{name}.{word}", f"x{names}, loc=0, scale=1", text, at)
    back = {"q": f"1 / stats.{name}.pdf(out{names}, loc, scale)", "loc": "1",
            "scale": "(out - loc) / scale"}
    _line(family.ppf, f"{name}.ppf", f"q{names}, loc=0, scale=1", back, (0.2, 0.8))
    _line(family.isf, f"{name}.isf", f"q{names}, loc=0, scale=1", {**back, "q": f"-{back['q']}"},
          (0.2, 0.8))


def _line(
    function: Any, name: str, call: str, texts: Mapping[str, str | None], at: tuple[float, float]
) -> None:
    """Register one function; of parameters without a text there is no derivative."""
    whole = {**dict.fromkeys(p.split("=")[0] for p in call.split(", ")), **texts}
    rule(function, local_derivative(name, **whole), call=call, shape=shapes.ufunc(function),
         name=f"stats.{name}", at=at)
    batching(function)(each)


continuous("norm", "-z", at=(-2, 2))
continuous("logistic", "-np.tanh(z / 2)", at=(-2, 2))
continuous("laplace", "-np.sign(z)")
continuous("cauchy", "-2 * z / (1 + z * z)", at=(-2, 2))
continuous("gumbel_r", "np.exp(-z) - 1", at=(-1, 2))
continuous("uniform", "0", bounded=True, at=(0.2, 0.8))
continuous("expon", "-1", bounded=True)
continuous("halfnorm", "-z", bounded=True)
continuous("rayleigh", "1 / z - z", bounded=True)
continuous("t", "-(df + 1) * z / (df + z * z)", at=(-2, 2),
           df="0.5 * (special.digamma((df + 1) / 2) - special.digamma(df / 2) - 1 / df "
              "- np.log1p(z * z / df) + (df + 1) * z * z / (df * (df + z * z)))")
continuous("gamma", "(a - 1) / z - 1", bounded=True, a="np.log(z) - special.digamma(a)")
continuous("invgamma", "(1 / z - a - 1) / z", bounded=True, a="-np.log(z) - special.digamma(a)")
continuous("chi2", "(0.5 * df - 1) / z - 0.5", bounded=True,
           df="0.5 * (np.log(0.5 * z) - special.digamma(0.5 * df))")
continuous("beta", "(a - 1) / z - (b - 1) / (1 - z)", bounded=True, at=(0.2, 0.8),
           a="np.log(z) - special.digamma(a) + special.digamma(a + b)",
           b="np.log1p(-z) - special.digamma(b) + special.digamma(a + b)")
continuous("lognorm", "-(1 + np.log(z) / (s * s)) / z", bounded=True,
           s="(np.log(z) / s) ** 2 / s - 1 / s")
continuous("weibull_min", "(c - 1 - c * np.power(z, c)) / z", bounded=True,
           c="1 / c + (1 - np.power(z, c)) * np.log(z)")
continuous("pareto", "-(b + 1) / z", bounded=True, at=(2.5, 4.0), b="1 / b - np.log(z)")


def discrete(name: str, below: str = "", **by: str | None) -> None:
    """Register a distribution of whole numbers: how log f moves with each of its parameters.

    `below` says how the sum up to k moves with the last of them.
    """
    family, call = getattr(stats, name), f"k, {', '.join(by)}, loc=0"
    texts = {p: re.sub(r"\bk\b", "(k - loc)", text) for p, text in by.items() if text}
    inside = {p: f"where(np.isfinite(out), {text}, 0.0)" for p, text in texts.items()}
    _line(family.logpmf, f"{name}.logpmf", call, inside, (1, 2))
    dense = {p: f"out * ({text})" for p, text in texts.items()}
    _line(family.pmf, f"{name}.pmf", call, dense, (1, 2))
    if below:
        last = list(by)[-1]
        _line(family.cdf, f"{name}.cdf", call, {last: f"-{below}"}, (1, 2))
        _line(family.sf, f"{name}.sf", call, {last: below}, (1, 2))
        ratio = f"np.exp(np.log({below}) - out)"
        _line(family.logcdf, f"{name}.logcdf", call, {last: f"-{ratio}"}, (1, 2))
        _line(family.logsf, f"{name}.logsf", call, {last: ratio}, (1, 2))


discrete("poisson", "stats.poisson.pmf(np.floor(k), mu, loc)", mu="k / mu - 1")
discrete("bernoulli", p="k / p - (1 - k) / (1 - p)")
discrete("binom", n=None, p="k / p - (n - k) / (1 - p)")
discrete("geom", p="1 / p - (k - 1) / (1 - p)")
discrete("nbinom", n="special.digamma(k + n) - special.digamma(n) + np.log(p)",
         p="n / p - k / (1 - p)")


def _ready(at: Place) -> tuple[bool, Atom]:
    """Return whether there are many points, and the deviations solved by the covariance."""
    ranks = [rank(type_of(a)) for a in at.op.args]
    if ranks not in ([1, 1, 2], [2, 1, 2]):
        raise refuse(
            "AD204", f"{at.op.gate.name} of these ranks", at.op.span, "here",
            "give one point or a matrix of points, a vector mean and a matrix cov",
        )
    many = ranks[0] == 2
    text = _solved("(x - mean).T") + ".T" if many else _solved("x - mean")
    return many, called("h", at.text(text))


def _solved(right: str) -> str:
    return f"linalg.solve(cov, {right}, lower=True, assume_a='pos')"


INVERSE = _solved("np.eye(size_of(cov, 0))")


def _mvn_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Of the covariance only the lower triangle is read, so that gets everything."""
    many, h = _ready(at)
    if at.op.gate.name.endswith(".pdf"):
        g = ops.times(at.b, g, at.op.out)
    if index < 2:
        slope = at.text("np.expand_dims(g, axis=-1) * h" if many else "g * h", g=g, h=h)
        return slope if index else ops.negative(at.b, slope)
    if many:
        weighted = at.text("h.T @ (np.expand_dims(g, axis=-1) * h)", g=g, h=h)
        return at.text(f"half_lower(w - np.sum(g) * {INVERSE})", w=weighted, g=g)
    return at.text(f"half_lower(np.outer(h, h) - {INVERSE}) * g", g=g, h=h)


def _mvn_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    many, h = _ready(at)
    parts = []
    axis = ", axis=-1" if many else ""
    for k, t in tangents.items():
        if k < 2:
            part = at.text(f"np.sum(h * t{axis})", h=h, t=t)
            parts.append(part if k else ops.negative(at.b, part))
        else:
            whole = called("whole", at.text("np.tril(t) + np.tril(t, -1).T", t=t))
            text = f"0.5 * (np.sum(h @ w * h{axis}) - np.sum({INVERSE} * w))"
            parts.append(at.text(text, h=h, w=whole))
    slope = ops.summed(at.b, parts)
    return ops.times(at.b, at.op.out, slope) if at.op.gate.name.endswith(".pdf") else slope


for _name in ("logpdf", "pdf"):
    rule(getattr(stats.multivariate_normal, _name), custom(_mvn_pull, _mvn_push),
         call="x, mean, cov", shape=shapes.points, name=f"stats.multivariate_normal.{_name}",
         raises="domain")
