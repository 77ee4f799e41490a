"""Under which types the arguments of a function are differentiated, and which are refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from adcompiler.errors import refuse
from adcompiler.ir.types import (
    INT,
    Array,
    Known,
    Other,
    Scalar,
    Seq,
    Tree,
    Type,
    dtype_kind,
    is_differentiable,
)
from adcompiler.records import counts, is_record


def floating(type_: Type, name: str) -> Type:
    """Return the type under which a parameter is differentiated, or refuse it."""
    match type_:
        case Scalar("int"):
            return Scalar("float", "?") if type_ == INT else _refused(name, "a NumPy integer")
        case Scalar("bool"):
            return _refused(name, "a truth value")
        case Array(dtype) if dtype is not None and dtype_kind(dtype) not in ("float", "complex"):
            what = f"an array of {dtype}"
            return _refused(name, what, f"pass {name}.astype(float)")
        case Seq(item, kind):
            return Seq(floating(item, name), kind)
        case Tree(kind, items, _, cls):
            inner = tuple(_part(type_, key, i, name) for key, i in zip(type_.names, items))
            if kind == "object" and not any(map(is_differentiable, inner)):
                return _refused(name, f"a {getattr(type_.cls, '__name__', kind)} without floats")
            return replace(type_, items=inner)
        case Other(cls):
            return _refused(name, "None" if cls is type(None) else f"a {cls.__name__}")
        case Known(value):
            return _refused(name, f"a {type(value).__name__}")
    return type_


def _part(whole: Tree, key: Any, type_: Type, name: str) -> Type:
    """Return the type of a part of a differentiated container; what is no number stays."""
    match type_:
        case Other(cls) if is_record(cls):
            return _refused(name, f"a {cls.__name__} that contains itself")
        case Known() | Other() | Scalar("bool") | Array("bool"):
            return type_
        case Tree("object", items) if not any(map(is_differentiable, items)):
            return type_
    if whole.kind == "object":
        if type_ == INT and whole.cls is not None and counts(whole.cls, key):
            return type_
        return floating(type_, f"{name}.{key}")
    return floating(type_, f"{name}[{key!r}]")


def _refused(name: str, what: str, hint: str = "pass a float or an array of floats") -> Any:
    raise refuse(
        "AD301", f"the argument {name!r} is {what}, which has no derivative here", hint=hint
    )
