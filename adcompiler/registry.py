"""Rules of the user's own: `rule` and `blocked`, in the vocabulary of the gate tables."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

from adcompiler.errors import refuse
from adcompiler.gates import kinds, table, texts
from adcompiler.gates.table import find, public_name

_ALWAYS = {"g", "out", "np", *texts.CONSTANTS}


def rule(function: Callable[..., Any], kind: Any, *, call: str = "") -> None:
    """Register the gate rule of a function that the compiler does not know.

    Parameters
    ----------
    function
        The function, called in differentiated code with positional operands.
    kind
        A kind of gate from `adcompiler.kinds`: `local_derivative("x * exp(x)")`, where sympy
        finds what is not given; `linear`, `bilinear`, `distribute` and so on.
    call
        The parameters that the rule covers; by default those of the function's signature.

    Raises
    ------
    CompileError
        AD205 for a second rule, or a text that mentions an unknown name.

    Examples
    --------
    >>> import adcompiler
    >>> def cube(x):
    ...     return x ** 3
    >>> adcompiler.rule(cube, adcompiler.kinds.local_derivative("x ** 3"))
    >>> adcompiler.grad(lambda t: cube(t))(2.0)
    12.0

    """
    if not callable(function):
        raise refuse("AD205", f"rule needs a function, not {function!r}")
    name = public_name(function)
    if find(function) is not None:
        raise refuse("AD205", f"a second rule for {name!r}")
    call = call or _signature(function)
    parameters = table.parse_call(call)
    known = {p.name for p in parameters} | _ALWAYS
    for text in _texts(kind):
        for mentioned in sorted(texts.names_in(text)):
            if mentioned not in known and not texts.is_function_name(mentioned):
                raise refuse(
                    "AD205",
                    f"the rule text {text!r} of {name!r} mentions the unknown name {mentioned!r}",
                    hint=f"known are {', '.join(sorted(known - {'np'}))} and functions of np",
                )
    if isinstance(kind, kinds.LocalDerivative):
        for p in parameters:
            if not p.keyword_only:
                kind.derivative(p.name)
    table.rule(function, kind, call=call, name=name, raises="domain")


def blocked(function: Callable[..., Any], reason: str) -> None:
    """Declare that no derivative flows through a function: its result counts as constant.

    Parameters
    ----------
    function
        The function.
    reason
        Why, for the reader of the table.

    """
    if not callable(function):
        raise refuse("AD205", f"blocked needs a function, not {function!r}")
    if find(function) is not None:
        raise refuse("AD205", f"a second rule for {public_name(function)!r}")
    name = public_name(function)
    table.rule(function, kinds.blocked(reason), call="*operands", name=name, raises="domain")


def _signature(function: Callable[..., Any]) -> str:
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return "x"
    named = [p.name for p in parameters if p.default is p.empty and p.kind <= 1]
    return ", ".join(named) or "x"


def _texts(kind: Any) -> list[str]:
    """Return the rule texts inside a kind."""
    found: list[str] = []
    if isinstance(kind, kinds.LocalDerivative):
        return [kind.formula.replace("pi", "1"), *(t for _, t in kind.texts if t is not None)]
    if dataclasses.is_dataclass(kind):
        for field in dataclasses.fields(kind):
            value = getattr(kind, field.name)
            if field.name in ("back", "x", "y") and isinstance(value, str):
                found.append(value)
            if field.name == "conditions":
                found += [text for _, text in value]
    return found
