"""Norms, and matrices inverted, solved and measured."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Place, called, custom
from adcompiler.gates.reductions import kept, weighted, winners
from adcompiler.gates.table import gate, rule
from adcompiler.gates.texts import instantiate, macro
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom, Const, made_by
from adcompiler.ir.types import rank


@macro
def turned(b: Builder, x: Atom) -> Atom:
    """Return the transpose of a matrix, of each matrix in a stack."""
    if rank(type_of(x)) == 2:
        return b.apply(gate(np.transpose), x, attrs={"style": "T"})
    return b.apply(gate(np.swapaxes), x, Const(-1), Const(-2))


def _norm(at: Place) -> Atom:
    """Append the derivative of a norm by each element: 0 where the norm is 0."""
    names, n = at.names, rank(type_of(at.op.args[0]))
    order, axis = names["ord"], names["axis"]
    pair = isinstance(axis, tuple) and len(axis) == 2
    vector = isinstance(axis, int) or (isinstance(axis, tuple) and not pair) or n == 1
    out = kept(at, at.op.out)
    if order is None or (order == "fro" and (pair or n == 2)) or (vector and order == 2):
        return at.text("over(conj(x), out)", out=out)
    if vector and order == 1:
        return at.text("direction(x)")
    if vector and order in (np.inf, -np.inf):
        return at.text("direction(x) * won", won=winners(at, at.text("abs(x)")))
    if vector and order == 0:
        return ops.ZERO
    if vector and isinstance(order, int | float):
        return at.text("direction(x) * over(abs(x), out) ** p", out=out, p=order - 1)
    hint = "np.inf, -np.inf or a number for vectors, None and 'fro' for matrices"
    raise refuse(
        "AD204", f"np.linalg.norm(..., ord={order!r}) of this array", at.op.span, "here", hint
    )


rule(np.linalg.norm, weighted(_norm), call="x, *, ord=None, axis=None, keepdims=False",
     shape=shapes.reduction(np.linalg.norm))


NEWER = np.lib.NumpyVersion(np.__version__) >= "2.0.0"


def _ranks(at: Place) -> tuple[int, int]:
    """Return the ranks of matrix and right-hand side; which of them are vectors changed in 2.0."""
    n, m = (rank(type_of(a)) for a in at.op.args)
    if n is None or m is None or (not NEWER and n > 2 and m == n - 1):
        raise refuse(
            "AD204",
            "np.linalg.solve of a stack and a right-hand side of another rank",
            at.op.span,
            "here",
            "give both the same number of axes, or solve one matrix for one vector",
        )
    return n, m


COLUMN = "np.squeeze(np.linalg.solve({}, np.expand_dims({}, axis=-1)), axis=-1)"


def _solve_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The right-hand side gets what solves the transposed system, the matrix a product with it."""
    n, m = _ranks(at)
    apart = m == 1 and n > 2  # one vector for a stack of matrices
    right = at.text(COLUMN.format("turned(x)", "g") if apart else "np.linalg.solve(turned(x), g)",
                    g=g)
    if index == 1:
        return right
    if apart:
        return at.text("-(np.expand_dims(h, axis=-1) * np.expand_dims(out, axis=-2))", h=right)
    return at.text("-np.outer(h, out)" if m == 1 else "-(h @ turned(out))", h=right)


def _solve_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    n, m = _ranks(at)
    right = tangents.get(1)
    if 0 not in tangents:
        return at.text("np.linalg.solve(x, t)", t=right)
    apart = m == 1 and n > 2
    if apart:
        moved = at.text("np.squeeze(s @ np.expand_dims(out, axis=-1), axis=-1)", s=tangents[0])
    else:
        moved = at.text("s @ out", s=tangents[0])
    solve = COLUMN.format("x", "r") if apart else "np.linalg.solve(x, r)"
    if right is None:
        return ops.negative(at.b, at.text(solve, r=moved))
    return at.text(solve, r=at.text("t - moved", t=right, moved=moved))


