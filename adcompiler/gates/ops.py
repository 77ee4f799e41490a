"""Making the operations that derivatives are built from, simplified as they are made.

Zeros and ones never become code: `times(b, Const(1.0), g)` is `g`.
"""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any, TypeGuard

import numpy as np

from adcompiler import runtime
from adcompiler.gates import core
from adcompiler.gates.infer import normal_axes
from adcompiler.gates.table import gate
from adcompiler.ir.broadcasting import same_shape
from adcompiler.ir.builder import Builder, type_of
from adcompiler.ir.containers import holds_run_time_tuple, is_list
from adcompiler.ir.joining import item_of
from adcompiler.ir.nodes import Atom, Const, made_by
from adcompiler.ir.types import (
    MAYBE_COMPLEX,
    NOTHING,
    Array,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    is_complex,
    is_python_float,
    rank,
)

ONE = Const(1.0)
ZERO = Const(0.0)
NUMBERS = (Scalar, Array, Unknown)


def is_number(atom: Atom, value: float) -> bool:
    """Tell whether the atom is that literal number."""
    return (
        isinstance(atom, Const)
        and isinstance(atom.value, int | float)
        and not isinstance(atom.value, bool)
        and atom.value == value
    )


def literal(atom: Atom) -> TypeGuard[Const]:
    """Tell whether the atom is a literal number."""
    return isinstance(atom, Const) and isinstance(atom.value, int | float | complex)


def times(b: Builder, x: Atom, y: Atom) -> Atom:
    """Return `x * y`."""
    if literal(x) and literal(y):
        return Const(x.value * y.value)
    if is_number(x, 1):
        return y
    if is_number(y, 1):
        return x
    if is_number(x, -1):
        return negative(b, y)
    if is_number(y, -1):
        return negative(b, x)
    return b.apply(gate(operator.mul), x, y)


def plus(b: Builder, x: Atom, y: Atom) -> Atom:
    """Return the sum of two adjoints, of containers item by item."""
    if literal(x) and literal(y):
        return Const(x.value + y.value)
    if is_number(x, 0):
        return y
    if is_number(y, 0):
        return x
    types = type_of(x), type_of(y)
    if any(isinstance(t, Seq | Tree | Residuals) for t in types):
        return b.apply(gate(runtime.plus), x, y)
    return b.apply(gate(operator.add), x, y)


def negative(b: Builder, x: Atom) -> Atom:
    """Return `-x`."""
    if literal(x):
        return Const(-x.value)
    made = made_by(b.made, x)
    if made is not None and made.gate.function is operator.neg:
        return made.args[0]
    return b.apply(gate(operator.neg), x)


def zero_like(b: Builder, x: Atom) -> Atom:
    """Return the zero adjoint of a stage."""
    type_ = type_of(x)
    if isinstance(type_, Scalar):
        return Const(0.0 if type_.kind != "complex" else 0j)
    if isinstance(type_, Array):
        return b.apply(gate(np.zeros_like), x)
    if is_list(type_) and item_of(type_) == NOTHING:
        return b.apply(gate(core.pack), attrs={"kind": "list", "alike": True})
    return b.apply(gate(runtime.zeros), x, attrs=as_lists(type_))


def as_lists(type_: Type) -> dict[str, Any]:
    """Return the option of `zeros` by which the adjoints of run-time tuples are lists."""
    return {"lists": True} if holds_run_time_tuple(type_) else {}


def real_part(b: Builder, g: Atom) -> Atom:
    """Return `g.real`; a mask stays outermost, and of `1j * g` that is `-g.imag`."""
    found = mask_of(b, g)
    if found is not None:
        return masked(b, found[0], real_part(b, found[1]))
    made = made_by(b.made, g)
    if made is not None and made.gate.function is operator.mul:
        for k, factor in enumerate(made.args):
            if isinstance(factor, Const) and factor.value in (1j, -1j):
                part = b.apply(gate(np.imag), made.args[1 - k], attrs={"style": "imag"})
                return negative(b, part) if factor.value == 1j else part
    return b.apply(gate(np.real), g, attrs={"style": "real"})


def conjugate(b: Builder, x: Atom) -> Atom:
    """Return the conjugate of what may be complex."""
    if not is_complex(type_of(x)):
        return x
    attrs = {"style": "conjugate"} if isinstance(type_of(x), Scalar) else {}
    return b.apply(gate(np.conj), x, attrs=attrs)


def direction(b: Builder, x: Atom) -> Atom:
    """Return the derivative of `abs(x)`: its sign, of complex numbers `conj(x) / abs(x)`."""
    if not is_complex(type_of(x)):
        return b.apply(elementwise_function("sign", (x,)), x)
    return b.apply(gate(runtime.over), conjugate(b, x), b.apply(gate(np.absolute), x))


