"""The type of a result, asked of NumPy itself: the function is called on small samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from adcompiler.gates.infer.common import Infer, dims_of_shape
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const, Slot
from adcompiler.ir.types import (
    DTYPE_OF,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Other,
    Scalar,
    Tree,
    Type,
    dtype_kind,
    fresh_dim,
    of_scalar_dtype,
)

SIZES = (5, 7, 11, 13, 17, 19, 23)  # one for each dimension: what comes out tells from where
EQUAL = 5


def asked(function: Any) -> Infer:
    """Return an inference that calls the function on samples of the operands.

    Each dimension has a size of its own, so that those of the result are told apart, once growing
    and once falling: the lesser of two is neither. Where the function does not take such shapes,
    all have the same, and those of the result are not known.
    """

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        options = {k: v for k, v in attrs.items() if k != "style"}
        if any(_holds_slot(v) for v in options.values()):
            return UNKNOWN
        types = [type_of(a) for a in args]
        if not all(map(_is_known, args)):
            return UNKNOWN
        for pair in _sizings(types):
            found = [
                _tried(function, args, options, sizes, whole)
                for sizes, whole in zip(pair, (2, 3), strict=True)
            ]
            if found[0] is not None and _outline(found[0]) == _outline(found[1]):
                return _agreed(found[0], found[1], {})
        return UNKNOWN

    return infer


def by_values(function: Any) -> Infer:
    """Return an inference where the sizes of the result depend on the values of the operands."""
    of_samples = asked(function)
    return lambda args, attrs: _any_size(of_samples(args, attrs))


def unraveled(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.unravel_index(k, shape)`: a place along each axis."""
    dims, places = dims_of_shape(attrs.get("shape"), args), type_of(args[0])
    if dims is None or not isinstance(places, Scalar | Array):
        return UNKNOWN
    each = Array("int64", places.dims) if isinstance(places, Array) else of_scalar_dtype("int64")
    return Tree("tuple", (each,) * len(dims))


def _any_size(type_: Type) -> Type:
    if isinstance(type_, Tree):
        return replace(type_, items=tuple(map(_any_size, type_.items)))
    if isinstance(type_, Array):
        return Array(type_.dtype, tuple(fresh_dim() for _ in type_.dims))
    return type_


def _holds_slot(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_holds_slot, value))
    return isinstance(value, Slot)


def _is_known(atom: Atom) -> bool:
    type_ = type_of(atom)
    if isinstance(atom, Const):
        return True
    if isinstance(type_, Array):
        return type_.dtype is not None
    return isinstance(type_, Scalar) and type_.dtype != "?"


def _outline(type_: Type | None) -> Any:
    """Return the build of a type without its sizes."""
    if isinstance(type_, Tree):
        return tuple(map(_outline, type_.items))
    return (type_.dtype, type_.rank) if isinstance(type_, Array) else type_


Pairs = dict[tuple[Dim, Dim], Dim]


def _agreed(first: Type, second: Type | None, seen: Pairs) -> Type:
    """Return a type with the dimensions on which two of one outline agree.

    One that was two dimensions in turn, the lesser of both, is a dimension of its own.
    """
    if isinstance(first, Tree) and isinstance(second, Tree):
        pairs = zip(first.items, second.items, strict=True)
        return replace(first, items=tuple(_agreed(p, q, seen) for p, q in pairs))
    if isinstance(first, Array) and isinstance(second, Array):
        dims = zip(first.dims, second.dims, strict=True)
        return Array(first.dtype, tuple(_common(p, q, seen) for p, q in dims))
    return first


def _common(p: Dim, q: Dim, seen: Pairs) -> Dim:
    if p != q and (p, q) not in seen:
        seen[p, q] = Dim(fresh_dim().key, False if p.one is False and q.one is False else None)
    return p if p == q else seen[p, q]


def _sizings(types: list[Type]) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Yield sizes for the dimensions by their keys: all different, then all equal; twice each."""
    dims = {d.key: d for t in types if isinstance(t, Array) for d in t.dims if not d.one}
    if len(dims) <= len(SIZES):
        sizes = SIZES[: len(dims)]
        yield dict(zip(dims, sizes, strict=True)), dict(zip(dims, sizes[::-1], strict=True))
    equal = dict.fromkeys(dims, EQUAL)
    yield equal, equal


def _tried(
    function: Any,
    args: tuple[Atom, ...],
    options: dict[str, Any],
    sizes: dict[str, int],
    whole: int,
) -> Type | None:
    """Return the type of the result for these sizes and integers, None where it is refused."""
    try:
        with np.errstate(all="ignore"):
            result = function(*(_sample(a, sizes, whole) for a in args), **options)
    except (TypeError, ValueError, IndexError, ArithmeticError, AttributeError):
        return None
    known = {n: key for key, n in sizes.items()} if len(set(sizes.values())) == len(sizes) else {}
    dims = {d.key: d for a in args if isinstance(t := type_of(a), Array) for d in t.dims}
    return _type_of_result(result, {n: dims[key] for n, key in known.items()})


def _sample(atom: Atom, sizes: dict[str, int], whole: int) -> Any:
    """Return a small value of the type: matrices that can be inverted, indices that exist."""
    if isinstance(atom, Const):
        return atom.value
    type_ = type_of(atom)
    if isinstance(type_, Scalar):
        dtype = type_.dtype or DTYPE_OF[type_.kind]
        one = np.dtype(dtype).type(whole if type_.kind == "int" else 1)
        return one if type_.dtype else one.item()
    assert isinstance(type_, Array)
    shape = tuple(1 if d.one else sizes[d.key] for d in type_.dims)
    if dtype_kind(str(type_.dtype)) in ("int", "bool"):
        return np.zeros(shape, type_.dtype)
    out = np.full(shape, 0.25, type_.dtype)
    if len(shape) >= 2:
        out = out + np.eye(*shape[-2:], dtype=out.dtype)
    return out


def _type_of_result(result: Any, dims: dict[int, Dim]) -> Type:
    if isinstance(result, tuple | list):
        kind = "list" if isinstance(result, list) else "tuple"
        named = type(result) if hasattr(result, "_fields") else None
        return Tree(kind, tuple(_type_of_result(r, dims) for r in result), (), named)
    if isinstance(result, np.ndarray):
        found = (ONE if n == 1 else dims.get(n) or fresh_dim() for n in result.shape)
        return Array(str(result.dtype), tuple(found))
    if isinstance(result, np.generic):
        return of_scalar_dtype(str(result.dtype))
    for cls, kind in ((bool, "bool"), (int, "int"), (float, "float"), (complex, "complex")):
        if isinstance(result, cls):
            return Scalar(kind)
    return Other(type(result))
