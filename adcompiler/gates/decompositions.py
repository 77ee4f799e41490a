"""Eigenvalues, singular values, orthogonal factors, least squares, zeros of polynomials.

Factors that are not unique have derivatives only where a function does not depend on the choice:
eigenvectors and singular vectors of equal values give nan, their values what is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import core, ops
from adcompiler.gates import infer as shapes
from adcompiler.gates.kinds import Custom, Place, called, custom, linear
from adcompiler.gates.table import AS_FOR_REALS, complex_rule, gate, rule
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const, Value, made_by
from adcompiler.ir.types import MAYBE_COMPLEX, Array, Tree, Type, is_complex, rank

_ZEROS = (np.zeros_like, np.zeros, runtime.zeros)


def parts(at: Place, whole: Atom, count: int) -> list[Atom]:
    """Return the items of a tuple of results, or of its adjoint."""
    made = made_by(at.b.made, whole)
    if made is not None and made.gate.function is core.pack:
        return list(made.args)
    return [at.b.apply(gate(core.item), whole, attrs={"key": k}) for k in range(count)]


def is_zero(at: Place, g: Atom) -> bool:
    """Tell whether nothing reached a part of the result."""
    made = made_by(at.b.made, g)
    return ops.is_number(g, 0) or (made is not None and made.gate.function in _ZEROS)


def together(at: Place, *items: Atom) -> Atom:
    """Append the tangents of a tuple of results."""
    return at.b.apply(gate(core.pack), *items, attrs={"kind": "tuple"})


def _still(at: Place, g: Atom, what: str, hint: str = "") -> None:
    """Refuse a derivative through a part of the result that has none."""
    if not is_zero(at, g):
        raise refuse("AD203", f"a derivative through {what}", at.op.span, "here", hint)


def _unknown(at: Place, part: Atom, what: str, hint: str) -> Atom:
    """Append the tangent of a part that has none: whoever reads it is refused."""
    return at.b.apply(gate(core.no_tangent), part, attrs={"of": what, "hint": hint})


def _unread(at: Place, *parts: object) -> Atom | None:
    attrs = at.op.attrs
    raise refuse("AD203", f"a derivative through {attrs['of']}", at.op.span, "here", attrs["hint"])


rule(core.no_tangent, custom(_unread, _unread), call="x, *, of, hint", shape=shapes.same,
     name="no_tangent")
complex_rule(AS_FOR_REALS, core.no_tangent)


def _real_only(at: Place, what: str) -> None:
    if is_complex(type_of(at.op.args[0])):
        hint = "the parts x.real and x.imag, or adcompiler.custom_vjp"
        raise refuse("AD203", f"a derivative of {what} of complex matrices", at.op.span, "", hint)


# -- symmetric matrices: NumPy reads one triangle, which gets everything

_SYMMETRIC = "half_lower(s + conj(turned(s)))"


def _read(at: Place, s: Atom) -> Atom:
    """Append what the triangle gets that is read."""
    if at.names["UPLO"].upper() == "L":
        return at.text(_SYMMETRIC, s=s)
    return at.text(f"turned({_SYMMETRIC})", s=at.text("turned(s)", s=s))


def _whole(at: Place, t: Atom) -> Atom:
    """Append the symmetric matrix of which one triangle is read."""
    half = at.text("half_lower(t)" if at.names["UPLO"].upper() == "L" else
                   "turned(half_lower(turned(t)))", t=t)
    return at.text("h + conj(turned(h))", h=half)


def _eigh_pull(at: Place, index: int, g: Atom) -> Atom | None:
    (w, v), (gw, gv) = parts(at, at.op.out, 2), parts(at, g, 2)
    if is_zero(at, gv):
        return _read(at, at.text("(conj(v) * np.expand_dims(gw, axis=-2)) @ turned(v)", v=v, gw=gw))
    inner = called("turning", at.text("(turned(v) @ gv) / gaps(w)", v=v, w=w, gv=gv))
    if not is_zero(at, gw):
        size = at.text("np.expand_dims(gw, axis=-1) * np.eye(size_of(w, -1))", w=w, gw=gw)
        inner = at.b.apply(gate(np.add), size, inner)
    return _read(at, at.text("conj(v) @ inner @ turned(v)", v=v, inner=inner))


def _eigh_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    w, v = parts(at, at.op.out, 2)
    inner = at.text("conj(turned(v)) @ t @ v", v=v, t=_whole(at, tangents[0]))
    tw = at.text("np.diagonal(c, axis1=-2, axis2=-1)", c=inner)
    return together(at, ops.of_kind(at.b, tw, w), at.text("v @ (c / gaps(w))", c=inner, v=v, w=w))


def _vectors(at: Place) -> list[Atom]:
    attrs = {k: v for k, v in at.op.attrs.items() if k == "UPLO"}
    return parts(at, at.b.apply(gate(np.linalg.eigh), at.op.args[0], attrs=attrs), 2)


def _eigvalsh_pull(at: Place, index: int, g: Atom) -> Atom | None:
    _, v = _vectors(at)
    return _read(at, at.text("(conj(v) * np.expand_dims(g, axis=-2)) @ turned(v)", v=v, g=g))


def _eigvalsh_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _, v = _vectors(at)
    inner = at.text("conj(turned(v)) @ t @ v", v=v, t=_whole(at, tangents[0]))
    found = at.text("np.diagonal(c, axis1=-2, axis2=-1)", c=inner)
    return ops.of_kind(at.b, found, at.op.out)


rule(np.linalg.eigh, custom(_eigh_pull, _eigh_push), call="x, *, UPLO='L'",
     shape=shapes.asked(np.linalg.eigh), raises="domain")
rule(np.linalg.eigvalsh, custom(_eigvalsh_pull, _eigvalsh_push), call="x, *, UPLO='L'",
     shape=shapes.asked(np.linalg.eigvalsh), raises="domain")
rule(runtime.gaps, custom(
    lambda at, index, g: at.text("np.sum(g, axis=-2) - np.sum(g, axis=-1)", g=g),
    lambda at, tangents: at.text("np.expand_dims(t, axis=-2) - np.expand_dims(t, axis=-1)",
                                 t=tangents[0])),
    call="w", shape=shapes.asked(runtime.gaps), name="gaps")


# -- any square matrices: their eigenvalues move, unless some are equal


def _spectrum(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Eigenvalues are real or complex as they come out."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and is_complex(type_):
        return Array(type_.dtype, type_.dims[:-1])
    return MAYBE_COMPLEX


def _spectrum_and_vectors(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    type_ = type_of(args[0])
    vectors = type_ if is_complex(type_) else MAYBE_COMPLEX
    return Tree("tuple", (_spectrum(args, attrs), vectors), (), type(np.linalg.eig(np.eye(1))))


def _moved_pull(at: Place, w: Atom, g: Atom) -> Atom:
    v = at.text("eigenvectors(x, w)", w=w)
    return at.text("turned(np.linalg.inv(v)) @ (np.expand_dims(g, axis=-1) * turned(v))", v=v, g=g)


def _moved_push(at: Place, w: Atom, t: Atom) -> Atom:
    v = at.text("eigenvectors(x, w)", w=w)
    inner = at.text("np.linalg.inv(v) @ t @ v", v=v, t=t)
    return at.text("np.diagonal(c, axis1=-2, axis2=-1)", c=inner)


ANY_VECTORS = (
    "eigenvectors of a matrix that need not be symmetric",
    "np.linalg.eigh of a symmetric matrix has it",
)


def _eig_pull(at: Place, index: int, g: Atom) -> Atom | None:
    gw, gv = parts(at, g, 2)
    _still(at, gv, *ANY_VECTORS)
    return _moved_pull(at, parts(at, at.op.out, 2)[0], gw)


def _eig_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    w, v = parts(at, at.op.out, 2)
    return together(at, _moved_push(at, w, tangents[0]), _unknown(at, v, *ANY_VECTORS))


def _vectors_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """Of any length, as those who read them do not see it."""
    if index:
        return None
    inner = at.text("(turned(out) @ g) / gaps(w)", g=g)
    return at.text("turned(np.linalg.inv(out)) @ c @ turned(out)", c=inner)


def _vectors_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    if 0 not in tangents:
        return None
    return at.text("out @ (np.linalg.inv(out) @ t @ out / gaps(w))", t=tangents[0])


rule(np.linalg.eig, custom(_eig_pull, _eig_push), call="x", shape=_spectrum_and_vectors,
     raises="domain")
rule(np.linalg.eigvals, custom(
    lambda at, index, g: _moved_pull(at, at.op.out, g),
    lambda at, tangents: _moved_push(at, at.op.out, tangents[0])),
    call="x", shape=_spectrum, raises="domain")
rule(runtime.eigenvectors, custom(_vectors_pull, _vectors_push), call="x, w",
     shape=shapes.always(MAYBE_COMPLEX), name="eigenvectors")


def _powers(at: Place) -> Atom:
    """Append the powers of each zero, the highest first, over the slope there."""
    most = at.text("size_of(p, 0) - n", n=1)
    places = at.b.apply(gate(np.arange), most, Const(-1), Const(-1))
    dtype = getattr(type_of(at.op.args[0]), "dtype", None)
    if dtype in ("float32", "complex64"):  # whole numbers make double precision of them
        places = at.b.apply(gate(core.astype), places, attrs={"dtype": np.float32})
    powers = at.text("np.expand_dims(out, axis=-1) ** k", k=places)
    lower = at.b.apply(gate(core.load), powers, attrs={"index": (Ellipsis, slice(1, None))})
    slopes = at.text("lower @ d", lower=lower, d=_derivative(at, places))
    return at.text("powers / np.expand_dims(s, axis=-1)", powers=powers, s=slopes)


def _derivative(at: Place, places: Atom) -> Atom:
    terms = at.text("p * k", k=places)
    return at.b.apply(gate(core.load), terms, attrs={"index": slice(None, -1)})


rule(np.roots, custom(
    lambda at, index, g: at.text("-(g @ k)", g=g, k=_powers(at)),
    lambda at, tangents: at.text("-(k @ t)", t=tangents[0], k=_powers(at))),
    call="p", shape=shapes.always(MAYBE_COMPLEX))
complex_rule(
    AS_FOR_REALS,
    np.linalg.eigh,
    np.linalg.eigvalsh,
    np.linalg.eig,
    np.linalg.eigvals,
    np.roots,
    runtime.gaps,
    runtime.eigenvectors,
)


# -- singular values and vectors


def _of_lower(kind: Custom) -> Custom:
    """Return the kind of a function that with `hermitian=True` reads the lower triangle only."""

    def whole(at: Place, x: Atom) -> Atom:
        return at.text("h + conj(turned(h))", h=at.text("half_lower(x)", x=x))

    def read(at: Place) -> Place:
        return replace(at, op=replace(at.op, args=(whole(at, at.op.args[0]),)))

    def pull(at: Place, index: int, g: Atom) -> Atom | None:
        if not at.names["hermitian"]:
            return kind.pull(at, index, g)
        return at.text(_SYMMETRIC, s=kind.pull(read(at), index, g))

    def push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
        if not at.names["hermitian"]:
            return kind.push(at, tangents)
        return kind.push(read(at), {0: whole(at, tangents[0])})

    return custom(pull, push)


def _thin(at: Place) -> list[Atom]:
    """Return the thin factors: those of the call itself, where it asks for them."""
    names = at.names
    if names["compute_uv"] and not names["full_matrices"]:
        return parts(at, at.op.out, 3)
    found = at.b.apply(gate(np.linalg.svd), at.op.args[0], attrs={"full_matrices": False})
    return parts(at, found, 3)


def _is_square(at: Place) -> bool:
    type_ = type_of(at.op.args[0])
    square = isinstance(type_, Array) and type_.dims[-1].key == type_.dims[-2].key
    return square or bool(at.names["hermitian"])


FULL = ("the full factors of np.linalg.svd", "np.linalg.svd(x, full_matrices=False)")


def _check_thin(at: Place) -> None:
    if at.names["full_matrices"] and not _is_square(at):
        raise refuse("AD203", f"a derivative through {FULL[0]}", at.op.span, "here", FULL[1])
    _real_only(at, "singular vectors")


def _row_and_column(at: Place, s: Atom) -> tuple[Atom, Atom]:
    """Append the singular values as rows and as columns, to scale columns and rows by."""
    row = called("row", at.text("np.expand_dims(s, axis=-2)", s=s))
    return row, called("column", at.text("np.expand_dims(s, axis=-1)", s=s))


def _svd_pull(at: Place, index: int, g: Atom) -> Atom | None:
    if not at.names["compute_uv"]:
        u, _, vh = _thin(at)
        return at.text("(conj(u) * np.expand_dims(g, axis=-2)) @ conj(vh)", u=u, vh=vh, g=g)
    gu, gs, gvh = parts(at, g, 3)
    if is_zero(at, gu) and is_zero(at, gvh):
        u, _, vh = _thin(at)
        return at.text("(conj(u) * np.expand_dims(g, axis=-2)) @ conj(vh)", u=u, vh=vh, g=gs)
    _check_thin(at)
    u, s, vh = _thin(at) if not at.names["full_matrices"] else parts(at, at.op.out, 3)
    row, column = _row_and_column(at, s)
    apart = called("apart", at.text("gaps(s * s)", s=s))
    found = []
    if not is_zero(at, gs):
        found.append(at.text("(u * np.expand_dims(g, axis=-2)) @ vh", u=u, vh=vh, g=gs))
    if not is_zero(at, gu):
        c = called("left", at.text("turned(u) @ g", u=u, g=gu))
        j = called("turning", at.text("c / apart", c=c, apart=apart))
        found.append(at.text("u @ ((j + turned(j)) * row) @ vh", u=u, vh=vh, j=j, row=row))
        found.append(at.text("((g - u @ c) / row) @ vh", g=gu, u=u, c=c, row=row, vh=vh))
    if not is_zero(at, gvh):
        c = called("right", at.text("g @ turned(vh)", vh=vh, g=gvh))
        j = called("turning", at.text("turned(c) / apart", c=c, apart=apart))
        found.append(at.text("u @ (column * (j + turned(j))) @ vh", u=u, vh=vh, j=j,
                             column=column))
        found.append(at.text("u @ ((g - c @ vh) / column)", g=gvh, u=u, c=c, column=column, vh=vh))
    return ops.summed(at.b, found)


def _svd_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    t, names = tangents[0], at.names
    whole = names["compute_uv"] and names["full_matrices"]
    # The factors of the call itself where they are those: another call may turn their signs.
    u, s, vh = parts(at, at.op.out, 3) if whole and _is_square(at) else _thin(at)
    c = at.text("conj(turned(u)) @ t @ conj(turned(vh))", u=u, vh=vh, t=t)
    ts = ops.of_kind(at.b, at.text("np.diagonal(c, axis1=-2, axis2=-1)", c=c), s)
    if not names["compute_uv"]:
        return ts
    if whole and not _is_square(at):
        u, _, vh = parts(at, at.op.out, 3)
        return together(at, _unknown(at, u, *FULL), ts, _unknown(at, vh, *FULL))
    row, column = _row_and_column(at, s)
    ch, v = at.text("conj(turned(c))", c=c), at.text("conj(turned(vh))", vh=vh)
    names = {"u": u, "v": v, "c": c, "ch": ch, "t": t, "row": row, "column": column,
             "apart": at.text("gaps(s * s)", s=s)}
    inner = at.text("(c * row + column * ch) / apart", **names)
    if is_complex(type_of(c)):  # of the phases, those of the left vectors turn
        phases = at.text("np.eye(size_of(s, -1)) * (c - ch) / (2 * row)", s=s, **names)
        inner = at.b.apply(gate(np.add), inner, phases)
    du = at.text("u @ inner + (t @ v - u @ c) / row", inner=inner, **names)
    dv = at.text("v @ ((column * c + ch * row) / apart) + (conj(turned(t)) @ u - v @ ch) / row",
                 **names)
    return together(at, du, ts, at.text("conj(turned(dv))", dv=dv))


rule(np.linalg.svd, _of_lower(custom(_svd_pull, _svd_push)),
     call="x, *, full_matrices=True, compute_uv=True, hermitian=False",
     shape=shapes.asked(np.linalg.svd), raises="domain")
complex_rule(AS_FOR_REALS, np.linalg.svd)


# -- orthogonal and triangular factors, of matrices that are not wide


def _factors(at: Place) -> list[Atom]:
    if at.names["mode"] not in ("reduced", "r"):
        raise refuse("AD204", f"np.linalg.qr(..., mode={at.names['mode']!r})", at.op.span, "here",
                     "covered: 'reduced' and 'r'")
    if at.names["mode"] == "reduced":
        return parts(at, at.op.out, 2)
    return parts(at, at.b.apply(gate(np.linalg.qr), at.op.args[0]), 2)


def _qr_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """The triangular factor is divided off from the right, as NumPy solves from the left."""
    q, r = _factors(at)
    gq, gr = parts(at, g, 2) if at.names["mode"] == "reduced" else (ops.ZERO, g)
    found = []
    if not is_zero(at, gr):
        found.append(at.text("r @ turned(gr)", r=r, gr=gr))
    if not is_zero(at, gq):
        found.append(at.text("-(turned(gq) @ q)", q=q, gq=gq))
    m = called("m", ops.summed(at.b, found))
    inner = at.text("q @ (np.tril(m) + turned(np.tril(m, -1)))", q=q, m=m)
    if not is_zero(at, gq):
        inner = at.b.apply(gate(np.add), gq, inner)
    return at.text("turned(np.linalg.solve(tall(r, q), turned(h)))", r=r, q=q, h=inner)


def _qr_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    q, r = _factors(at)
    h = at.text("turned(np.linalg.solve(turned(tall(r, q)), turned(t)))", r=r, q=q, t=tangents[0])
    c = at.text("turned(q) @ h", q=q, h=h)
    upper = at.text("c - (np.tril(c, -1) - turned(np.tril(c, -1)))", c=c)
    tr = at.text("upper @ r", upper=upper, r=r)
    if at.names["mode"] == "r":
        return tr
    return together(at, at.text("h - q @ upper", h=h, q=q, upper=upper), tr)


rule(np.linalg.qr, custom(_qr_pull, _qr_push), call="x, *, mode='reduced'",
     shape=shapes.asked(np.linalg.qr))
rule(runtime.tall, linear("g"), call="r, q", shape=shapes.same, view=True, name="tall")


# -- generalised inverses


def _pinv_pull(at: Place, index: int, g: Atom) -> Atom | None:
    h = at.text("turned(conj(g))", g=g)
    left = at.text("h - conj(x) @ (conj(out) @ h)", h=h)
    right = at.text("h - (h @ conj(out)) @ conj(x)", h=h)
    return at.text("left @ conj(out) @ turned(out) + turned(out) @ conj(out) @ right "
                   "- turned(out) @ g @ turned(out)", left=left, right=right, g=g)


def _pinv_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    h = at.text("conj(turned(t))", t=tangents[0])
    left, right = at.text("h - (h @ x) @ out", h=h), at.text("h - out @ (x @ h)", h=h)
    return at.text("out @ conj(turned(out)) @ left + right @ conj(turned(out)) @ out "
                   "- out @ t @ out", left=left, right=right, t=tangents[0])


rule(np.linalg.pinv, _of_lower(custom(_pinv_pull, _pinv_push)),
     call="x, *, rcond=None, hermitian=False, rtol=None",
     shape=shapes.asked(np.linalg.pinv), raises="domain")
complex_rule(AS_FOR_REALS, np.linalg.pinv)


def _solution(at: Place) -> Atom:
    return parts(at, at.op.out, 4)[0]


def _inverse(at: Place) -> Atom:
    return at.text("np.linalg.pinv(x)")


def _pairs(at: Place, u: Atom, v: Atom) -> Atom:
    """Append `u @ v.T`, of vectors all products."""
    word = "np.outer(u, v)" if rank(type_of(at.op.args[1])) == 1 else "u @ turned(v)"
    return at.text(word, u=u, v=v)


def _lstsq_pull(at: Place, index: int, g: Atom) -> Atom | None:
    """What moves is the solution of least squares, of least norm where there are several."""
    gx, residuals, _, values = parts(at, g, 4)
    _still(at, residuals, "the residuals of np.linalg.lstsq", "np.sum((b - A @ x) ** 2)")
    _still(at, values, "the singular values of np.linalg.lstsq",
           "np.linalg.svd(A, compute_uv=False)")
    _real_only(at, "np.linalg.lstsq")
    if index > 1:
        return None
    p, s = _inverse(at), _solution(at)
    gy = at.text("turned(p) @ g", p=p, g=gx)
    if index == 1:
        return gy
    rest = at.text("y - x @ s", s=s)
    across = _pairs(at, rest, at.text("p @ gy", p=p, gy=gy))
    least = _pairs(at, at.text("turned(p) @ s", p=p, s=s), at.text("g - turned(x) @ gy", g=gx,
                   gy=gy))
    return at.text("a + l - b", a=across, l=least, b=_pairs(at, gy, s))


def _lstsq_push(at: Place, tangents: Mapping[int, Atom]) -> Atom | None:
    _real_only(at, "np.linalg.lstsq")
    p, s = _inverse(at), _solution(at)
    found = []
    if 1 in tangents:
        found.append(at.text("p @ t", p=p, t=tangents[1]))
    if 0 in tangents:
        t = tangents[0]
        found.append(at.text("p @ (turned(p) @ (turned(t) @ (y - x @ s)))", p=p, s=s, t=t))
        h = at.text("turned(t) @ (turned(p) @ s)", p=p, s=s, t=t)
        found.append(at.text("h - p @ (x @ h)", h=h, p=p))
        found.append(at.text("-(p @ (t @ s))", p=p, s=s, t=t))
    rest = [
        ops.zero_like(at.b, a) if isinstance(a, Value) else a for a in parts(at, at.op.out, 4)[1:]
    ]
    return together(at, ops.summed(at.b, found), *rest)


rule(np.linalg.lstsq, custom(_lstsq_pull, _lstsq_push), call="x, y, rcond=None",
     shape=shapes.asked(np.linalg.lstsq), raises="domain")
