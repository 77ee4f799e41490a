"""Adjoints summed to the shape of an operand, with as little kept for it as possible.

fit(fit(g, x + y), x)   ->  fit(g, x)
fit(-g, x)              ->  -fit(g, x)
fit(g, 2.0 * x)         ->  fit(g, x)
fit(g[m], 2.0 * x[m])   ->  g[m], of arrays of one shape

The shape of a view is free; that of a sum is an array that has to live until the sweep reads it.
"""

from __future__ import annotations

import operator
from dataclasses import replace

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.kinds import Distribute, LocalDerivative, SwapAndScale
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Apply, Atom, Value, made_by
from adcompiler.ir.types import Array, Scalar, numeric_kind

SAME_SHAPE = (np.triu, np.tril, core.named, core.mask, operator.pow, np.power)


def refitted(op: Apply, made: dict[Value, Apply]) -> Apply:
    """Return a fit without the fits before it, to the operand that is cheapest to keep."""
    g, like = op.args
    while (inner := _fit(g, made)) is not None and _broadcast(inner, like, made):
        g = inner.args[0]
    small: Atom | None = like
    while small is not None:
        if _is_there(small, made):
            like = small
        small = _of_its_shape(small, made)
    return replace(op, args=(g, like))


def fits_already(op: Apply, made: dict[Value, Apply]) -> bool:
    """Tell whether a fit is of what was read at the places that the operand was made from."""
    g = made_by(made, op.args[0])
    if g is None or g.gate.function is not core.load:
        return False
    like: Atom | None = op.args[1]
    while like is not None:
        part = made_by(made, like)
        if part is not None and part.gate.function is core.load:
            here, there = (type_of(o.args[0]) for o in (part, g))
            same = part.args[1:] == g.args[1:] and part.attrs["index"] == g.attrs["index"]
            return same and same_shape(here, there)
        like = _of_its_shape(like, made, named=True)
    return False


def _is_there(atom: Atom, made: dict[Value, Apply]) -> bool:
    """Tell whether a value costs nothing to keep: a variable of the user's, a view."""
    op = made_by(made, atom)
    return op is None or op.out.stated or op.gate.view


def unsigned_fit(op: Apply, made: dict[Value, Apply]) -> tuple[Apply, Apply] | None:
    """Return the fit of what is negated, and the negation after it."""
    if op.gate.function is not runtime.fit:
        return None
    minus = made_by(made, op.args[0])
    if minus is None or minus.gate.function is not operator.neg or minus.out.stated:
        return None
    out = Value(op.out.name, op.out.type, op.out.span)
    summed = refitted(replace(op, args=(minus.args[0], op.args[1]), out=out), made)
    return summed, replace(minus, args=(out,), out=op.out)


def _fit(atom: Atom, made: dict[Value, Apply]) -> Apply | None:
    found = made_by(made, atom)
    return found if found is not None and found.gate.function is runtime.fit else None


def _broadcast(inner: Apply, like: Atom, made: dict[Value, Apply]) -> bool:
    """Tell whether `like` was broadcast to what an inner fit has summed to, of real numbers."""
    g, whole = inner.args
    types = [type_of(a) for a in (g, whole, like)]
    if not all(isinstance(t, Array) and numeric_kind(t) == "float" for t in types):
        return False
    have, want, _ = types
    assert isinstance(have, Array)
    assert isinstance(want, Array)
    if have.rank != want.rank:
        return have.rank > want.rank and _has(whole, like, made)
    spread = any(p.one and q.one is not True for p, q in zip(have.dims, want.dims, strict=True))
    return not spread and (whole is like or _has(whole, like, made))


def _has(whole: Atom, part: Atom, made: dict[Value, Apply]) -> bool:
    """Tell whether an array is elementwise arithmetic with another one as operand."""
    op = made_by(made, whole)
    return op is not None and _is_elementwise(op) and part in op.args


def _is_elementwise(op: Apply) -> bool:
    return isinstance(op.gate.kind(op), Distribute | LocalDerivative | SwapAndScale)


def _of_its_shape(atom: Atom, made: dict[Value, Apply], named: bool = False) -> Atom | None:
    """Return an operand that has the shape and kind of an array that was computed.

    An array with a name of its own is looked through only where that is allowed.
    """
    op = made_by(made, atom)
    if (
        op is None
        or (op.out.stated and not named)
        or not isinstance(op.out.type, Array)
        or numeric_kind(op.out.type) != "float"
    ):
        return None
    if op.gate.function not in SAME_SHAPE and not _is_elementwise(op):
        return None
    arrays = [a for a in op.args if not isinstance(type_of(a), Scalar)]
    types = [type_of(a) for a in arrays]
    if not all(isinstance(t, Array) and numeric_kind(t) == "float" for t in types):
        return None
    alike = len(arrays) == 1 or all(
        isinstance(t, Array) and t.dims == op.out.type.dims for t in types
    )
    return arrays[0] if arrays and alike else None
