"""Functions of `math` that take a float apart, or step from one to the next."""

from __future__ import annotations

import math
from collections.abc import Mapping

from adcompiler.gates.decompositions import parts, together
from adcompiler.gates.infer import always
from adcompiler.gates.kinds import Place, blocked, custom, linear, local_derivative
from adcompiler.gates.table import rule
from adcompiler.ir.nodes import Atom, Const
from adcompiler.ir.types import BOOL, FLOAT, INT, Tree


def _scale(at: Place, g: Atom) -> Atom:
    """Return `g * 2.0 ** -exponent`, as the mantissa was scaled."""
    return at.text("g * 2.0 ** -e", g=g, e=parts(at, at.op.out, 2)[1])


def _frexp_pull(at: Place, index: int, g: Atom) -> Atom:
    return _scale(at, parts(at, g, 2)[0])


def _frexp_push(at: Place, tangents: Mapping[int, Atom]) -> Atom:
    return together(at, _scale(at, tangents[0]), Const(0.0))


def _modf_pull(at: Place, index: int, g: Atom) -> Atom:
    return parts(at, g, 2)[0]


def _modf_push(at: Place, tangents: Mapping[int, Atom]) -> Atom:
    return together(at, tangents[0], Const(0.0))


PARTS = always(Tree("tuple", (FLOAT, FLOAT)))
SCALED = always(Tree("tuple", (FLOAT, INT)))
REST = "x - y * rint(x / y)"
CLOSE = "a, b, *, rel_tol=1e-09, abs_tol=0.0"

# fmt: off
rule(math.modf, custom(_modf_pull, _modf_push), call="x", shape=PARTS)
rule(math.frexp, custom(_frexp_pull, _frexp_push), call="x", shape=SCALED)
rule(math.ldexp, linear("g * 2.0 ** y"), call="x, y", shape=always(FLOAT), raises="domain")
rule(math.remainder, local_derivative(REST, x="1", y="(out - x) / y"), call="x, y", raises="domain")
rule(math.nextafter, local_derivative("x", x="1", y="0"), call="x, y, *, steps=None")
rule(math.ulp, blocked("piecewise constant"), call="x")
rule(math.isclose, blocked("a truth value"), call=CLOSE, shape=always(BOOL), raises="domain")
