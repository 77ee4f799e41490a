"""How the type of a result follows from the operands: one function for each family."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.ir.builder import type_of
from adcompiler.ir.nodes import Atom, Attrs, Const, Slot
from adcompiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NUMPY_FLOAT,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Nothing,
    Other,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    broadcast_dims,
    dtype_kind,
    element,
    elementwise,
    fresh_dim,
    join,
    numeric_kind,
    of_scalar_dtype,
)

Infer = Callable[[tuple[Atom, ...], Attrs], Type]


def as_float64(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.float64(x)`: a number of a number, an array of an array."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dims:
        return Array("float64", type_.dims)
    return UNKNOWN if isinstance(type_, Unknown) else NUMPY_FLOAT


def text(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Return the type of a string."""
    return Other(str)


UFUNC_OF: dict[Any, np.ufunc] = {
    operator.add: np.add,
    operator.sub: np.subtract,
    operator.mul: np.multiply,
    operator.truediv: np.true_divide,
    operator.floordiv: np.floor_divide,
    operator.mod: np.remainder,
    operator.pow: np.power,
    operator.neg: np.negative,
    operator.pos: np.positive,
    operator.lt: np.less,
    operator.le: np.less_equal,
    operator.gt: np.greater,
    operator.ge: np.greater_equal,
    operator.eq: np.equal,
    operator.ne: np.not_equal,
    operator.and_: np.bitwise_and,
    operator.or_: np.bitwise_or,
    operator.xor: np.bitwise_xor,
    operator.invert: np.invert,
    operator.lshift: np.left_shift,
    operator.rshift: np.right_shift,
    abs: np.absolute,
}
_TRUTH = (operator.is_, operator.is_not, operator.not_, operator.contains, isinstance, callable)
_INTEGER_MATH = {"floor", "ceil", "trunc", "gcd", "lcm", "factorial", "comb", "perm", "isqrt"}
_BOOLEAN_MATH = {"isnan", "isinf", "isfinite", "isclose"}


def default(function: Any) -> Infer:
    """Return the inference of a function of a known family."""
    if function in _TRUTH:
        return always(BOOL)
    if function in UFUNC_OF:
        return operator_of(function)
    if isinstance(function, np.ufunc):
        return ufunc(function)
    name = getattr(function, "__name__", "")
    if getattr(math, name, None) is function:
        if name in _BOOLEAN_MATH:
            return always(BOOL)
        return always(INT if name in _INTEGER_MATH else FLOAT)
    return always(UNKNOWN)


def always(type_: Type) -> Infer:
    """Return an inference that knows the answer beforehand."""
    return lambda args, attrs: type_


def ufunc(function: np.ufunc) -> Infer:
    """Elementwise, with NumPy's own broadcasting and promotion."""
    return lambda args, attrs: elementwise(function, *map(type_of, args))


def operator_of(function: Any) -> Infer:
    """A Python operator: Python's rules on Python numbers, NumPy's otherwise."""
    like = UFUNC_OF[function]
    compares = like.types[0].endswith("?") and function not in (abs,)
    compares = compares and function not in (operator.and_, operator.or_, operator.xor)
    compares = compares and function not in (operator.add, operator.mul, operator.invert)

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        types = [type_of(a) for a in args]
        if all(isinstance(t, Scalar) for t in types):
            dtypes = {t.dtype for t in types if isinstance(t, Scalar)}
            if dtypes <= {None, "?"}:
                mixed = None if dtypes == {None} else "?"
                if compares:
                    return Scalar("bool", mixed)
                kind = numeric_kind(join_all(types)) or "float"
                if kind == "bool" and function not in (operator.and_, operator.or_, operator.xor):
                    kind = "int"
                if function is operator.truediv and kind == "int":
                    kind = "float"
                if function is operator.pow and kind == "int" and not _natural(args[1]):
                    kind = "float"
                if function is abs and kind == "complex":
                    kind = "float"
                return Scalar(kind, mixed)
        if function in (operator.eq, operator.ne, operator.lt, operator.gt) and any(
            not isinstance(t, Scalar | Array | Unknown) for t in types
        ):
            return BOOL
        return elementwise(like, *types)

    return infer


def _natural(atom: Atom) -> bool:
    return not isinstance(atom, Const) or atom.value >= 0


def join_all(types: list[Type]) -> Type:
    """Return the smallest type that holds all of them."""
    out = types[0]
    for t in types[1:]:
        out = join(out, t)
    return out


