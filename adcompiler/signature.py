"""What a compiled gradient is specialised on: kind, dtype, rank, and which dimensions are 1.

>>> signature(1.0) == signature(2.0), signature(np.ones((3, 1))) == signature(np.ones((5, 1)))
(True, True)
"""

from __future__ import annotations

import ast
import enum
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from adcompiler.errors import refuse
from adcompiler.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    UNKNOWN,
    Array,
    Dim,
    Known,
    Other,
    Scalar,
    Seq,
    Tree,
    Type,
    answers,
    dtype_kind,
    is_sparse_class,
    reads_its_own_way,
)
from adcompiler.records import attributes, is_record

Key = Any
_PYTHON = {bool: BOOL, int: INT, float: FLOAT, complex: COMPLEX}


def signature(value: Any, around: tuple[int, ...] = ()) -> Key:
    """Return what of a value the compiled code depends on, as a key of dictionaries.

    `around` are the objects that the value is an attribute of, at any depth.
    """
    kind = type(value)
    if kind in _PYTHON:
        return kind
    if kind is np.ndarray:
        return (kind, value.dtype, tuple([n == 1 for n in value.shape]))
    if isinstance(value, np.generic):
        return (kind,)
    if isinstance(value, tuple | list):
        if kind is list and value and all(type(v) is type(value[0]) for v in value):
            if type(value[0]) in _PYTHON:
                return (list, type(value[0]))
        return (kind, tuple([signature(v, around) if type(v) is not str else str for v in value]))
    if isinstance(value, dict):
        return (kind, tuple([(k, signature(v, around)) for k, v in value.items()]))
    if kind is slice:
        return (kind, tuple([signature(end) for end in ends(value).values()]))
    if is_record(kind) and id(value) not in around:
        inner = (*around, id(value))
        return (kind, tuple([(k, signature(v, inner)) for k, v in attributes(value).items()]))
    if is_known(value):
        return ("known", value)
    return ("other", kind)


def is_known(value: Any) -> bool:
    """Tell whether a program is compiled for this very object: a function, class or option."""
    return callable(value) or isinstance(value, enum.Enum | str)


def ends(value: slice) -> dict[str, Any]:
    """Return what a slice holds, by name: it is an object like others."""
    return {"start": value.start, "stop": value.stop, "step": value.step}


def apart(*values: Any) -> bool:
    """Tell whether no two arrays among the values, or inside them, share memory.

    Nor may a list, dict or object stand there twice: a write to it would be seen twice.

    >>> x = np.ones(3)
    >>> apart(x, x.copy()), apart(x, {"v": x[1:]})
    (True, False)
    """
    arrays: list[np.ndarray[Any, Any]] = []
    seen: set[int] = set()
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, list | dict) or is_record(type(value)):
            if id(value) in seen:
                return False
            seen.add(id(value))
        if isinstance(value, np.ndarray):
            if any(np.may_share_memory(value, other) for other in arrays):
                return False
            arrays.append(value)
        elif isinstance(value, dict):
            stack += value.values()
        elif isinstance(value, list | tuple):
            stack += value
        elif is_record(type(value)):
            stack += attributes(value).values()
    return True


def type_of_value(value: Any, name: str, around: tuple[int, ...] = ()) -> Type:
    """Return the type of a value; dimensions are named after `name`.

    `around` are the objects that the value is an attribute of, at any depth.
    """
    kind = type(value)
    if kind in _PYTHON:
        return _PYTHON[kind]
    if isinstance(value, np.ndarray):
        if kind is not np.ndarray:
            raise refuse(
                "AD304",
                f"{name!r} is a {kind.__name__}, whose operators may mean other things than those "
                "of arrays",
                hint="pass np.asarray(...) of it",
            )
        if dtype_kind(str(value.dtype)) == "other":
            return Other(np.ndarray)
        dims = tuple(Dim(f"{name}.{k}", n == 1) for k, n in enumerate(value.shape))
        return Array(str(value.dtype), dims)
    if isinstance(value, np.generic):
        return Scalar(dtype_kind(str(value.dtype)), str(value.dtype))
    if isinstance(value, list | tuple):
        # A text is an option and known; texts in a list are data.
        items = tuple(
            type_of_value(v, f"{name}.{k}", around) if type(v) is not str else Other(str)
            for k, v in enumerate(value)
        )
        if kind is list and items and all(t == items[0] for t in items):
            if isinstance(items[0], Scalar) and items[0].dtype is None:
                return Seq(items[0])
        fields = hasattr(value, "_fields")
        return Tree(
            "list" if isinstance(value, list) else "tuple", items, (), kind if fields else None
        )
    if isinstance(value, dict):
        if reads_its_own_way(kind):
            what = f"{name!r} is a dict whose class reads items in its own way"
            raise refuse("AD304", what, hint=f"pass a dict, dict({name}.items())")
        items = tuple(type_of_value(v, f"{name}.{k}", around) for k, v in value.items())
        return Tree("dict", items, tuple(value), answers=answers(kind))
    if kind is slice:
        own = ends(value)
        items = tuple(type_of_value(end, f"{name}.{k}") for k, end in own.items())
        return Tree("object", items, tuple(own), kind)
    if is_record(kind) and id(value) not in around:
        own, inner = attributes(value), (*around, id(value))
        items = tuple(type_of_value(v, f"{name}.{k}", inner) for k, v in own.items())
        return Tree("object", items, tuple(own), kind)
    if is_sparse_class(kind) and dtype_kind(str(value.dtype)) == "complex":
        raise refuse("AD304", f"{name!r} is a sparse matrix of complex numbers")
    return Known(value) if is_known(value) else Other(kind)


def type_of_annotation(annotation: Any, name: str) -> Type:
    """Return the type that an annotation promises, Unknown where it says nothing of use.

    An array annotation fixes neither dtype nor rank, so it promises nothing but itself.
    """
    if isinstance(annotation, str):
        short = annotation.split(".")[-1].split("[")[0]
        annotation = {"float": float, "int": int, "bool": bool, "complex": complex}.get(short)
    return _PYTHON.get(annotation, UNKNOWN) if isinstance(annotation, type) else UNKNOWN


def annotated_types(function: Callable[..., Any]) -> dict[str, Type]:
    """Return parameter name -> annotated type."""
    parameters = inspect.signature(function).parameters
    return {n: type_of_annotation(p.annotation, n) for n, p in parameters.items()}


def parse_arguments(text: str) -> dict[str, Any]:
    """Read example arguments such as "x=1.0, W=np.ones((2, 3))" or "1.0, 2.0".

    Positional ones are numbered "0", "1", ... Only literals and calls of `np` are evaluated.
    """
    call = ast.parse(f"f({text})", mode="eval").body
    assert isinstance(call, ast.Call)
    namespace = {"np": np, "numpy": np}
    out: dict[str, Any] = {}
    pairs = [(str(k), a) for k, a in enumerate(call.args)]
    pairs += [(k.arg or "", k.value) for k in call.keywords]
    for key, node in pairs:
        code = compile(ast.Expression(node), "<arguments>", "eval")
        out[key] = eval(code, {"__builtins__": {"range": range}}, namespace)
    return out
