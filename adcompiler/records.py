"""Objects of classes written in Python, as containers: their attributes by name.

>>> from dataclasses import dataclass
>>> @dataclass
... class Layer:
...     w: float
...     name: str
>>> attributes(Layer(2.0, "in"))
{'w': 2.0, 'name': 'in'}
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import inspect
import sys
import types
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

_PLAIN = (type, types.ModuleType, enum.Enum, BaseException)
_ROOTS = {*sys.stdlib_module_names, "numpy", "scipy"} - {"__main__"}
_HARMLESS = {"abc", "typing"}  # ABC, Generic, Protocol
HEAP = 1 << 9  # the flag of classes that are not made in C


_layouts: weakref.WeakKeyDictionary[type, _Layout | None] = weakref.WeakKeyDictionary()


@dataclasses.dataclass(frozen=True, eq=False)
class _Layout:
    """Where the instances of a class keep their attributes."""

    slots: tuple[str, ...]
    cached: frozenset[str]  # values that properties remember


def _layout(cls: type) -> _Layout | None:
    """Return the layout of a class, None where its instances are more than their attributes."""
    try:
        return _layouts[cls]
    except KeyError:
        return _layouts.setdefault(cls, _find_layout(cls))


def _find_layout(cls: type) -> _Layout | None:
    if cls is types.SimpleNamespace:
        return _Layout((), frozenset())
    if issubclass(cls, _PLAIN) or cls.__module__.split(".")[0] in _ROOTS:
        return None
    members: dict[str, Any] = {}
    for c in reversed(cls.__mro__[:-1]):
        root = c.__module__.split(".")[0]
        if not c.__flags__ & HEAP or (root in _ROOTS and root not in _HARMLESS):
            return None  # made in C, or by a library that keeps its own counsel
        members.update(vars(c))
    slots = [k for k, v in members.items() if isinstance(v, types.MemberDescriptorType)]
    cached = [k for k, v in members.items() if isinstance(v, functools.cached_property)]
    return _Layout(tuple(slots), frozenset(cached))


def is_record(cls: type) -> bool:
    """Tell whether the instances of a class are nothing but their attributes."""
    return _layout(cls) is not None


def attributes(value: Any) -> dict[str, Any]:
    """Return the attributes that an object has of its own, cached properties left out."""
    layout = _layout(type(value))
    assert layout is not None
    own = dict(getattr(value, "__dict__", ()))
    for name in layout.slots:
        if hasattr(value, name):
            own[name] = getattr(value, name)
    return {k: v for k, v in own.items() if k not in layout.cached}


def counts(cls: type, name: str) -> bool:
    """Tell whether a class annotates an attribute as an integer: no derivative is meant."""
    for c in cls.__mro__:
        found = vars(c).get("__annotations__", {}).get(name)
        if found is not None:
            return found in (int, "int", bool, "bool")
    return False


def instance(cls: Any, /, **values: Any) -> Any:
    """Return an object with these attributes; the `__init__` of its class does not run.

    >>> instance(types.SimpleNamespace, a=1.0)
    namespace(a=1.0)
    """
    made = cls.__new__(cls)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a container, each with how it is written; options are left out."""
    if isinstance(value, dict):
        yield from ((f"[{k!r}]", v) for k, v in value.items())
    elif isinstance(value, list | tuple):
        yield from ((f"[{k}]", v) for k, v in enumerate(value))
    else:
        own = attributes(value).items()
        yield from ((f".{k}", v) for k, v in own if not is_option(type(value), k, v))


def mapped(change: Callable[..., Any], *trees: Any) -> Any:
    """Return containers of one structure as one, the numbers in them changed.

    What is no number a derivative is meant for stays as it is in the last of them.

    >>> mapped(lambda a, b: a + b, {"a": 1.0}, {"a": 2.0}), mapped(abs, [-1.0, "name"])
    ({'a': 3.0}, [1.0, 'name'])
    """
    like = trees[-1]
    if isinstance(like, dict):
        return {k: _part(change, *(t[k] for t in trees)) for k in like}
    if isinstance(like, list | tuple):
        items = [_part(change, *parts) for parts in zip(*trees, strict=True)]
        if isinstance(like, list):
            return items
        return type(like)(*items) if hasattr(like, "_fields") else tuple(items)
    if is_record(type(like)):
        every = [attributes(t) for t in trees]
        parts = {
            k: v if is_option(type(like), k, v) else _part(change, *(e[k] for e in every))
            for k, v in every[-1].items()
        }
        return instance(type(like), **parts)
    return change(*trees)


def _part(change: Callable[..., Any], *trees: Any) -> Any:
    like = trees[-1]
    if is_number(like):
        return change(*trees)
    return mapped(change, *trees) if is_container(like) else like


def is_option(cls: type, name: str, value: Any) -> bool:
    """Tell whether an attribute is an integer that its class declares to be one."""
    return isinstance(value, int) and counts(cls, name)


def is_container(value: Any) -> bool:
    """Tell whether a value is made of parts."""
    return isinstance(value, list | tuple | dict) or is_record(type(value))


def is_number(value: Any) -> bool:
    """Tell whether a value is a number or an array of numbers; truth values are none."""
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "fciu"
    return isinstance(value, int | float | complex) and not isinstance(value, bool)


def takes_attributes(cls: type, names: tuple[str, ...]) -> bool:
    """Tell whether `cls(**attributes)` does nothing but set these attributes.

    It does for a dataclass that made its `__init__` itself and runs nothing after it.
    """
    if not dataclasses.is_dataclass(cls) or hasattr(cls, "__post_init__"):
        return False
    fields = dataclasses.fields(cls)
    own = inspect.getattr_static(cls, "__init__")
    return (
        isinstance(own, types.FunctionType)
        and own.__code__.co_filename == "<string>"
        and set(names) == {f.name for f in fields}
        and all(f.init for f in fields)
    )
