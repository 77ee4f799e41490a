"""Types of lists, dicts and tuples: what is in them, and how deep."""

from __future__ import annotations

from dataclasses import replace

from adcompiler.ir.joining import join, key_of
from adcompiler.ir.types import (
    UNKNOWN,
    Array,
    Dim,
    Layout,
    Residuals,
    Scalar,
    Seq,
    Tree,
    Type,
    Unknown,
    fresh_dim,
    is_complex,
    of_scalar_dtype,
)


def opened(type_: Type) -> Type:
    """Return the type of a value that a type inside a container stands for.

    Of a tuple that holds others of its kind, one level is shown; its sizes are its own.
    """
    match type_:
        case Residuals(Layout() as layout) | Tree(layout=Layout() as layout):
            return Tree("tuple", tuple(map(renewed, layout.items)), layout=layout)
    return type_


def renewed(type_: Type) -> Type:
    """Return a type of whose sizes nothing is known."""
    match type_:
        case Array(dtype, dims):
            return Array(dtype, tuple(Dim(fresh_dim().key, d.one) for d in dims))
        case Scalar():
            return Scalar(type_.kind, type_.dtype, None, type_.maybe)
        case Seq(item, kind, key):
            return Seq(renewed(item), kind, key)
        case Tree():
            return replace(type_, items=tuple(map(renewed, type_.items)))
    return type_


def closed(type_: Type) -> Type:
    """Return the type of a part of a layout: tuples that hold others of their kind by name."""
    match type_:
        case Tree(layout=Layout() as layout):
            return Residuals(layout)
        case Tree():
            return replace(type_, items=tuple(map(closed, type_.items)))
        case Seq(item, kind, key):
            return Seq(closed(item), kind, key)
    return type_


def element(type_: Type) -> Type:
    """Return the type of one item when the value is walked by `for`."""
    match type_:
        case Array(dtype, dims) if len(dims) == 1:
            return of_scalar_dtype(dtype) if dtype is not None else UNKNOWN
        case Array(dtype, dims) if len(dims) > 1:
            return Array(dtype, dims[1:])
        case Seq(kind="dict"):
            return key_of(type_)
        case Seq(item):
            return apart(item)
        case Tree("tuple" | "list", items) if items:
            out = items[0]
            for item in items[1:]:
                out = join(out, item)
            return out
    return Unknown(is_complex(type_))


def apart(type_: Type) -> Type:
    """Return the type of one of several values: sizes that are not known are its own.

    >>> from adcompiler.ir.broadcasting import same_shape
    >>> some = Array("float64", (fresh_dim(),))
    >>> same_shape(apart(some), apart(some))
    False
    """
    type_ = opened(type_)
    if not isinstance(type_, Array) or not any(d.key.startswith("?") for d in type_.dims):
        return type_
    dims = (Dim(fresh_dim().key, d.one) if d.key.startswith("?") else d for d in type_.dims)
    return Array(type_.dtype, tuple(dims))


def is_table(type_: Type) -> bool:
    """Tell whether the value is a dict whose keys are known only at run time."""
    return isinstance(type_, Seq) and type_.kind == "dict"


def grows(type_: Type) -> bool:
    """Tell whether the value is a list, or a dict of run-time keys, that can be changed."""
    return is_list(type_) or is_table(type_)


def is_list(type_: Type) -> bool:
    """Tell whether the value is a list that can grow: not a range, nor what a loop keeps."""
    return isinstance(type_, Seq | Tree) and type_.kind == "list"


def is_run_time_tuple(type_: Type) -> bool:
    """Tell whether the value is a tuple whose length is known only at run time."""
    return isinstance(type_, Seq) and type_.kind == "tuple"


def with_lists(type_: Type) -> Type:
    """Return a type with lists in the place of the tuples of run-time length."""
    match type_:
        case Seq(item, kind, key):
            return Seq(with_lists(item), "list" if kind == "tuple" else kind, key)
        case Tree(_, items):
            return replace(type_, items=tuple(map(with_lists, items)))
    return type_


def holds_run_time_tuple(type_: Type) -> bool:
    """Tell whether a value is a tuple of run-time length, or a container with one inside."""
    match type_:
        case Seq(item):
            return is_run_time_tuple(type_) or holds_run_time_tuple(item)
        case Tree(_, items):
            return any(map(holds_run_time_tuple, items))
    return False


def depth(type_: Type) -> int | None:
    """Return how deep containers are nested in a value, None if not known."""
    match type_:
        case Seq(item):
            inner = depth(item)
            return None if inner is None else inner + 1
        case Tree(_, items):
            found = [depth(i) for i in items]
            return None if None in found else 1 + max((d for d in found if d), default=0)
        case Unknown() | Residuals(Layout()):
            return None
    return 0
