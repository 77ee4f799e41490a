"""Rules of the user's own: `rule`, `blocked` and `numeric_vjp`, in the words of the gate tables."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from adcompiler import runtime
from adcompiler.errors import refuse
from adcompiler.gates import kinds, table, texts
from adcompiler.gates.table import Parameter, find, public_name
from adcompiler.ir.nodes import Atom

_ALWAYS = {"g", "out", "np", *texts.CONSTANTS}
Function = Callable[..., Any]
POINTS = 3  # at which a rule is tried


def rule(
    function: Function,
    kind: Any,
    *,
    call: str = "",
    at: tuple[float, float] | None = (0.3, 2.0),
    examples: Sequence[tuple[Any, ...]] = (),
) -> None:
    """Register the gate rule of a function that the compiler does not know.

    The rule is tried as it is registered: its derivatives are compared with differences of
    the function, in both modes.

    Parameters
    ----------
    function
        The function, called in differentiated code with positional operands.
    kind
        A kind of gate from `adcompiler.kinds`: `local_derivative("x * exp(x)")`, where sympy
        finds what is not given; `linear`, `bilinear`, `distribute` and so on. An operand whose
        derivative is given as None must not depend on what is differentiated by.
    call
        The parameters that the rule covers; by default those of the function's signature.
    at
        The interval of numbers on which a local derivative is tried; None to try none.
    examples
        Tuples of arguments on which the rule is tried instead, such as arrays of the shapes
        that the function takes. Other kinds of gates are tried on examples only.

    Raises
    ------
    CompileError
        AD205 for a second rule, a text that mentions an unknown name or says nothing of an
        operand, and for a rule that is not the derivative of the function.

    Examples
    --------
    >>> import adcompiler
    >>> def cube(x):
    ...     return x ** 3
    >>> adcompiler.rule(cube, adcompiler.kinds.local_derivative("x ** 3"))
    >>> adcompiler.grad(lambda t: cube(t))(2.0)
    12.0

    """
    name = _new(function, "rule")
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
                _check_derivative(name, kind, p.name)
    table.rule(function, kind, call=call, name=name, raises="domain")
    points: Sequence[tuple[Any, ...]] = examples
    if not points and at is not None and isinstance(kind, kinds.LocalDerivative):
        points = _drawn(kind, parameters, at)
    try:
        for args in points:
            _try(function, name, parameters, kind, args)
    except BaseException:
        del table.TABLE[function]
        raise


def _new(function: Any, word: str) -> str:
    """Return the name of a function that has no rule yet."""
    if not callable(function):
        raise refuse("AD205", f"{word} needs a function, not {function!r}")
    if find(function) is not None:
        raise refuse("AD205", f"a second rule for {public_name(function)!r}")
    return public_name(function)


def _check_derivative(name: str, kind: kinds.LocalDerivative, operand: str) -> None:
    try:
        text = kind.derivative(operand)
        strange = [n for n in texts.names_in(text or "0") if not _usable(n, kind)]
        if text is None and operand not in dict(kind.texts):
            strange = [operand]
    except (NameError, SyntaxError, TypeError, ValueError) as error:
        what = f"the formula {kind.formula!r} of {name!r} cannot be differentiated: {error}"
        hint = f"give it: local_derivative(..., {operand}='...')"
        raise refuse("AD205", what, hint=hint) from None
    if strange:
        raise refuse(
            "AD205",
            f"the formula {kind.formula!r} of {name!r} gives no derivative by {operand!r}",
            hint=f"give it: local_derivative(..., {operand}='...'), '0' if nothing flows, "
            "None if it must be a constant",
        )


def _usable(name: str, kind: kinds.LocalDerivative) -> bool:
    """Tell whether a name in a derivative is an operand or what a rule text may call."""
    mentioned = texts.names_in(kind.formula) | {n for n, _ in kind.texts}
    return name in mentioned | _ALWAYS or texts.is_function_name(name)


def _drawn(
    kind: kinds.LocalDerivative, parameters: Sequence[Parameter], at: tuple[float, float]
) -> list[tuple[Any, ...]]:
    """Return numbers at which a rule is tried, 1 for what has no derivative."""
    rng = np.random.default_rng(0)
    operands = [p.name for p in parameters if not p.keyword_only]
    return [
        tuple(1 if kind.derivative(n) is None else float(rng.uniform(*at)) for n in operands)
        for _ in range(POINTS)
    ]


def _try(
    function: Function, name: str, parameters: Sequence[Parameter], kind: Any, args: Sequence[Any]
) -> None:
    """Compare a rule with differences of its function at one point."""
    from adcompiler.checking import examine, is_floating
    from adcompiler.frontend.wrap import calling

    names = [p.name for p in parameters if not p.keyword_only][: len(args)]
    varied = [k for k, a in enumerate(args) if is_floating(a)]
    where = f"{name}({', '.join(map(repr, args))})"
    try:
        report = examine(
            calling(function, "tried", "the_function", names, names), args, varied, 1,
            ("fwd", "rev"), None, None, None,
        )  # fmt: skip
    except Exception as error:
        what = f"the rule of {name!r} cannot be tried: {where} raised {error!r}"
        raise refuse("AD205", what, hint="give at=(low, high) or examples=[...]") from error
    if report.verdict != "right":
        hint = "" if report.verdict == "wrong" else "give at=(low, high) where it is smooth"
        what = f"the rule of {name!r} is not its derivative at {where}:\n{report}"
        raise refuse("AD205", what, hint=hint)


def blocked(function: Function, reason: str) -> None:
    """Declare that no derivative flows through a function: its result counts as constant.

    Parameters
    ----------
    function
        The function.
    reason
        Why, for the reader of the table.

    """
    name = _new(function, "blocked")
    table.rule(function, kinds.blocked(reason), call="*operands", name=name, raises="domain")


def numeric_vjp(function: Function) -> Function:
    """Let the derivative of a function that cannot be read be taken by differences of it.

    For foreign calls: a simulator, a library in C, a lookup. It costs two calls for each number
    in the operands, keeps some ten digits, and stands in the generated code under its own
    name, `by_differences`. Second derivatives are refused.

    Parameters
    ----------
    function
        A function of numbers and arrays by position, that returns a number or an array.

    Returns
    -------
    function
        The function itself, so that this can stand above its definition.

    Examples
    --------
    >>> import adcompiler
    >>> @adcompiler.numeric_vjp
    ... def simulated(x):
    ...     return eval("x ** 3")
    >>> round(adcompiler.grad(lambda t: simulated(t))(2.0), 6)
    12.0

    """
    name = _new(function, "numeric_vjp")

    def pull(at: kinds.Place, index: int, g: Atom) -> Atom | None:
        attrs = {"function": function, "index": index}
        return at.b.apply(table.gate(runtime.by_differences), g, *at.op.args, attrs=attrs)

    def push(at: kinds.Place, tangents: Mapping[int, Atom]) -> Atom | None:
        moved = tuple(tangents)
        attrs = {"function": function, "moved": moved}
        args = (*tangents.values(), *at.op.args)
        return at.b.apply(table.gate(runtime.along_differences), *args, attrs=attrs)

    kind = kinds.custom(pull, push, "differences")
    table.rule(function, kind, call="*operands", name=name, raises="domain")
    return function


def _signature(function: Function) -> str:
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
        return [t for _, t in kind.texts if t is not None]
    if dataclasses.is_dataclass(kind):
        for field in dataclasses.fields(kind):
            value = getattr(kind, field.name)
            if field.name in ("back", "x", "y") and isinstance(value, str):
                found.append(value)
            if field.name == "conditions":
                found += [text for _, text in value]
    return found
