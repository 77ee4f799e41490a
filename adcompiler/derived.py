"""What the public functions share: one state per function and derivative, seeds that fit.

A state is kept with the function that it belongs to, so that `vjp(f, x)` in a loop compiles
once, and goes when the function goes.
"""

from __future__ import annotations

import inspect
import types
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from adcompiler.compiled import State, parameters_of
from adcompiler.errors import refuse
from adcompiler.records import attributes, instance, is_record
from adcompiler.transforms.derivative import Derivative

KEPT = "__adcompiler_states__"
MOST = 32  # objects that are no functions, whose states are kept


class States:
    """The states of one function, by derivative."""

    def __init__(self, fun: Any) -> None:
        self.fun = weakref.ref(fun)
        self.table: dict[Derivative, State] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return (_none, ())

    def __deepcopy__(self, memo: Any) -> None:
        return None


def _none() -> None:
    """Return what states are pickled as: they are made again when they are needed."""


_objects: OrderedDict[Any, tuple[Any, types.FunctionType]] = OrderedDict()


def derived(fun: Any, derivative: Derivative) -> State:
    """Return the state behind a derivative of a function, made at its first use."""
    target = function_of(fun)
    kept = target.__dict__.get(KEPT)
    if not isinstance(kept, States) or kept.fun() is not target:
        kept = target.__dict__[KEPT] = States(target)
    state = kept.table.get(derivative)
    if state is None:
        stem = target.__name__ if target.__name__ != "<lambda>" else "function"
        state = kept.table.setdefault(
            derivative, State(target, derivative, f"{stem}_{derivative.word}")
        )
    return state


def function_of(fun: Any) -> types.FunctionType:
    """Return the plain function behind a callable, the same one for the same object."""
    from adcompiler.api import plain_function

    if isinstance(fun, types.FunctionType):
        return fun
    bound = isinstance(fun, types.MethodType)
    key = (id(fun.__self__), id(fun.__func__)) if bound else id(fun)
    if key in _objects:
        _objects.move_to_end(key)
        return _objects[key][1]
    made = plain_function(fun)
    _objects[key] = (fun, made)
    if len(_objects) > MOST:
        _objects.popitem(last=False)
    return made


def positions(state_parameters: Sequence[Any], count: int, name: str) -> tuple[int, ...]:
    """Return which parameters so many positional arguments are bound to."""
    found: list[int] = []
    for k, p in enumerate(state_parameters):
        if p.kind is p.VAR_POSITIONAL and count > len(found):
            return (*found, k)
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and len(found) < count:
            found.append(k)
    if len(found) < count:
        raise TypeError(f"{name}() takes {len(found)} positional arguments but {count} were given")
    return tuple(found)


def bound(function: Any, args: Sequence[Any], keywords: dict[str, Any]) -> list[Any]:
    """Return the value that each parameter of a function has in a call."""
    call = inspect.Signature(parameters_of(function)).bind(*args, **keywords)
    call.apply_defaults()
    return list(call.arguments.values())


def fitted(given: Any, like: Any, what: str, path: str = "") -> Any:
    """Return a tangent or cotangent as the number, array or container that `like` is.

    >>> fitted(1, 2.0, "tangent"), fitted([1, 0], np.zeros(2, np.float32), "tangent").dtype
    (1.0, dtype('float32'))

    Raises
    ------
    ArgumentError
        Where the two have not one structure and one shape.

    """
    if isinstance(like, dict):
        if not isinstance(given, dict) or set(given) != set(like):
            raise _unfit(given, f"a dict with the keys {', '.join(map(repr, like))}", what, path)
        return {k: fitted(given[k], v, what, f"{path}[{k!r}]") for k, v in like.items()}
    if isinstance(like, list | tuple):
        if isinstance(given, np.ndarray):
            given = list(given)
        if not isinstance(given, list | tuple) or len(given) != len(like):
            raise _unfit(given, f"a {type(like).__name__} of {len(like)}", what, path)
        items = [
            fitted(g, v, what, f"{path}[{k}]")
            for k, (g, v) in enumerate(zip(given, like, strict=True))
        ]
        if isinstance(like, list):
            return items
        return type(like)(*items) if hasattr(like, "_fields") else tuple(items)
    if is_record(type(like)):
        if type(given) is not type(like):
            raise _unfit(given, f"a {type(like).__name__}", what, path)
        mine, yours = attributes(given), attributes(like)
        return instance(
            type(like), **{k: fitted(mine[k], v, what, f"{path}.{k}") for k, v in yours.items()}
        )
    return _leaf(given, like, what, path)


def _leaf(given: Any, like: Any, what: str, path: str) -> Any:
    if isinstance(like, np.ndarray | np.generic) and like.dtype.kind in "fc":
        found = np.asarray(given)
        if found.shape != like.shape:
            raise _unfit(given, f"of the shape {like.shape}", what, path)
        if found.dtype.kind == "c" and like.dtype.kind == "f":
            raise _unfit(given, "real", what, path)
        if found.dtype.kind not in "fciub":
            raise _unfit(given, "numbers", what, path)
        found = found.astype(like.dtype, copy=False)
        return found if isinstance(like, np.ndarray) else like.dtype.type(found)
    if isinstance(like, bool) or not isinstance(like, int | float | complex):
        return like
    if np.ndim(given) or not isinstance(given, int | float | complex | np.generic | np.ndarray):
        raise _unfit(given, "a number", what, path)
    if isinstance(like, complex):
        return complex(given)
    if isinstance(given, complex | np.complexfloating):
        raise _unfit(given, "real", what, path)
    return float(given)


def _unfit(given: Any, wanted: str, what: str, path: str) -> Exception:
    shown = type(given).__name__
    if isinstance(given, np.ndarray):
        shown = f"an array of the shape {given.shape}"
    elif isinstance(given, list | tuple):
        shown = f"a {shown} of {len(given)}"
    elif isinstance(given, dict):
        shown = f"a dict with the keys {', '.join(map(repr, given))}"
    where = f"the {what}{' at ' + path if path else ''}"
    return refuse("AD305", f"{where} is {shown}; it must be {wanted}")


def template(value: Any) -> Any:
    """Return what tells structure, shapes and kinds of a value, and shares no memory with it."""
    if isinstance(value, dict):
        return {k: template(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        items = [template(v) for v in value]
        if isinstance(value, list):
            return items
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if isinstance(value, np.ndarray):
        return np.broadcast_to(np.zeros((), value.dtype), value.shape)
    if is_record(type(value)):
        return instance(type(value), **{k: template(v) for k, v in attributes(value).items()})
    return value
