"""`scipy.linalg`: linear systems, factors of matrices, functions of matrices.

Where a function reads one triangle of a matrix, that gets everything and the other nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import linalg

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Custom, Place, again, called, custom
from adcompiler.gates.table import AS_FOR_REALS, complex_rule, gate, library, rule
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.nodes import Atom, Attrs, Const, Slot, made_by
from adcompiler.ir.types import BOOL, MAYBE_COMPLEX, Array, Tree, Type, of_scalar_dtype, rank

library("linalg", linalg)
SYMMETRIC = ("sym", "pos", "her", "symmetric", "positive definite", "hermitian")
GENERAL = (None, "gen", "general")


def _matrices(at: Place, *ranks: int | None) -> None:
    """Refuse stacks of matrices, and what is no matrix."""
    found = [rank(type_of(a)) for a in at.op.args]
    if any(n not in ranks for n in found) or found[0] not in (2, ranks[-1]):
        raise refuse(
            "AD204", f"{at.op.gate.name} of operands of these ranks", at.op.span, "here",
            "give one matrix at a time",
        )


def _outer(at: Place, x: Atom, y: Atom) -> Atom:
    """Append the product of columns and rows, or of a column and a row."""
    return at.text("np.outer(a, b)" if rank(type_of(x)) == 1 else "a @ b.T", a=x, b=y)


def _triangle(at: Place, m: Atom, lower: bool, strict: bool = False) -> Atom:
    """Append one triangle of a matrix."""
    k = (-1 if lower else 1) if strict else 0
    return at.text("np.tril(m, k)" if lower else "np.triu(m, k)", m=m, k=k)


def _folded(at: Place, m: Atom, lower: bool) -> Atom:
    """Append the adjoint of a symmetric matrix of which one triangle is read."""
    other = _triangle(at, m, not lower, strict=True)
    return at.text("read + other.T", read=_triangle(at, m, lower), other=other)


def _whole(at: Place, t: Atom, lower: bool) -> Atom:
    """Append the symmetric matrix of which one triangle is given."""
    other = _triangle(at, t, lower, strict=True)
    return called("whole", at.text("read + other.T", read=_triangle(at, t, lower), other=other))


def asked(function: Any, infer: shapes.Infer) -> shapes.Infer:
    """Return an inference whose dtype is what the function gives for a matrix of that dtype."""

    def asking(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        type_, found = type_of(args[0]), infer(args, attrs)
        if not isinstance(type_, Array) or type_.dtype is None:
            return found
        dtype = str(np.asarray(function(np.eye(2, dtype=type_.dtype))).dtype)
        return Array(dtype, found.dims) if isinstance(found, Array) else of_scalar_dtype(dtype)

    return asking


def _numpys(function: Any, attrs: Mapping[str, Any], at: Place) -> tuple[Any, Place]:
    """Return the kind of NumPy's function of this meaning, and the place as if it were its call."""
    known = gate(function)
    op = replace(at.op, gate=known, attrs=dict(attrs))
    return known.kind(op), replace(at, op=op)


def as_in_numpy(meant: Callable[[Mapping[str, Any]], tuple[Any, Mapping[str, Any]]]) -> Any:
    """Return the kind that a function of NumPy has; `meant` tells which, and with what options."""

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        kind, place = _numpys(*meant(at.names), at)
        found: Atom | None = kind.pull(place, index, g)
        return found

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        kind, place = _numpys(*meant(at.names), at)
        found: Atom | None = kind.push(place, tangents)
        return found

    return custom(pull, push)