def complex_log(b: Builder, x: Atom) -> Atom:
    """Return the complex logarithm, of a real number too."""
    if not is_complex(type_of(x)):
        x = b.apply(gate(operator.add), x, Const(0j))
    return b.apply(gate(np.log), x)


def of_kind(b: Builder, g: Atom, x: Atom) -> Atom:
    """Return an adjoint or tangent as one of `x`: real for reals, complex for complex arrays.

    An array is added into in place, which a real one would not take complex numbers by.
    """
    have, want = type_of(g), type_of(x)
    if not isinstance(have, NUMBERS) or not isinstance(want, NUMBERS):
        return g
    if is_complex(have) and not is_complex(want):
        return real_part(b, g)
    made = made_by(b.made, g)
    if made is not None and made.gate.function is runtime.fit and made.args[1] is x:
        return g
    array = isinstance(want, Array) and is_complex(want)
    if want == MAYBE_COMPLEX or (array and isinstance(have, Unknown)):
        return b.apply(gate(runtime.fit), g, x)
    if not array or isinstance(have, Scalar) or is_complex(have):
        return g
    if made is not None and made.gate.function is core.broadcast_like:
        if isinstance(type_of(made.args[0]), Scalar):
            return broadcast_like(b, made.args[0], x)
    found = mask_of(b, g)
    if found is not None:
        return masked(b, found[0], of_kind(b, found[1], x))
    return b.apply(gate(operator.add), g, Const(0j))


def shape_of_pack(type_: Tree) -> dict[str, object]:
    """Return the attrs of the gate that puts a container of this type together."""
    attrs: dict[str, object] = {"kind": type_.kind}
    if type_.kind in ("dict", "object"):
        attrs["keys"] = type_.keys
    if type_.cls is not None:
        attrs["cls"] = type_.cls
    if type_.layout is not None:
        attrs["layout"] = type_.layout
    return attrs


def shape_of_adjoint(type_: Tree) -> dict[str, object]:
    """Return the attrs of the gate that puts the adjoint of such a container together."""
    layout = type_.layout and type_.layout.adjoint
    return shape_of_pack(replace(type_, layout=layout))


def fit(b: Builder, g: Atom, x: Atom) -> Atom:
    """Return the contribution `g` as an adjoint of `x`: its kind, and its shape."""
    g = of_kind(b, g, x)
    return g if type_of(x) == MAYBE_COMPLEX else of_kind(b, _fit(b, g, x), x)


def _fit(b: Builder, g: Atom, x: Atom) -> Atom:
    """Return `g` with the shape of `x`: the reverse of broadcasting."""
    have, want = type_of(g), type_of(x)
    if isinstance(have, Seq | Tree | Residuals) or isinstance(want, Seq | Tree | Residuals):
        return g
    if isinstance(want, Scalar) and isinstance(have, Scalar):
        return g
    if isinstance(want, Scalar) and isinstance(have, Array):
        return total(b, g) if have.dims else g
    if isinstance(want, Array) and isinstance(have, Array):
        return _fit_array(b, g, have, x, want)
    if isinstance(want, Array) and isinstance(have, Scalar):
        return broadcast_like(b, g, x)
    return b.apply(gate(runtime.fit), g, x)


def _fit_array(b: Builder, g: Atom, have: Array, x: Atom, want: Array) -> Atom:
    if same_shape(have, want):
        return g
    extra = have.rank - want.rank
    if extra < 0:
        return broadcast_like(b, g, x)
    summed = []
    for k, dim in enumerate(want.dims):
        other = have.dims[extra + k]
        if dim.key == other.key:
            continue
        if dim.one and other.one is False:
            summed.append(extra + k)
        elif dim.one is False and other.one is not True:
            continue  # NumPy has checked that the sizes agree
        elif dim.one is False and other.one:
            return broadcast_like(b, g, x)
        elif not (dim.one and other.one):
            return b.apply(gate(runtime.fit), g, x)
    if summed:
        axes: Any = tuple(summed)
        attrs = {"axis": axes[0] if len(axes) == 1 else axes, "keepdims": True}
        g = b.apply(gate(np.sum), g, attrs=attrs)
    if extra:
        lead: Any = tuple(range(extra))
        g = b.apply(gate(np.sum), g, attrs={"axis": lead[0] if extra == 1 else lead})
    return g


def total(b: Builder, g: Atom) -> Atom:
    """Return the sum of all elements."""
    if isinstance(type_of(g), Scalar):
        return g
    return b.apply(gate(np.sum), g)


