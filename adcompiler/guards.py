"""What compiled code relies on outside: the objects and kinds that it is looked at for."""

from __future__ import annotations

import builtins
import inspect
import types
from typing import Any

import numpy as np

from adcompiler.frontend.outside import keys_of
from adcompiler.frontend.scope import Guard
from adcompiler.ir.nodes import Capture
from adcompiler.signature import signature


def current(guard: Guard) -> Any:
    """Return the object that a guarded name stands for now."""
    if guard.how in ("global", "builtin"):
        found = guard.base.get(guard.name, guard)
        return getattr(builtins, guard.name) if found is guard else found
    if guard.how == "static":
        return inspect.getattr_static(guard.base, guard.name, None)
    if guard.how == "own":
        return guard.name in getattr(guard.base, "__dict__", ())
    if guard.how == "item":
        try:
            return guard.base[guard.name]
        except (LookupError, TypeError):
            return guard
    if guard.how == "keys":
        now = keys_of(guard.base)
        return guard.value if now == guard.value else now
    if guard.how == "missing":
        try:
            guard.base[guard.name]
        except (LookupError, TypeError):
            return True
        return False
    if guard.how == "truth":
        return bool(guard.base)
    if guard.how == "has":
        return hasattr(guard.base, guard.name)
    if guard.how == "kind":
        capture_, home, key = guard.base
        try:
            return signature(read(capture_, home())) == key
        except (LookupError, AttributeError, ValueError):
            return False
    if guard.how == "result":
        return guard.base()
    if guard.how == "cell":
        return guard.base.cell_contents
    if guard.how == "method":
        return getattr(getattr(guard.base, guard.name), "__func__", None)
    return getattr(guard.base, guard.name)


def read(capture_: Capture, home: types.FunctionType) -> Any:
    """Return the value of a captured variable now."""
    holder = capture_.holder
    if holder is not None and capture_.place is not None:
        return capture_.place.read()
    if holder is None:
        name = capture_.path
        if "." in name:
            return 1.0
        if name in home.__code__.co_freevars:
            return (home.__closure__ or ())[home.__code__.co_freevars.index(name)].cell_contents
        return home.__globals__[name]
    if isinstance(holder, dict):
        return holder[capture_.name]
    if capture_.path.endswith(".cell_contents"):
        return holder.cell_contents
    return getattr(holder, capture_.name)


def kind_condition(name: str, key: Any) -> tuple[str, dict[str, Any]]:
    """Return the condition that a value has the signature `key`.

    >>> kind_condition("x", float)[0]
    'type(x) is kind'
    """
    if isinstance(key, type):
        return f"type({name}) is kind", {"type": type, "kind": key}
    if key[0] is np.ndarray and len(key[2]) <= 4:
        parts = [f"type({name}) is kind", f"{name}.dtype is dtype", f"{name}.ndim == {len(key[2])}"]
        for axis, one in enumerate(key[2]):
            parts.append(f"{name}.shape[{axis}] {'==' if one else '!='} 1")
        return " and ".join(parts), {"type": type, "kind": key[0], "dtype": key[1]}
    return f"signature({name}) == key", {"signature": signature, "key": key}