def _triangle_read(names: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    function = np.linalg.eigvalsh if names.get("eigvals_only", True) else np.linalg.eigh
    return function, {"UPLO": "L" if names["lower"] else "U"}


def _factors_meant(names: Mapping[str, Any]) -> tuple[Any, Mapping[str, Any]]:
    options = {k: names[k] for k in ("full_matrices", "compute_uv") if k in names}
    return np.linalg.svd, options or {"compute_uv": False}


for _function, _meant, _parameters in (
    (linalg.svd, _factors_meant, "full_matrices=True, compute_uv=True, check_finite=True, "
     "lapack_driver='gesdd'"),
    (linalg.svdvals, _factors_meant, "check_finite=True"),
    (linalg.eigh, _triangle_read, "lower=True, eigvals_only=False, check_finite=True"),
    (linalg.eigvalsh, _triangle_read, "lower=True, check_finite=True"),
    (linalg.eigvals, lambda names: (np.linalg.eigvals, {}), "check_finite=True"),
    (linalg.eig, lambda names: (
        np.linalg.eig if names["right"] else np.linalg.eigvals, {}), "right=True"),
    (linalg.pinv, lambda names: (np.linalg.pinv, {}), "atol=None, rtol=None, check_finite=True"),
):
    rule(_function, as_in_numpy(_meant), call=f"x, *, {_parameters}",
         shape=shapes.asked(_function), raises="domain")


def _thin(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """SciPy's other modes have factors that are not determined, or a shape of their own."""
    if attrs.get("mode") == "economic":
        return shapes.asked(linalg.qr)(args, attrs)
    raise refuse("AD204", "linalg.qr of other modes", hint="linalg.qr(x, mode='economic')")


rule(linalg.qr, as_in_numpy(lambda names: (np.linalg.qr, {"mode": "reduced"})),
     call="x, *, mode='full', check_finite=True", shape=_thin)
rule(linalg.lstsq, as_in_numpy(lambda names: (np.linalg.lstsq, {})),
     call="x, y, *, cond=None, check_finite=True", shape=shapes.asked(linalg.lstsq),
     raises="domain")

# -- linear systems


STACKED: Custom = as_in_numpy(lambda names: (np.linalg.solve, {}))


def _stacked(at: Place) -> bool:
    """Tell whether these are stacks of matrices and of as many right-hand sides."""
    n, m = (rank(type_of(a)) for a in at.op.args)
    return n is not None and n > 2 and n == m and at.names["assume_a"] in GENERAL


def _symmetric(at: Place) -> bool:
    _matrices(at, 1, 2)
    assumed = at.names["assume_a"]
    if assumed in SYMMETRIC or assumed in GENERAL:
        return assumed in SYMMETRIC
    hint = "leave assume_a out, or one of 'general', 'symmetric', 'positive definite'"
    raise refuse("AD204", f"linalg.solve(..., assume_a={assumed!r})", at.op.span, "", hint)


def _solve_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if _stacked(at):
        return STACKED.pull(at, index, g)
    symmetric = _symmetric(at)
    h = again(at, 1, g) if symmetric else at.text("linalg.solve(turned(x), g)", g=g)
    if index == 1:
        return h
    m = ops.negative(at.b, _outer(at, h, at.op.out))
    return _folded(at, m, at.names["lower"]) if symmetric else m


def _solve_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if _stacked(at):
        return STACKED.push(at, tangents)
    symmetric = _symmetric(at)
    parts = [tangents[1]] if 1 in tangents else []
    if 0 in tangents:
        t = _whole(at, tangents[0], at.names["lower"]) if symmetric else tangents[0]
        parts.append(at.text("-(t @ out)", t=t))
    return again(at, 1, ops.summed(at.b, parts))


def _transposed(at: Place) -> bool:
    _matrices(at, 1, 2)
    return at.names["trans"] in (1, 2, "T", "C")  # of real numbers


def _triangular(at: Place, g: Atom, transposed: bool) -> Atom:
    attrs = {k: v for k, v in at.op.attrs.items() if k != "trans"}
    attrs |= {"trans": 1} if transposed else {}
    return at.b.apply(at.op.gate, at.op.args[0], g, attrs=attrs)


def _solve_triangular_pull(at: Place, index: int, g: Atom) -> Atom | None:
    transposed = _transposed(at)
    h = _triangular(at, g, not transposed)
    if index == 1:
        return h
    m = _outer(at, at.op.out, h) if transposed else _outer(at, h, at.op.out)
    names = at.names
    return ops.negative(at.b, _triangle(at, m, names["lower"], names["unit_diagonal"]))


def _solve_triangular_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    transposed, names = _transposed(at), at.names
    parts = [tangents[1]] if 1 in tangents else []
    if 0 in tangents:
        t = _triangle(at, tangents[0], names["lower"], names["unit_diagonal"])
        parts.append(at.text("-(t.T @ out)" if transposed else "-(t @ out)", t=t))
    return _triangular(at, ops.summed(at.b, parts), transposed)


rule(linalg.solve, custom(_solve_pull, _solve_push), shape=shapes.solved, raises="singular",
     call="x, y, *, lower=False, assume_a=None, check_finite=True")
rule(linalg.solve_triangular, custom(_solve_triangular_pull, _solve_triangular_push),
     call="x, y, *, trans=0, lower=False, unit_diagonal=False, check_finite=True",
     shape=shapes.solved, raises="singular")
for _name in ("inv", "det"):
    _known = gate(getattr(np.linalg, _name))
    rule(getattr(linalg, _name), _known.variants[-1][1], call="x, *, check_finite=True",
         shape=asked(getattr(linalg, _name), _known.infer), raises=_known.raises)
rule(linalg.norm, gate(np.linalg.norm).variants[-1][1], shape=gate(np.linalg.norm).infer,
     call="x, *, ord=None, axis=None, keepdims=False, check_finite=True")

# -- factors


def _lower_of(at: Place, x: Atom) -> Atom:
    """Append the transpose of an upper triangle."""
    return x if at.names["lower"] else at.text("x.T", x=x)


def _factor(at: Place) -> Atom:
    """Append the lower factor."""
    _matrices(at, 2)
    out = at.op.out
    if isinstance(out.type, Tree):
        out = at.b.apply(gate(core.item), out, attrs={"key": 0})
        return _lower_of(at, _triangle(at, out, at.names["lower"]))
    return _lower_of(at, out)


def _cholesky_pull(at: Place, index: int, g: Atom) -> Atom | None:
    factor = _factor(at)
    if isinstance(at.op.out.type, Tree):
        made = made_by(at.b.made, g)
        packed = made is not None and made.gate.function is core.pack
        first = made.args[0] if made is not None and packed else None
        g = first or at.b.apply(gate(core.item), g, attrs={"key": 0})
    i = called("inverse", at.text("np.linalg.inv(f)", f=factor))
    text = "i.T @ half_lower(f.T @ g) @ i"
    s = called("s", at.text(text, i=i, f=factor, g=_lower_of(at, g)))
    return _lower_of(at, at.text("half_lower(s + s.T)", s=s))


def _cholesky_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    factor = _factor(at)
    i = called("inverse", at.text("np.linalg.inv(f)", f=factor))
    whole = _whole(at, tangents[0], at.names["lower"])
    text = "f @ half_lower(i @ w @ i.T)"
    found = _lower_of(at, at.text(text, i=i, f=factor, w=whole))
    if not isinstance(at.op.out.type, Tree):
        return found
    flag = at.b.apply(gate(core.item), at.op.out, attrs={"key": 1})
    still = ops.zero_like(at.b, flag)
    return at.b.apply(gate(core.pack), found, still, attrs={"kind": "tuple"})


def _factored(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    return Tree("tuple", (type_of(args[0]), BOOL))


def _cho_solve_pull(at: Place, index: int, g: Atom) -> Atom | None:
    c, (_, lower) = at.op.args[0], at.op.attrs["c_and_lower"]
    h = called("h", again(at, 1, g))
    if index == 1:
        return h
    p = called("p", _outer(at, h, at.op.out))
    factor = called("triangle", _triangle(at, c, lower))
    text = "-((p + p.T) @ f)" if lower else "-(f @ (p + p.T))"
    return _triangle(at, at.text(text, p=p, f=factor), lower)


def _cho_solve_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    c, (_, lower) = at.op.args[0], at.op.attrs["c_and_lower"]
    parts = [tangents[1]] if 1 in tangents else []
    if 0 in tangents:
        t, f = _triangle(at, tangents[0], lower), _triangle(at, c, lower)
        p = called("p", at.text("t @ f.T" if lower else "f.T @ t", t=t, f=f))
        parts.append(at.text("-((p + p.T) @ out)", p=p))
    return again(at, 1, ops.summed(at.b, parts))


rule(linalg.cholesky, as_in_numpy(lambda names: (
    np.linalg.cholesky, {"upper": not names["lower"]})), shape=shapes.same, raises="domain",
     call="x, *, lower=False, check_finite=True")
rule(linalg.cho_factor, custom(_cholesky_pull, _cholesky_push), shape=_factored, raises="domain",
     call="x, *, lower=False, check_finite=True")
rule(linalg.cho_solve, custom(_cho_solve_pull, _cho_solve_push), call="c_and_lower, y",
     shape=shapes.solved)


def _block_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Each matrix gets its block."""
    _matrices(at, 2)
    mine, before = at.op.args[index], at.op.args[:index]
    rows = at.b.apply(gate(runtime.piece), g, mine, *before)
    return at.b.apply(gate(runtime.piece), rows, mine, *before, attrs={"axis": 1})


def _block_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _matrices(at, 2)
    parts = [
        tangents[k] if k in tangents else at.b.apply(gate(np.zeros_like), a)
        for k, a in enumerate(at.op.args)
    ]
    return at.b.apply(at.op.gate, *parts)


rule(linalg.block_diag, custom(_block_pull, _block_push), call="*x", shape=shapes.blocks)

# -- functions of matrices


def _frechet(b: Builder, x: Atom, e: Atom) -> Atom:
    """Append the derivative of the exponential of a matrix along a direction."""
    return b.apply(gate(linalg.expm_frechet), x, e, attrs={"compute_expm": False})


def _twice(b: Builder, x: Atom, e: Atom) -> Atom:
    """Append the matrix `[[x, e], [0, x]]`: a function of it has the derivative along e there."""
    upper = b.apply(gate(core.concatenate), x, e, attrs={"axis": 1})
    zero = b.apply(gate(np.zeros_like), x)
    lower = b.apply(gate(core.concatenate), zero, x, attrs={"axis": 1})
    return b.apply(gate(core.concatenate), upper, lower)


def _block(b: Builder, m: Atom, like: Atom, row: int, column: int) -> Atom:
    """Append one of the four blocks of such a matrix."""
    n = b.apply(gate(core.size_of), like, attrs={"axis": 0})
    parts = tuple(slice(Slot(1), None) if k else slice(None, Slot(1)) for k in (row, column))
    return b.apply(gate(core.load), m, n, attrs={"index": parts})


def _expm_pull(at: Place, index: int, g: Atom) -> Atom | None:
    _matrices(at, 2, None)  # SciPy refuses what is no matrix
    return _frechet(at.b, at.text("turned(x)"), g)


def _expm_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _matrices(at, 2, None)
    return _frechet(at.b, at.op.args[0], tangents[0])


def _frechet_pull(at: Place, index: int, g: Atom) -> Atom | None:
    b, (x, e) = at.b, at.op.args
    if index == 1:
        return _frechet(b, at.text("turned(x)"), g)
    zero = b.apply(gate(np.zeros_like), x)
    twice = b.apply(gate(np.transpose), _twice(b, x, e), attrs={"style": "T"})
    seed = b.apply(
        gate(core.concatenate),
        b.apply(gate(core.concatenate), zero, g, attrs={"axis": 1}),
        b.apply(gate(core.concatenate), zero, zero, attrs={"axis": 1}),
    )
    m = _frechet(b, twice, seed)
    return ops.plus(b, _block(b, m, x, 0, 0), _block(b, m, x, 1, 1))


def _frechet_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    b, (x, e) = at.b, at.op.args
    parts = [_frechet(b, x, tangents[1])] if 1 in tangents else []
    if 0 in tangents:
        t = tangents[0]
        zero = b.apply(gate(np.zeros_like), x)
        both = b.apply(
            gate(core.concatenate),
            b.apply(gate(core.concatenate), t, zero, attrs={"axis": 1}),
            b.apply(gate(core.concatenate), zero, t, attrs={"axis": 1}),
        )
        parts.append(_block(b, _frechet(b, _twice(b, x, e), both), x, 0, 1))
    return ops.summed(b, parts)


def _only_frechet(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    if attrs.get("compute_expm", True) is not False:
        raise refuse("AD204", "linalg.expm_frechet that computes the exponential too",
                     hint="compute_expm=False, and linalg.expm")
    return shapes.like_operand(0)((*args, Const(np.float64(0.0))), {})


def _along(at: Place, x: Atom, e: Atom) -> Atom:
    """Append the derivative of a function of a matrix along a direction, by a block matrix."""
    _matrices(at, 2, None)
    x = at.b.apply(gate(runtime.principal), x)
    twice = at.b.apply(at.op.gate, _twice(at.b, x, e))
    return _block(at.b, twice, x, 0, 1)


def _maybe_complex(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    type_ = type_of(args[0])
    whole = isinstance(type_, Array) and type_.dtype is not None and "complex" in type_.dtype
    return type_ if whole else MAYBE_COMPLEX


def _sylvester_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """`x @ out + out @ y = q`."""
    s = called("s", at.text("linalg.solve_sylvester(turned(x), turned(y), g)", g=g))
    return at.text(("-(s @ turned(out))", "-(turned(out) @ s)", "s")[index], s=s)


def _sylvester_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    texts = ("-(t @ out)", "-(out @ t)", "t")
    parts = [at.text(texts[k], t=t) for k, t in tangents.items()]
    return again(at, 2, ops.summed(at.b, parts))


def _sqrtm_pull(at: Place, index: int, g: Atom) -> Atom | None:
    _matrices(at, 2, None)
    return at.text("linalg.solve_sylvester(turned(out), turned(out), g)", g=g)


rule(linalg.expm, custom(_expm_pull, _expm_push), call="x", shape=shapes.same)
rule(linalg.expm_frechet, custom(_frechet_pull, _frechet_push), call="x, e, *, compute_expm=True",
     shape=_only_frechet)
rule(linalg.logm, custom(
    lambda at, index, g: _along(at, at.text("turned(x)"), g),
    lambda at, tangents: _along(at, at.op.args[0], tangents[0])), call="x", shape=_maybe_complex)
rule(runtime.principal, custom(lambda at, index, g: g, lambda at, tangents: tangents[0]),
     call="x", shape=shapes.same, view=True, name="principal", raises="domain")
rule(linalg.sqrtm, custom(
    _sqrtm_pull,
    lambda at, tangents: at.text("linalg.solve_sylvester(out, out, t)", t=tangents[0])),
    call="x", shape=_maybe_complex)
rule(linalg.solve_sylvester, custom(_sylvester_pull, _sylvester_push), call="x, y, q",
     shape=shapes.like_operand(2))
complex_rule(AS_FOR_REALS, linalg.inv, linalg.det, linalg.norm, linalg.block_diag, linalg.expm,
             linalg.expm_frechet,
             linalg.logm, linalg.sqrtm, linalg.solve_sylvester, runtime.principal)
