"""Callables that are no plain functions, as functions with a text that calls them.

A bound method, an object with `__call__`, a `functools.partial` and a known function such as
`math.sin` get a function of one line; the program that it calls is then built in place.
"""

from __future__ import annotations

import functools
import inspect
import itertools
import linecache
import types
from collections.abc import Callable, Sequence
from typing import Any

from adcompiler.errors import refuse
from adcompiler.gates import find

_count = itertools.count(1)


def as_function(fun: Callable[..., Any]) -> types.FunctionType | None:
    """Return a plain function that calls `fun`, None where its program cannot be known."""
    if not _is_known(fun):
        return None
    try:
        parameters = list(inspect.signature(fun).parameters.values())
    except (TypeError, ValueError):
        parameters = [inspect.Parameter("x", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    kinds = inspect.Parameter
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters):
        name = getattr(fun, "__name__", type(fun).__name__)
        raise refuse("AD101", f"{name!r} takes starred parameters", hint=f"lambda x: {name}(x)")
    if find(fun) is not None:
        parameters = [p for p in parameters if p.default is p.empty and p.kind != p.KEYWORD_ONLY]
    name = getattr(fun, "__name__", type(fun).__name__)
    name = name if name.isidentifier() else "function"
    inner = name if name != "call" else "target"
    heads: list[str] = []
    passed: list[str] = []
    for k, p in enumerate(parameters):
        if p.kind is kinds.KEYWORD_ONLY and not any(h.startswith("*") for h in heads):
            heads.append("*")
        heads.append(p.name if p.default is p.empty else f"{p.name}=None")
        passed.append(f"{p.name}={p.name}" if p.kind is kinds.KEYWORD_ONLY else p.name)
        last = k + 1 == len(parameters) or parameters[k + 1].kind is not kinds.POSITIONAL_ONLY
        if p.kind is kinds.POSITIONAL_ONLY and last:
            heads.append("/")
    called = f"{inner}_" if inner in [p.name for p in parameters] else inner
    out = calling(fun, name, called, heads, passed)
    defaults = [p.default for p in parameters if p.default is not p.empty]
    positional = [p for p in parameters if p.kind is not kinds.KEYWORD_ONLY]
    out.__defaults__ = tuple(p.default for p in positional if p.default is not p.empty) or None
    if len(defaults) > len(out.__defaults__ or ()):
        out.__kwdefaults__ = {
            p.name: p.default
            for p in parameters
            if p.kind is kinds.KEYWORD_ONLY and p.default is not p.empty
        }
    return out


def calling(
    fun: Any, name: str, called: str, heads: Sequence[str], passed: Sequence[str]
) -> types.FunctionType:
    """Return a function of one line, with a text, that calls `fun` by the name `called`."""
    text = f"def {name}({', '.join(heads)}):\n    return {called}({', '.join(passed)})\n"
    filename = f"<call of {name} {next(_count)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    # The function is defined under its own name, where it also finds what it calls.
    inside: dict[str, Any] = {}
    exec(compile(text, filename, "exec"), inside)
    made: Any = inside[name]
    return types.FunctionType(made.__code__, {called: fun}, name)


def _is_known(fun: Any) -> bool:
    """Tell whether the frontend can build a call of this object."""
    if isinstance(fun, functools.partial):
        return _is_known(fun.func) or isinstance(fun.func, types.FunctionType)
    if isinstance(fun, types.MethodType):
        return isinstance(fun.__func__, types.FunctionType)
    if find(fun) is not None:
        return True
    call = inspect.getattr_static(type(fun), "__call__", None)
    return isinstance(call, types.FunctionType)