def broadcast_like(b: Builder, g: Atom, x: Atom) -> Atom:
    """Return `g` spread to the shape of `x`."""
    if isinstance(type_of(x), Scalar):
        return g if isinstance(type_of(g), Scalar) else b.apply(gate(runtime.fit), g, x)
    if same_shape(type_of(g), type_of(x)):
        return g
    if is_list(type_of(x)) and isinstance(type_of(g), Scalar):
        if isinstance(item_of(type_of(x)), Scalar):
            return b.apply(gate(runtime.repeat), g, x)
    return b.apply(gate(core.broadcast_like), g, x)


def spread(b: Builder, g: Atom, x: Atom, axis: Any, keepdims: Any) -> Atom:
    """Return the transpose of a sum over `axis`: `g` repeated along it."""
    n = rank(type_of(x))
    if axis is not None and not keepdims and rank(type_of(g)) != 0:
        if n is not None:
            axes = normal_axes(axis, n)
            axis = axes[0] if axes and len(axes) == 1 else axes
        g = b.apply(gate(np.expand_dims), g, attrs={"axis": axis})
    elif axis is None and keepdims and n:
        g = b.apply(gate(np.reshape), g, attrs={"shape": ()})
    return broadcast_like(b, g, x)


def count(b: Builder, x: Atom, axis: Any) -> Atom:
    """Return how many elements one result of a reduction sums."""
    type_ = type_of(x)
    if isinstance(type_, Scalar):
        return Const(1.0)
    if isinstance(type_, Seq):
        return b.apply(gate(len), x)
    n = rank(type_)
    if axis is None:
        return b.apply(gate(core.size), x)
    axes = normal_axes(axis, n) if n is not None else None
    if axes is None:
        axes = axis if isinstance(axis, tuple) else (axis,)
    out: Atom = Const(1)
    for k in axes:
        out = times(b, out, b.apply(gate(core.size_of), x, attrs={"axis": k}))
    return out


def where(b: Builder, cond: Atom, x: Atom, y: Atom) -> Atom:
    """Return `x` where the condition holds, else `y`; a conditional expression on scalars."""
    if isinstance(cond, Const) and isinstance(cond.value, bool):
        return x if cond.value else y
    types: list[Type] = [type_of(a) for a in (cond, x, y)]
    if all(isinstance(t, Scalar) for t in types):
        (out,) = b.branch(cond, ([], [x]), ([], [y]), [("", False)], ternary=True)
        return out
    return b.apply(gate(np.where), cond, x, y)


def masked(b: Builder, cond: Atom, g: Atom) -> Atom:
    """Return `g` where the condition holds, else 0, to be kept out of local derivatives."""
    return b.apply(gate(core.mask), cond, g)


def mask_of(b: Builder, g: Atom) -> tuple[Atom, Atom] | None:
    """Return (condition, adjoint) if `g` was made by `masked`."""
    made = made_by(b.made, g)
    if made is not None and made.gate.function is core.mask:
        return made.args[0], made.args[1]
    return None


def written_by_mask(b: Builder, g: Atom) -> bool:
    """Tell whether an adjoint is an array that was updated in place at a boolean mask."""
    made = made_by(b.made, g)
    while made is not None and made.gate.function in (core.store, core.accumulate):
        parts = [type_of(a) for a in made.args[2:]]
        if any(isinstance(t, Array) and t.dtype == "bool" for t in parts):
            return True
        whole = made.args[0]
        made = made_by(b.made, whole)
    return False


def scaled(b: Builder, local: Atom, g: Atom) -> Atom:
    """Return local derivative times adjoint; a mask stays outermost, so 0 * inf is never made."""
    found = mask_of(b, g)
    if found is not None:
        return masked(b, found[0], times(b, local, found[1]))
    return times(b, local, g)


def summed(b: Builder, parts: list[Atom]) -> Atom:
    """Return the sum at a fork: all contributions in one expression."""
    masks = [m for m in (mask_of(b, p) for p in parts) if m is not None]
    if len(masks) == len(parts) > 1 and all(mask == masks[0][0] for mask, _ in masks):
        return masked(b, masks[0][0], summed(b, [inner for _, inner in masks]))
    out = parts[0]
    for part in parts[1:]:
        out = plus(b, out, part)
    return out


def elementwise_function(name: str, args: tuple[Atom, ...]) -> Any:
    """Return `math.name` on Python floats, `np.name` otherwise."""
    import math

    if all(is_python_float(type_of(a)) or isinstance(a, Const) for a in args):
        function = getattr(math, name, None)
        if function is not None:
            return gate(function)
    return gate(getattr(np, name, None) or getattr(np, f"arc{name[1:]}"))


def unknown(type_: Type) -> bool:
    """Tell whether nothing is known of the type."""
    return isinstance(type_, Unknown)
