"""Rules of what is done once, in the forward part: random draws, iterators, writes outside."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, blocked, custom
from adcompiler.gates.table import rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs
from adcompiler.ir.types import (
    FLOAT,
    INT,
    UNKNOWN,
    Array,
    Dim,
    Other,
    Scalar,
    Tree,
    Type,
    fresh_dim,
)

GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)
# The position of `size`, or "shape" where all arguments are sizes.
DRAWS: dict[str, Any] = {
    "beta": 2,
    "binomial": 2,
    "chisquare": 1,
    "choice": 1,
    "exponential": 1,
    "gamma": 2,
    "gumbel": 2,
    "integers": 2,
    "laplace": 2,
    "logistic": 2,
    "lognormal": 2,
    "normal": 2,
    "permutation": 1,
    "poisson": 1,
    "rand": "shape",
    "randint": 2,
    "randn": "shape",
    "random": 0,
    "random_sample": 0,
    "rayleigh": 1,
    "seed": 1,
    "standard_exponential": 0,
    "standard_normal": 0,
    "standard_t": 1,
    "triangular": 3,
    "uniform": 2,
    "weibull": 1,
}
WHOLE = ("binomial", "choice", "integers", "poisson", "randint")  # these draw integers
PLAIN: dict[str, Type] = {
    "betavariate": FLOAT,
    "expovariate": FLOAT,
    "gammavariate": FLOAT,
    "gauss": FLOAT,
    "lognormvariate": FLOAT,
    "normalvariate": FLOAT,
    "randint": INT,
    "random": FLOAT,
    "randrange": INT,
    "seed": Other(type(None)),
    "triangular": FLOAT,
    "uniform": FLOAT,
}


def drawn(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Return the type of a draw, by the size that is asked for."""
    if attrs["plain"]:
        return PLAIN[attrs["method"]]
    name, keywords = attrs["method"], attrs["keywords"]
    given = args[1 if attrs["receiver"] else 0 :]
    positional = given[: len(given) - len(keywords)]
    named = dict(zip(keywords, given[len(positional) :], strict=True))
    kind = "int64" if name in WHOLE else "float64"
    at = DRAWS[name]
    if name == "seed":
        return Other(type(None))
    if name == "permutation":
        whole = type_of(given[0])
        return Array("int64", (fresh_dim(),)) if isinstance(whole, Scalar) else whole
    if at == "shape":
        dims = [_dim(a) for a in positional]
        return Array(kind, tuple(dims)) if dims else FLOAT
    size = named.pop("size", positional[at] if len(positional) > at else None)
    rest = [*positional[:at], *named.values()]
    if name != "choice" and any(not isinstance(type_of(a), Scalar | Other) for a in rest):
        return UNKNOWN
    match None if size is None else type_of(size):
        case None | Other():
            return Scalar("int", "?") if name in WHOLE else FLOAT
        case Scalar() if size is not None:
            return Array(kind, (_dim(size),))
        case Tree(_, items):
            return Array(kind, tuple(fresh_dim() for _ in items))
    return UNKNOWN


def _dim(size: Atom) -> Dim:
    value = getattr(size, "value", None)
    return Dim(f"{value}", value == 1) if isinstance(value, int) else fresh_dim()


def _refused(at: Place, *rest: Any) -> Atom | None:
    source = at.op.attrs["module"] or "rng"
    draw = "gauss" if at.op.attrs["plain"] else "normal"
    raise refuse(
        "AD203",
        "a derivative by the parameters of a random draw",
        at.op.span,
        "drawn here",
        f"draw with fixed parameters, then scale: mu + sigma * {source}.{draw}(0.0, 1.0)",
    )


def _refused_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return _refused(at)



def _once(at: Place, *_: Any) -> Atom | None:
    raise refuse(
        "AD204", "a second derivative of what is differentiated by differences", at.op.span, "here",
        "give the function a rule: adcompiler.rule or adcompiler.custom_vjp",
    )


rule(runtime.by_differences, custom(_once, _once), call="function, g, *x, index=0",
     shape=lambda args, attrs: type_of(args[1 + attrs["index"]]), name="by_differences",
      raises="domain")
rule(runtime.along_differences, custom(_once, _once), call="function, *x, moved=()",
     name="along_differences", raises="domain")
rule(core.draw, custom(_refused, _refused_push), call="*parts", shape=drawn, pure=False,
     name="draw")
rule(core.custom, custom(_refused, _refused_push), call="*operands", name="custom",
     shape=lambda args, attrs: attrs["type"])
rule(core.take, blocked("an iterator"), call="*parts", pure=False,
     shape=lambda args, attrs: UNKNOWN, name="next")
rule(core.fetch, blocked("a value from outside"), call="x", shape=shapes.same, name="fetch")
rule(np.random.default_rng, blocked("a generator"), call="*parts", pure=False,
     shape=lambda args, attrs: Other(np.random.Generator), name="np.random.default_rng")
rule(np.random.RandomState, blocked("a generator"), call="*parts", pure=False,
     shape=lambda args, attrs: Other(np.random.RandomState), name="np.random.RandomState")
rule(random.Random, blocked("a generator"), call="*parts", pure=False,
     shape=lambda args, attrs: Other(random.Random), name="random.Random")
