"""The types of parts: indices, slices, items, and what is taken by indices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from adcompiler.gates.infer.making import array_of
from adcompiler.ir.broadcasting import broadcast_dims
from adcompiler.ir.builder import type_of
from adcompiler.ir.containers import apart, element, grows, is_list, opened
from adcompiler.ir.joining import item_of, join, join_keys, key_of
from adcompiler.ir.nodes import Atom, Attrs, Const, Path, Slot
from adcompiler.ir.types import (
    INT,
    ONE,
    UNKNOWN,
    Array,
    Dim,
    Known,
    Nothing,
    Other,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    dtype_kind,
    fresh_dim,
    numeric_kind,
    of_scalar_dtype,
)


def indexed(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`x[index]` with the static pattern of the index in attrs."""
    return part_of(type_of(args[0]), attrs["index"], args)


def part_of(type_: Type, index: Any, args: tuple[Atom, ...]) -> Type:
    """Return the type of a part of a value of this type."""
    if isinstance(index, Path):
        for part in index.parts:
            type_ = part_of(type_, part, args)
        return type_
    if is_list(type_) and isinstance(index, slice):
        return Seq(item_of(type_))
    if isinstance(type_, Tree) and type_.kind == "dict":
        return item_of(type_)
    if isinstance(type_, Seq):
        if isinstance(index, slice):
            return type_ if type_.kind != "range" else Seq(INT, "range")
        return apart(type_.item)
    if type_ == Other(str):
        return type_
    if not isinstance(type_, Array):
        return element(type_)
    parts = _parts_of(index, args)
    if parts is None:
        return UNKNOWN
    taken = sum(_consumes(p, args) for p in parts)
    if taken is None or taken > type_.rank:
        return UNKNOWN
    if not any(p is Ellipsis for p in parts):
        parts.append(Ellipsis)
    spot = next(k for k, p in enumerate(parts) if p is Ellipsis)
    parts[spot : spot + 1] = [slice(None)] * (type_.rank - taken)
    return _index_dims(type_, parts, args)


def _parts_of(index: Any, args: tuple[Atom, ...]) -> list[Any] | None:
    """Return the parts of an index, types for those of a tuple; None if their number is unknown."""
    if isinstance(index, tuple):
        return list(index)
    type_ = type_of(args[index.index]) if isinstance(index, Slot) else None
    if isinstance(type_, Tree) and type_.kind == "tuple":
        return list(type_.items)
    return None if isinstance(type_, Seq) and type_.kind == "tuple" else [index]


def lasting(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """Which of the elements that `a[index] = v` writes stay: a truth value for each."""
    type_ = indexed(args, attrs)
    if isinstance(type_, Array):
        return Array("bool", type_.dims)
    return Scalar("bool", "bool") if isinstance(type_, Scalar) else UNKNOWN


def written(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """An array or a list in which something was replaced: a list may hold more kinds then."""
    type_ = type_of(args[0])
    if isinstance(type_, Seq | Tree) and type_.kind == "dict" and (grows(type_) or _slots(attrs)):
        index = attrs["index"]
        key = _part_type(index, args) if not isinstance(index, tuple) else Other(tuple)
        item = join(item_of(type_), type_of(args[1]))
        return Seq(item, "dict", join_keys(key_of(type_), key))
    if is_list(type_):
        return _with_part(type_, attrs["index"], type_of(args[1]))
    return type_


def grown_inside(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """A container with one item more in a list inside it."""
    return _grown(type_of(args[0]), len(attrs["index"].parts), type_of(args[1]))


def _grown(type_: Type, levels: int, new: Type) -> Type:
    if isinstance(type_, Nothing):
        return Seq(new) if levels == 0 else type_
    if not isinstance(type_, Seq | Tree):
        return type_
    item = item_of(type_)
    inner = _grown(item, levels - 1, new) if levels else new
    if type_.kind == "dict":
        return Seq(join(item, inner), "dict", key_of(type_))
    return Seq(join(item, inner))


def _slots(attrs: Attrs) -> bool:
    """Tell whether an index is known only at run time."""
    index = attrs["index"]
    return any(isinstance(i, Slot) for i in (index if isinstance(index, tuple) else (index,)))


def _with_part(type_: Type, index: Any, new: Type) -> Type:
    if not is_list(type_) or isinstance(index, slice):
        return type_
    _, *rest = index.parts if isinstance(index, Path) else (index,)
    item = item_of(type_)
    return Seq(join(item, _with_part(item, Path(tuple(rest)), new) if rest else new))


def _part_type(part: Any, args: tuple[Atom, ...]) -> Type:
    if isinstance(part, Type):
        return part
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
        if isinstance(kind, Unknown | Other | Known | Nothing | Residuals) or (
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
        if type_.kind in ("dict", "object"):
            return type_.items[type_.keys.index(key)] if key in type_.keys else UNKNOWN
        return opened(type_.items[key])
    return element(type_)


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


def picked(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.flatnonzero(x)`: as many integers as there are."""
    return Array("int64", (fresh_dim(),))


def lists_in(index: Any, args: tuple[Atom, ...]) -> list[Any]:
    """Return the parts of an index that name places one by one, and may name one twice.

    >>> lists_in((1, slice(None), None, [0, 0], [True, False]), ())
    [[0, 0]]
    """
    found: list[Any] = []
    for part in index if isinstance(index, tuple) else (index,):
        if isinstance(part, list) and not all(isinstance(k, bool) for k in part):
            found.append(part)
        elif isinstance(part, Slot):
            type_ = type_of(args[part.index])
            if part is index and not may_hold_lists(type_):
                continue
            mask = isinstance(type_, Array) and numeric_kind(type_) == "bool"
            if not mask and not isinstance(type_, Scalar):
                found.append(part)
    return found


def may_hold_lists(index: Type) -> bool:
    """Tell whether an index, a tuple perhaps, may hold more than numbers: it copies then."""
    if isinstance(index, Tree) and index.kind == "tuple":
        return not all(isinstance(t, Scalar) for t in index.items)
    return not (isinstance(index, Seq) and index.kind == "tuple" and isinstance(index.item, Scalar))


def counts(args: tuple[Atom, ...], attrs: Attrs) -> Type:
    """`np.bincount(x, weights)`: integers, or sums of the weights."""
    return Array("int64" if len(args) == 1 else "float64", (fresh_dim(),))


def names_each_once(rows: Type, others: Iterable[Type]) -> bool:
    """Tell whether `a[np.arange(n), i]` names no element twice, from the types of its index.

    It does where the range has as many numbers as there are positions: not if it has one, and
    is repeated for each of the others.
    """
    if not isinstance(rows, Array) or rows.rank != 1:
        return False
    dim = rows.dims[0]
    for other in others:
        if isinstance(other, Scalar):
            continue
        if not isinstance(other, Array) or other.rank != 1:
            return False
        size = other.dims[0]
        if dim.one is not False and size.one is not True and size.key != dim.key:
            return False
    return True