def normal_axes(axis: Any, rank: int) -> tuple[int, ...] | None:
    """Return the axes as sorted non-negative numbers, None if they are not static."""
    if axis is None:
        return tuple(range(rank))
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(a, int) for a in axes):
        return None
    return tuple(sorted(a % rank if rank else 0 for a in axes))


def reduction(function: Any = None) -> Infer:
    """A reduction over `axis`, with `keepdims`; `function` decides the dtype."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        type_ = type_of(args[0])
        if isinstance(type_, Scalar):
            dtype = type_.dtype if type_.dtype not in (None, "?") else None
            return of_scalar_dtype(reduced_dtype(function, dtype or "float64"))
        if isinstance(type_, Seq) and isinstance(type_.item, Scalar):
            return of_scalar_dtype(reduced_dtype(function, type_.item.dtype or "float64"))
        if not isinstance(type_, Array):
            return UNKNOWN
        axes = normal_axes(attrs.get("axis"), type_.rank)
        if axes is None:
            return UNKNOWN
        dtype = reduced_dtype(function, type_.dtype)
        if attrs.get("keepdims"):
            dims = tuple(ONE if k in axes else d for k, d in enumerate(type_.dims))
        else:
            dims = tuple(d for k, d in enumerate(type_.dims) if k not in axes)
        return Array(dtype, dims) if dims else of_scalar_dtype(dtype)

    return infer


def reduced_dtype(function: Any, dtype: str | None) -> str | None:
    """Return the dtype of a reduction of an array of that dtype."""
    if dtype is None or function is None:
        return dtype
    return str(np.asarray(function(np.ones(1, dtype))).dtype)


def same(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the first operand."""
    return type_of(args[0])


