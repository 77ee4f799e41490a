"""Types of elementwise results: sizes that broadcast, dtypes as NumPy takes them.

>>> from adcompiler.ir.types import Array, Dim, show
>>> m = Array("float64", (Dim("x0", False), Dim("x1", False)))
>>> col = Array("float64", (Dim("x0", False), Dim("1", True)))
>>> show(broadcast(m, col))
'float64[x0, x1]'
"""

from __future__ import annotations

import numpy as np

from adcompiler.ir.types import (
    DTYPE_OF,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Scalar,
    Type,
    dtype_kind,
    fresh_dim,
    numeric_kind,
    of_scalar_dtype,
    rank,
)

_NARROW = {"float": "float32", "complex": "complex64"}


def broadcast_dims(a: tuple[Dim, ...], b: tuple[Dim, ...]) -> tuple[Dim, ...]:
    """Return the dimensions of an elementwise result."""
    if len(a) < len(b):
        a, b = b, a
    padded = (ONE,) * (len(a) - len(b)) + b
    return tuple(_broadcast_dim(p, q) for p, q in zip(a, padded, strict=True))


def _broadcast_dim(a: Dim, b: Dim) -> Dim:
    if a.key == b.key or b.one:
        return a
    if a.one or (b.one is False and a.one is None):
        return b
    return a if a.one is False else fresh_dim()


def broadcast(a: Type, b: Type) -> Type:
    """Return the type of `a + b` for two floating-point values."""
    return elementwise(np.add, a, b)


def elementwise(ufunc: np.ufunc, *types: Type) -> Type:
    """Return the type of an elementwise function of operands of these types."""
    known = [t for t in types if isinstance(t, Scalar | Array)]
    if len(known) < len(types):
        return UNKNOWN
    dtype = _result_dtype(ufunc, *known)
    numbers = all(rank(t) == 0 for t in known)
    if dtype is None:
        answers = {_result_dtype(ufunc, *(_taken(t, how) for t in known)) for how in range(3)}
        if numbers:
            kinds = {dtype_kind(d) for d in answers if d is not None}
            return Scalar(kinds.pop(), "?") if len(kinds) == 1 else UNKNOWN
        dtype = answers.pop() if len(answers) == 1 else None
    dims: tuple[Dim, ...] = ()
    for type_ in known:
        if isinstance(type_, Array):
            dims = broadcast_dims(dims, type_.dims)
    if any(isinstance(t, Array) for t in types) and dims:
        return Array(dtype, dims)
    return of_scalar_dtype(dtype)


def _taken(type_: Scalar | Array, how: int) -> Scalar | Array:
    """Return a number of one of two origins as one of Python, of NumPy, or of single precision."""
    if not isinstance(type_, Scalar) or type_.dtype != "?":
        return type_
    dtypes = (None, DTYPE_OF[type_.kind], _NARROW.get(type_.kind))
    return Scalar(type_.kind, dtypes[how])


_QUESTIONS = (np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal)


_dtype_memo: dict[tuple[object, ...], str | None] = {}


def _result_dtype(ufunc: np.ufunc, *types: Scalar | Array) -> str | None:
    """Ask NumPy itself, on operands of one element, so that its promotion rules hold."""
    key = (ufunc, *((type(t), t.dtype, numeric_kind(t), rank(t) == 0) for t in types))
    if key not in _dtype_memo:
        if ufunc in _QUESTIONS:
            _dtype_memo[key] = "bool"
        elif any((isinstance(t, Array) and t.dtype is None) or t.dtype == "?" for t in types):
            _dtype_memo[key] = None
        else:
            with np.errstate(all="ignore"):
                try:
                    _dtype_memo[key] = str(ufunc(*(_sample(t) for t in types)).dtype)
                except (TypeError, ValueError):
                    _dtype_memo[key] = None
    return _dtype_memo[key]


def _sample(type_: Type) -> object:
    """Return a small value of the type: one element of value 1."""
    if isinstance(type_, Array):
        assert type_.dtype is not None
        return np.ones((1,) * type_.rank, dtype=type_.dtype)
    assert isinstance(type_, Scalar)
    if type_.dtype is not None:
        return np.dtype(type_.dtype).type(1)
    return {"bool": True, "int": 1, "float": 1.0, "complex": 1j}[type_.kind]


def same_shape(a: Type, b: Type) -> bool:
    """Tell whether two values that meet elementwise certainly have the same shape."""
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return True
    if isinstance(a, Array) and isinstance(b, Array) and a.rank == b.rank:
        return all(_same(p, q) for p, q in zip(a.dims, b.dims, strict=True))
    return False


def _same(a: Dim, b: Dim) -> bool:
    # Asked of values that belong together: two sizes that are both not 1 are then equal.
    return a.key == b.key or (a.one is not None and a.one == b.one)