def _cofactors_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The second derivative of a determinant is symmetric: `g` goes where the operand was."""
    if len(at.op.args) > 1 and index == 0:
        raise refuse("AD204", "third derivatives of np.linalg.det", at.op.span, "here")
    return at.b.apply(at.op.gate, at.op.args[0], g)


def _cofactors_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    parts = [_cofactors_pull(at, k, t) for k, t in tangents.items()]
    return ops.summed(at.b, [p for p in parts if p is not None])


def _matrices(at: Place, numbers: Atom) -> Atom:
    """Append one number for each matrix, ready to meet the matrices."""
    if rank(type_of(at.op.args[0])) == 2:
        return numbers
    return at.b.apply(gate(np.expand_dims), numbers, attrs={"axis": (-2, -1)})


def _summed_matrices(at: Place, terms: Atom) -> Atom:
    attrs: dict[str, Any] = {} if rank(type_of(at.op.args[0])) == 2 else {"axis": (-2, -1)}
    return at.b.apply(gate(np.sum), terms, attrs=attrs)


def _det_pull(at: Place, index: int, g: Atom) -> Atom | None:
    return at.text("cofactors(x) * g", g=_matrices(at, g))


def _det_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    return _summed_matrices(at, at.text("cofactors(x) * t", t=tangents[0]))


def _slogdet_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Only the logarithm moves: by the inverse of the matrix, transposed."""
    made = made_by(at.b.made, g)
    if made is not None and made.gate.function is core.pack:
        size = made.args[1]
    else:
        size = at.b.apply(gate(core.item), g, attrs={"key": 1})
    return at.text("turned(np.linalg.inv(x)) * g", g=_matrices(at, size))


def _slogdet_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    terms = at.text("turned(np.linalg.inv(x)) * t", t=tangents[0])
    sign = at.b.apply(gate(core.item), at.op.out, attrs={"key": 0})
    still = ops.zero_like(at.b, sign)
    return at.b.apply(gate(core.pack), still, _summed_matrices(at, terms), attrs={"kind": "tuple"})


@macro
def half_lower(b: Builder, x: Atom) -> Atom:
    """Return the lower triangle of a matrix with half of its diagonal."""
    if rank(type_of(x)) == 2:
        diagonal = b.apply(gate(np.diag), b.apply(gate(np.diag), x))
        return instantiate(b, "np.tril(x) - 0.5 * diagonal", {"x": x, "diagonal": diagonal})
    half = instantiate(b, "0.5 * np.eye(size_of(x, -1))", {"x": x})
    return instantiate(b, "np.tril(x) - half * x", {"x": x, "half": half})


def _cholesky_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The triangle gets everything that NumPy reads, the other nothing."""
    factor, g = _lower(at, at.op.out), _lower(at, g)
    inverse = called("inverse", at.text("np.linalg.inv(f)", f=factor))
    text = "turned(i) @ half_lower(turned(f) @ g) @ i"
    s = called("s", at.text(text, i=inverse, f=factor, g=g))
    return _lower(at, at.text("half_lower(s + turned(s))", s=s))


def _cholesky_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    factor, t = _lower(at, at.op.out), _lower(at, tangents[0])
    inverse = called("inverse", at.text("np.linalg.inv(f)", f=factor))
    whole = at.text("np.tril(t) + turned(np.tril(t, -1))", t=t)
    text = "f @ half_lower(i @ whole @ turned(i))"
    return _lower(at, at.text(text, f=factor, i=inverse, whole=whole))


def _lower(at: Place, x: Atom) -> Atom:
    """Return a lower triangle of what belongs to an upper one, and the other way round."""
    return at.text("turned(x)", x=x) if at.names["upper"] else x


rule(np.linalg.cholesky, custom(_cholesky_pull, _cholesky_push), call="x, *, upper=False",
     shape=shapes.same, raises="domain")
rule(np.linalg.solve, custom(_solve_pull, _solve_push), call="x, y", shape=shapes.solved,
     raises="singular")
rule(np.linalg.inv, custom(
    lambda at, index, g: at.text("-(turned(out) @ g @ turned(out))", g=g),
    lambda at, tangents: at.text("-(out @ t @ out)", t=tangents[0])),
    call="x", shape=shapes.same, raises="singular")
rule(np.linalg.det, custom(_det_pull, _det_push), call="x", shape=shapes.determinant)
rule(runtime.cofactors, custom(_cofactors_pull, _cofactors_push), call="x, *along",
     shape=shapes.like_operand(0), name="cofactors")
rule(np.linalg.slogdet, custom(_slogdet_pull, _slogdet_push), call="x",
     shape=shapes.log_determinant)