def second(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the second operand."""
    return type_of(args[1])


def spread_like(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The shape of the second operand; the dtype of the first where it is an array."""
    have, want = type_of(args[0]), type_of(args[1])
    if isinstance(want, Array) and not isinstance(have, Scalar):
        return Array(have.dtype if isinstance(have, Array) else None, want.dims)
    return want


def like_operand(index: int) -> Infer:
    """The shape of one operand; the dtype that all operands have in common."""

    def infer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
        types = [type_of(a) for a in args]
        like = types[index]
        if not isinstance(like, Array):
            return UNKNOWN if isinstance(like, Scalar) else like
        known = [t for t in types if not isinstance(t, Scalar) or t.dtype is not None]
        if not all(isinstance(t, Array | Scalar) for t in known):
            return Array(None, like.dims)
        dtypes = [t.dtype for t in known if isinstance(t, Array | Scalar)]
        return Array(result_dtype(*dtypes), like.dims)

    return infer


def transposed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.transpose(x, axes)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return type_ if isinstance(type_, Scalar) else UNKNOWN
    axes = attrs.get("axes")
    if axes is None:
        return Array(type_.dtype, type_.dims[::-1])
    if not all(isinstance(a, int) for a in axes):
        return UNKNOWN
    return Array(type_.dtype, tuple(type_.dims[a] for a in axes))


def size_dim(atom: Atom) -> Dim:
    """Return the dimension that a size operand gives."""
    if isinstance(atom, Const):
        n = atom.value
        return Dim(str(n), n == 1) if isinstance(n, int) and n >= 0 else fresh_dim()
    type_ = type_of(atom)
    if isinstance(type_, Scalar) and type_.size is not None:
        return type_.size
    return fresh_dim()


def dims_of_shape(shape: Any, args: tuple[Atom, ...]) -> tuple[Dim, ...] | None:
    """Return the dimensions that a `shape` attribute describes, None if not known."""
    if isinstance(shape, Slot):
        type_ = type_of(args[shape.index])
        if isinstance(type_, Tree):
            return tuple(
                t.size if isinstance(t, Scalar) and t.size else fresh_dim() for t in type_.items
            )
        return (size_dim(args[shape.index]),) if isinstance(type_, Scalar) else None
    if isinstance(shape, int):
        return (size_dim(Const(shape)),)
    if isinstance(shape, tuple):
        atoms = [args[s.index] if isinstance(s, Slot) else Const(s) for s in shape]
        return tuple(size_dim(a) for a in atoms)
    return None


def created(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.zeros(shape, dtype)` and its kin."""
    dims = dims_of_shape(attrs.get("shape"), args)
    if dims is None:
        return UNKNOWN
    return Array(dtype_name(attrs.get("dtype", float)), dims)


def dtype_name(dtype: Any) -> str | None:
    """Return the canonical name of a static dtype, None if it is not static."""
    try:
        return str(np.dtype(dtype))
    except TypeError:
        return None


def reshaped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.reshape(x, shape)`."""
    type_ = type_of(args[0])
    dims = dims_of_shape(attrs.get("shape"), args)
    if dims is None:
        return UNKNOWN
    dtype = type_.dtype if isinstance(type_, Array | Scalar) else None
    if isinstance(type_, Array) and type_.rank == 1 and len(dims) == 1 and dims[0].one is None:
        dims = type_.dims
    return Array(dtype if dtype != "?" else None, dims)


def flattened(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.ravel(x)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array(type_.dtype, type_.dims if type_.rank == 1 else (fresh_dim(),))
    return UNKNOWN


def matmul(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x @ y` for vectors, matrices and stacks of them."""
    a, b = type_of(args[0]), type_of(args[1])
    if not (isinstance(a, Array) and isinstance(b, Array)) or not a.rank or not b.rank:
        return UNKNOWN
    left = a.dims[:-1] if a.rank == 1 else a.dims[-2:-1]
    right = b.dims[:-1] if b.rank == 1 else b.dims[-1:]
    if a.rank == 1:
        left = ()
    if b.rank == 1:
        right = ()
    batch = broadcast_dims(a.dims[:-2], b.dims[:-2])
    dims = batch + left + right
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, dims) if dims else of_scalar_dtype(dtype)


def result_dtype(*dtypes: str | None) -> str | None:
    """Return NumPy's common dtype, None if one is not known."""
    if any(d is None or d == "?" for d in dtypes):
        return None
    return str(np.result_type(*[np.dtype(d) for d in dtypes if d]))


def dot(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.dot(x, y)`: a product of scalars, or a sum over the last and last but one axis."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return elementwise(np.multiply, a, b)
    if isinstance(a, Array) and isinstance(b, Array) and (a.rank <= 2 or b.rank == 1):
        if b.rank > 2:
            return UNKNOWN
        return matmul(args, attrs)
    return UNKNOWN


def outer(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.outer(x, y)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Array) and isinstance(b, Array):
        dims = [t.dims[0] if t.rank == 1 else fresh_dim() for t in (a, b)]
        return Array(result_dtype(a.dtype, b.dtype), tuple(dims))
    return UNKNOWN


def where(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.where(c, x, y)`: always an array."""
    cond, a, b = (type_of(t) for t in args)
    picked = elementwise(np.add, a, b)
    if not isinstance(cond, Scalar | Array) or not isinstance(picked, Scalar | Array):
        return UNKNOWN
    dims = broadcast_dims(getattr(cond, "dims", ()), getattr(picked, "dims", ()))
    return Array(picked.dtype, dims)


def indexed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x[index]` with the static pattern of the index in attrs."""
    type_ = type_of(args[0])
    index = attrs["index"]
    if isinstance(type_, Seq):
        if isinstance(index, slice):
            return type_ if type_.kind != "range" else Seq(INT, "range")
        return type_.item
    if not isinstance(type_, Array):
        return element(type_)
    parts = list(index) if isinstance(index, tuple) else [index]
    taken = sum(_consumes(p, args) for p in parts)
    if taken is None or taken > type_.rank:
        return UNKNOWN
    if not any(p is Ellipsis for p in parts):
        parts.append(Ellipsis)
    spot = next(k for k, p in enumerate(parts) if p is Ellipsis)
    parts[spot : spot + 1] = [slice(None)] * (type_.rank - taken)
    return _index_dims(type_, parts, args)


def _part_type(part: Any, args: tuple[Atom, ...]) -> Type:
    if isinstance(part, Slot):
        return type_of(args[part.index])
    return type_of(Const(part))


def _consumes(part: Any, args: tuple[Atom, ...]) -> int:
    if part is None or part is Ellipsis:
        return 0
    if isinstance(part, slice):
        return 1
    type_ = _part_type(part, args)
    if isinstance(type_, Array) and numeric_kind(type_) == "bool":
        return type_.rank
    return 1


def _index_dims(type_: Array, parts: list[Any], args: tuple[Atom, ...]) -> Type:
    dims: list[Dim] = []
    fancy: tuple[Dim, ...] | None = None
    place = 0
    apart = False
    source = list(type_.dims)
    for part in parts:
        if part is None:
            dims.append(ONE)
            continue
        if isinstance(part, slice):
            dims.append(sliced_dim(source.pop(0), part, args))
            apart = apart or fancy is not None
            continue
        kind = _part_type(part, args)
        if isinstance(kind, Unknown | Other | Nothing | Residuals) or (
            isinstance(kind, Array) and kind.dtype is None
        ):
            return UNKNOWN
        if isinstance(kind, Seq):
            kind = Array("int64", (fresh_dim(),))
        if isinstance(kind, Tree):
            kind = Array("int64", (Dim(str(len(kind.items)), len(kind.items) == 1),))
        if isinstance(kind, Scalar):
            source.pop(0)
            continue
        boolean = dtype_kind(kind.dtype or "int64") == "bool"
        here = (fresh_dim(),) if boolean else kind.dims
        for _ in range(kind.rank if boolean else 1):
            source.pop(0)
        if fancy is None:
            place, fancy = len(dims), here
        else:
            if apart:
                place = 0
            fancy = broadcast_dims(fancy, here)
    if fancy is not None:
        dims[place:place] = fancy
    if dims:
        return Array(type_.dtype, tuple(dims))
    return of_scalar_dtype(type_.dtype) if type_.dtype else UNKNOWN


def sliced_dim(dim: Dim, part: slice, args: tuple[Atom, ...]) -> Dim:
    """Return the dimension of a slice; equal lengths of one dimension get equal keys.

    >>> n = Dim("n", False)
    >>> sliced_dim(n, slice(1, None), ()) == sliced_dim(n, slice(None, -1), ())
    True
    """
    bounds = [part.start, part.stop, part.step]
    if bounds == [None, None, None]:
        return dim
    if bounds == [None, None, -1]:
        return dim
    if not all(b is None or isinstance(b, int) for b in bounds):
        return fresh_dim()
    start, stop, step = bounds
    start = start or 0
    if step in (None, 1):
        if start >= 0 and (stop is None or stop < 0):
            if dim.key.endswith(f"+{start - (stop or 0)}"):
                return Dim(dim.key.rpartition("+")[0], None)  # what was padded is cut off
            return Dim(f"{dim.key}-{start - (stop or 0)}", None)
        if start >= 0 and stop is not None and stop >= 0:
            return Dim(f"{dim.key}[{start}:{stop}]", None)
        if start < 0 and stop is None:
            return Dim(f"{dim.key}[{start}:]", True if start == -1 and dim.one is False else None)
    return Dim(f"{dim.key}[{start}:{stop}:{step}]", None)


def item(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One entry of a container of known structure."""
    type_ = type_of(args[0])
    key = attrs["key"]
    if isinstance(type_, Tree):
        if type_.kind == "dict":
            return type_.items[type_.keys.index(key)] if key in type_.keys else UNKNOWN
        return type_.items[key]
    return element(type_)


def shape(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.shape`, a tuple of sizes."""
    type_ = type_of(args[0])
    if isinstance(type_, Scalar):
        return Tree("tuple", ())
    if isinstance(type_, Array):
        return Tree("tuple", tuple(Scalar("int", None, d) for d in type_.dims))
    return UNKNOWN


def length(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`len(x)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dims:
        return Scalar("int", None, type_.dims[0])
    return INT


def counted(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`range(...)`."""
    return Seq(INT, "range")


def arange(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.arange(...)`."""
    kinds = [numeric_kind(type_of(a)) for a in args]
    if attrs.get("dtype") is not None:
        return Array(dtype_name(attrs["dtype"]), (fresh_dim(),))
    if None in kinds:
        return UNKNOWN
    dim = size_dim(args[0]) if len(args) == 1 and kinds == ["int"] else fresh_dim()
    return Array("int64" if set(kinds) <= {"int", "bool"} else "float64", (dim,))


def array_of(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.array(x)` of numbers, arrays, lists and trees of them."""
    type_ = type_of(args[0])
    dtype = attrs.get("dtype")
    found = _array_of(type_)
    if isinstance(found, Array) and dtype is not None:
        return Array(dtype_name(dtype), found.dims)
    return found


def _array_of(type_: Type) -> Type:
    match type_:
        case Array():
            return type_
        case Scalar(kind, dtype):
            names = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}
            return Array(dtype if dtype not in (None, "?") else names[kind], ())
        case Seq(inner):
            row = _array_of(inner)
            return Array(row.dtype, (fresh_dim(), *row.dims)) if isinstance(row, Array) else UNKNOWN
        case Tree(kind, items) if kind in ("list", "tuple") and items:
            rows = [_array_of(i) for i in items]
            if all(isinstance(r, Array) for r in rows):
                arrays = [r for r in rows if isinstance(r, Array)]
                n = len(items)
                dims = arrays[0].dims
                dtype = result_dtype(*[r.dtype for r in arrays])
                return Array(dtype, (Dim(str(n), n == 1), *dims))
    return UNKNOWN


def joined(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One of the operands, as `max` and `min` return it."""
    return join_all([type_of(a) for a in args])


def rounded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`round(x)` is an int, `round(x, digits)` keeps the kind."""
    return INT if len(args) == 1 else type_of(args[0])


def ufunc_of_pairs(function: np.ufunc) -> Infer:
    """Elementwise over the first two operands; the third has the shape of the result."""
    return lambda args, attrs: elementwise(function, *map(type_of, args[:2]))


def listed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Builtin `sum` of an array or a list."""
    return element(type_of(args[0]))


def clipped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.clip(x, lo, hi)`; a bound may be None."""
    known = [a for a in args if not (isinstance(a, Const) and a.value is None)]
    out = type_of(known[0])
    for bound in known[1:]:
        out = elementwise(np.maximum, out, type_of(bound))
    return out


def real(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.real(x)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array) and type_.dtype is not None:
        return Array(str(np.real(np.ones(1, type_.dtype)).dtype), type_.dims)
    return of_scalar_dtype("float64") if isinstance(type_, Scalar) else type_


def masked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.where(cond, g, 0.0)`."""
    return where((*args, Const(0.0)), attrs)


def squeezed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.squeeze(x, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return type_
    axis = attrs.get("axis")
    if axis is None:
        if any(d.one is None for d in type_.dims):
            return UNKNOWN
        dims = tuple(d for d in type_.dims if not d.one)
    else:
        axes = normal_axes(axis, type_.rank) or ()
        dims = tuple(d for k, d in enumerate(type_.dims) if k not in axes)
    return Array(type_.dtype, dims)


def expanded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.expand_dims(x, axis)`."""
    type_ = type_of(args[0])
    axis = attrs["axis"]
    count = len(axis) if isinstance(axis, tuple) else 1
    if isinstance(type_, Scalar):
        type_ = Array(type_.dtype if type_.dtype != "?" else None, ())
    if not isinstance(type_, Array):
        return UNKNOWN
    axes = normal_axes(axis, type_.rank + count)
    if axes is None:
        return UNKNOWN
    dims = list(type_.dims)
    for k in axes:
        dims.insert(k, ONE)
    return Array(type_.dtype, tuple(dims))


def swapped(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.swapaxes(x, a, b)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or not all(isinstance(a, Const) for a in args[1:]):
        return UNKNOWN
    a, b = (arg.value for arg in args[1:] if isinstance(arg, Const))
    dims = list(type_.dims)
    dims[a], dims[b] = dims[b], dims[a]
    return Array(type_.dtype, tuple(dims))


def floating(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.zeros_like(x)`: the type of x as an array."""
    type_ = type_of(args[0])
    if attrs.get("dtype") is not None and isinstance(type_, Array | Scalar):
        dims = type_.dims if isinstance(type_, Array) else ()
        return Array(dtype_name(attrs["dtype"]), dims)
    if isinstance(type_, Scalar):
        return Array(type_.dtype or ("float64" if type_.kind == "float" else None), ())
    return type_ if isinstance(type_, Array) else UNKNOWN


def filled(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.full(shape, value)`, whose operands are the sizes and the value."""
    dims = dims_of_shape(attrs.get("shape"), args)
    value = type_of(args[-1])
    if attrs.get("dtype") is not None and dims is not None:
        return Array(dtype_name(attrs["dtype"]), dims)
    kinds = {"bool": "bool", "int": "int64", "float": "float64", "complex": "complex128"}
    if dims is None or not isinstance(value, Scalar | Array):
        return UNKNOWN
    if isinstance(value, Array):
        return Array(value.dtype, dims)
    dtype = value.dtype if value.dtype not in (None, "?") else kinds[value.kind]
    return Array(dtype, dims)


def identity(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.eye(n, m)`."""
    rows = size_dim(args[0])
    dims = (rows, size_dim(args[1]) if len(args) > 1 else rows)
    return Array(dtype_name(attrs.get("dtype", float)), dims)


def size_of(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.shape[axis]`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Scalar("int", None, type_.dims[attrs["axis"]])
    return INT


def third(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """The type of the third operand."""
    return type_of(args[2])


def packed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A tuple, list or dict literal; a list of equal kinds is a sequence."""
    kind, keys = attrs["kind"], attrs.get("keys", ())
    return Tree(kind, tuple(type_of(a) for a in args), keys)


def as_list(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`list(x)`."""
    type_ = type_of(args[0])
    return Tree("list", type_.items) if isinstance(type_, Tree) else Seq(element(type_))


def cast(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.astype(dtype)`."""
    type_, dtype = type_of(args[0]), dtype_name(attrs["dtype"])
    if isinstance(type_, Array):
        return Array(dtype, type_.dims)
    return of_scalar_dtype(dtype) if isinstance(type_, Scalar) else UNKNOWN


def python_scalar(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x.item()`."""
    kind = numeric_kind(type_of(args[0]))
    return Scalar(kind) if kind else UNKNOWN


def concatenated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.concatenate([*args], axis)`."""
    types = [type_of(a) for a in args]
    arrays = [t for t in types if isinstance(t, Array)]
    if len(arrays) < len(types) or not all(t.rank == arrays[0].rank for t in arrays):
        return UNKNOWN
    axis = attrs.get("axis", 0)
    if axis is None or not arrays[0].rank:
        return UNKNOWN
    dims = list(arrays[0].dims)
    dims[axis] = fresh_dim()
    return Array(result_dtype(*[t.dtype for t in arrays]), tuple(dims))


def stacked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.stack([*args], axis)`."""
    first = array_of((args[0],), {})
    if not isinstance(first, Array) or any(
        not isinstance(type_of(a), Array | Scalar) for a in args
    ):
        return UNKNOWN
    axis = attrs.get("axis", 0) % (first.rank + 1)
    dims = list(first.dims)
    dims.insert(axis, Dim(str(len(args)), len(args) == 1))
    found = [array_of((a,), {}) for a in args]
    return Array(result_dtype(*[t.dtype for t in found if isinstance(t, Array)]), tuple(dims))


def spaced(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linspace(start, stop, num)`."""
    ends = [type_of(a) for a in args[:2]]
    if not all(isinstance(t, Scalar) for t in ends):
        return UNKNOWN
    dtypes = [t.dtype or "float64" for t in ends if isinstance(t, Scalar)]
    dtype = result_dtype(*dtypes, "float64")
    return Array(dtype, (size_dim(args[2]) if len(args) > 2 else Dim("50", False),))


def cumulated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.cumsum(x, axis)`: flattened where no axis is given."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype = reduced_dtype(np.sum, type_.dtype)
    if attrs.get("axis") is not None or type_.rank == 1:
        return Array(dtype, type_.dims)
    return Array(dtype, (fresh_dim(),))


def ordered(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.sort(x, axis)`: flattened where the axis is None."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    flat = attrs.get("axis", -1) is None and type_.rank != 1
    return Array(type_.dtype, (fresh_dim(),)) if flat else type_


def order(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.argsort(x, axis)`."""
    type_ = ordered(args, attrs)
    return Array("int64", type_.dims) if isinstance(type_, Array) else UNKNOWN


def taken_along(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.take_along_axis(x, indices, axis)`."""
    x, indices = type_of(args[0]), type_of(args[1])
    if not isinstance(x, Array) or not isinstance(indices, Array):
        return UNKNOWN
    axis = attrs["axis"]
    if axis is None:
        return Array(x.dtype, indices.dims)
    if x.rank != indices.rank:
        return UNKNOWN
    dims = list(broadcast_dims(x.dims, indices.dims))
    dims[axis] = indices.dims[axis]
    return Array(x.dtype, tuple(dims))


def solved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.solve(x, y)`: the right-hand side is a vector where it has one axis."""
    x, y = type_of(args[0]), type_of(args[1])
    if not isinstance(x, Array) or not isinstance(y, Array):
        return UNKNOWN
    dtype = result_dtype(x.dtype, y.dtype)
    if x.rank == 2 or x.rank == y.rank:
        batch = broadcast_dims(x.dims[:-2], y.dims[:-2])
        return Array(dtype, (*batch, *y.dims[-2:]))
    return UNKNOWN


def determinant(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.det(x)`: one number for each matrix."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dims = type_.dims[:-2]
    return Array(type_.dtype, dims) if dims else of_scalar_dtype(type_.dtype)


def log_determinant(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.linalg.slogdet(x)`: a sign and a logarithm."""
    one = determinant(args, attrs)
    return Tree("tuple", (one, one)) if isinstance(one, Scalar | Array) else UNKNOWN


def einsum(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.einsum(subscripts, *args)`; an ellipsis stands for leading axes."""
    inputs, out = attrs["subscripts"].split("->")
    sizes: dict[str, Dim] = {}
    lead: tuple[Dim, ...] = ()
    dtypes: list[str | None] = []
    for letters, arg in zip(inputs.split(","), args, strict=True):
        type_, plain = type_of(arg), letters.removeprefix("...")
        if not isinstance(type_, Array | Scalar) or "." in plain:
            return UNKNOWN
        dims = type_.dims if isinstance(type_, Array) else ()
        extra = len(dims) - len(plain)
        if extra < 0 or (extra and plain == letters):
            return UNKNOWN
        lead = broadcast_dims(lead, dims[:extra])
        dtypes.append(array_of((arg,), {}).dtype)  # type: ignore[union-attr]
        for letter, dim in zip(plain, dims[extra:], strict=True):
            sizes[letter] = broadcast_dims((sizes.get(letter, ONE),), (dim,))[0]
    kept = tuple(sizes.get(letter, ONE) for letter in out.removeprefix("..."))
    dims = (*(lead if out.startswith("...") else ()), *kept)
    dtype = result_dtype(*dtypes)
    return Array(dtype, dims) if dims else of_scalar_dtype(dtype)


def differences(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diff(x, n, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype, dims = type_.dtype, list(type_.dims)
    axis, n = attrs.get("axis", -1), attrs.get("n", 1)
    if n < 1:
        raise refuse("AD204", "np.diff of order 0 is the array itself", hint="leave it out")
    ends = [attrs[k] for k in ("prepend", "append") if attrs.get(k) is not None]
    for end in ends:
        dtype = result_dtype(dtype, str(np.asarray(end).dtype))
    shorter = n - len(ends)
    key = dims[axis].key
    if shorter > 0:
        dims[axis] = Dim(f"{key}-{shorter}", None)
    elif shorter == -1 and key.endswith("-1"):
        dims[axis] = Dim(key.removesuffix("-1"), None)
    elif shorter < 0:
        dims[axis] = fresh_dim()
    return Array(dtype, tuple(dims))


def diagonal(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diagonal(x, offset, axis1, axis2)`: the diagonal comes last."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or type_.rank < 2:
        return UNKNOWN
    out = {attrs.get("axis1", 0) % type_.rank, attrs.get("axis2", 1) % type_.rank}
    dims = tuple(d for k, d in enumerate(type_.dims) if k not in out)
    return Array(type_.dtype, (*dims, fresh_dim()))


def trace(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.trace(x)`: the sum over a diagonal."""
    type_ = diagonal(args, attrs)
    if not isinstance(type_, Array):
        return UNKNOWN
    dtype = reduced_dtype(np.sum, type_.dtype)
    return Array(dtype, type_.dims[:-1]) if type_.rank > 1 else of_scalar_dtype(dtype)


def diag(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.diag(x, k)`: a matrix of a vector, or the vector of a matrix."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array) or type_.rank not in (1, 2):
        return UNKNOWN
    plain = len(args) == 1 and "k" not in attrs
    size = type_.dims[0] if plain else fresh_dim()
    if type_.rank == 2:
        square = type_.dims[0].key == type_.dims[1].key
        return Array(type_.dtype, (size if square else fresh_dim(),))
    return Array(type_.dtype, (size, size))


def triangle(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tril(x, k)`: a vector counts as equal rows."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    return Array(type_.dtype, type_.dims * 2 if type_.rank == 1 else type_.dims)


def moved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.moveaxis(x, source, destination)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    source, destination = attrs["source"], attrs["destination"]
    places = np.moveaxis(np.empty(tuple(range(type_.rank))), source, destination).shape
    return Array(type_.dtype, tuple(type_.dims[k] for k in places))


def repeated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.repeat(x, repeats, axis)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    if attrs.get("axis") is None:
        return Array(type_.dtype, (fresh_dim(),))
    dims = list(type_.dims)
    dims[attrs["axis"]] = fresh_dim()
    return Array(type_.dtype, tuple(dims))


def tiled(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tile(x, reps)`."""
    type_, reps = type_of(args[0]), attrs["reps"]
    if not isinstance(type_, Array):
        return UNKNOWN
    reps = reps if isinstance(reps, tuple) else (reps,)
    n = max(type_.rank, len(reps))
    dims = (ONE,) * (n - type_.rank) + type_.dims
    times = (1,) * (n - len(reps)) + reps
    pairs = zip(dims, times, strict=True)
    return Array(type_.dtype, tuple(d if r == 1 else fresh_dim() for d, r in pairs))


def padded(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.pad(x, pad_width)`."""
    type_ = type_of(args[0])
    if not isinstance(type_, Array):
        return UNKNOWN
    added = np.sum(np.broadcast_to(attrs["pad_width"], (type_.rank, 2)), axis=1)
    pairs = zip(type_.dims, added, strict=True)
    return Array(type_.dtype, tuple(Dim(f"{d.key}+{n}", None) if n else d for d, n in pairs))


def taken(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.take(x, indices, axis)`."""
    x, indices = type_of(args[0]), array_of((args[1],), {})
    axis = attrs.get("axis")
    if not isinstance(x, Array) or not isinstance(indices, Array):
        return UNKNOWN
    if axis is None:
        dims = indices.dims
    else:
        k = axis % x.rank
        dims = (*x.dims[:k], *indices.dims, *x.dims[k + 1 :])
    if dims:
        return Array(x.dtype, dims)
    return of_scalar_dtype(x.dtype) if x.dtype else UNKNOWN


def places(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """An integer for each element of the first operand."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array("int64", type_.dims)
    return of_scalar_dtype("int64") if isinstance(type_, Scalar) else UNKNOWN


def places_second(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """An integer for each element of the second operand."""
    return places(args[1:2], attrs)


def inner(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.inner(x, y)`: the last axes are summed over."""
    a, b = type_of(args[0]), type_of(args[1])
    if isinstance(a, Scalar) or isinstance(b, Scalar):
        return elementwise(np.multiply, a, b)
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    dims = (*a.dims[:-1], *b.dims[:-1])
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, dims) if dims else of_scalar_dtype(dtype)


def tensordot(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.tensordot(x, y, axes)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    found = summed_axes(attrs.get("axes", 2), a.rank, b.rank)
    if found is None:
        return UNKNOWN
    dims = [d for k, d in enumerate(a.dims) if k not in found[0]]
    dims += [d for k, d in enumerate(b.dims) if k not in found[1]]
    dtype = result_dtype(a.dtype, b.dtype)
    return Array(dtype, tuple(dims)) if dtype or dims else UNKNOWN


def summed_axes(axes: Any, n: int, m: int) -> tuple[list[int], list[int]] | None:
    """Return the axes of both operands that a tensordot sums over, None if not static.

    >>> summed_axes(1, 2, 2), summed_axes(((0,), (-1,)), 2, 3)
    (([1], [0]), ([0], [2]))
    """
    if isinstance(axes, int):
        return list(range(n - axes, n)), list(range(axes))
    if not isinstance(axes, tuple) or len(axes) != 2:
        return None
    left, right = (a if isinstance(a, tuple) else (a,) for a in axes)
    if not all(isinstance(k, int) for k in (*left, *right)):
        return None
    return [k % n for k in left], [k % m for k in right]


def kron(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.kron(x, y)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    dims = tuple(fresh_dim() for _ in range(max(a.rank, b.rank)))
    return Array(result_dtype(a.dtype, b.dtype), dims)


def cross(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.cross(x, y)` of vectors of three entries."""
    return elementwise(np.multiply, type_of(args[0]), type_of(args[1]))


def interpolated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.interp(x, xp, fp)`."""
    type_ = type_of(args[0])
    if isinstance(type_, Array):
        return Array("float64", type_.dims)
    return of_scalar_dtype("float64") if isinstance(type_, Scalar) else UNKNOWN


def entries(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """One float for each entry of the grid, which is the third operand."""
    type_ = type_of(args[2])
    return Array("float64", type_.dims) if isinstance(type_, Array) else UNKNOWN


def convolved(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.convolve(x, y, mode)`."""
    a, b = type_of(args[0]), type_of(args[1])
    if not isinstance(a, Array) or not isinstance(b, Array):
        return UNKNOWN
    return Array(result_dtype(a.dtype, b.dtype), (fresh_dim(),))


def quantile(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.quantile(x, q)` of one q."""
    if not isinstance(type_of(args[1]), Scalar):
        return UNKNOWN
    return reduction(lambda x: np.quantile(x[None], 0.5, axis=0))(args[:1], attrs)


def flat_product(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.vdot(x, y)`: one number."""
    types = [type_of(a) for a in args]
    if not all(isinstance(t, Array) for t in types):
        return UNKNOWN
    return of_scalar_dtype(result_dtype(*[t.dtype for t in types if isinstance(t, Array)]))


def evaluated(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.polyval(p, x)`."""
    p, x = type_of(args[0]), type_of(args[1])
    if not isinstance(p, Array):
        return UNKNOWN
    dtype = p.dtype
    if isinstance(x, Array):
        return Array(result_dtype(dtype, x.dtype), x.dims)
    return of_scalar_dtype(dtype) if isinstance(x, Scalar) else UNKNOWN


def picked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.flatnonzero(x)`: as many integers as there are."""
    return Array("int64", (fresh_dim(),))
