"""What lines compute to many digits, and how far the rounding of floats may lead from it.

Values and errors are carried along together: a running error bound (Wilkinson, 1963).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import mpmath

from adcompiler.optimise.straight import SAME, WORDS, Line, Operand, Straight, plain

MANY = mpmath.MPContext()  # not the user's
MANY.prec = 200  # what is lost beyond is nothing beside the rounding of floats
FARTHEST = MANY.mpf("1e400")  # exponentials and sines of more take for ever


@dataclass(frozen=True, eq=False)
class Exact:
    """A number to many digits, and how far rounding errors may have led from it."""

    value: Any
    bound: Any


def exact(run: Straight, lines: Sequence[Line], point: Sequence[float]) -> dict[str, Exact | None]:
    """Return what is wanted of lines to many digits, None for what has no real value."""
    known: dict[str, Exact | None] = {}
    for name, x in zip(run.inputs, point, strict=True):
        known[name] = Exact(MANY.mpf(x), MANY.mpf(0)) if math.isfinite(x) else None
    for name, word, args in lines:
        operands = [_operand(known, a) for a in args]
        known[name] = _exact(word, [o for o in operands if o is not None], len(operands))
    return {name: known[name] for name in run.wanted}


def off(y: Any, true: Exact) -> float:
    """Return how far a value is off, in units of the last place."""
    whole = float(true.value)
    if math.isinf(whole) or math.isinf(y):
        return 0.0 if whole == y else math.inf
    if math.isnan(y):
        return math.inf
    return float(abs(MANY.mpf(float(y)) - true.value) / math.ulp(whole))


def _operand(known: dict[str, Exact | None], operand: Operand) -> Exact | None:
    if isinstance(operand, str):
        return known[operand]
    return Exact(MANY.mpf(operand), MANY.mpf(0))


def _exact(word: str, operands: list[Exact], count: int) -> Exact | None:
    """Return what a gate makes, None where an operand or the result has no real value of use."""
    if len(operands) < count:
        return None
    if word == SAME:
        return operands[0]
    values = [o.value for o in operands]
    try:
        value = _FUNCTIONS[word](*values)
        if not isinstance(value, MANY.mpf) or not MANY.isfinite(value):
            return None
        return Exact(value, _bound(word, operands, value))
    except (ArithmeticError, ValueError):
        return None


def _bound(word: str, operands: list[Exact], value: Any) -> Any:
    """Return how far rounding errors may lead from the value of a gate."""
    carried = MANY.mpf(0)
    match word, operands:
        case (("+" | "-" | "neg"), _):
            carried = sum((o.bound for o in operands), carried)
        case "*", (x, y):
            carried = abs(x.value) * y.bound + abs(y.value) * x.bound + x.bound * y.bound
        case "/", (x, y):
            carried = (x.bound + abs(value) * y.bound) / abs(y.value)
        case _:
            x = operands[0]
            rest = [o.value for o in operands[1:]]
            if x.bound:
                ends = [_FUNCTIONS[word](x.value + s * x.bound, *rest) for s in (1, -1)]
                if not all(isinstance(e, MANY.mpf) for e in ends):
                    return MANY.inf
                carried = max(abs(e - value) for e in ends)
    if word == "neg" or (word == "*" and any(_is_power_of_two(o) for o in operands)):
        return carried
    rounding = 1.0 if plain(word) or word == "**" else 0.5
    whole = float(value)
    return carried + (rounding * math.ulp(whole) if math.isfinite(whole) else MANY.inf)


def _is_power_of_two(operand: Exact) -> bool:
    return not operand.bound and bool(operand.value) and abs(operand.value.man) == 1


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(x: Any) -> Any:
        if abs(x) > FARTHEST:
            raise OverflowError
        return function(x)

    return bounded


def _many_digits(word: str) -> Callable[..., Any]:
    return _bounded(getattr(MANY, plain(word)))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "**": lambda x, y: x**y,
    "neg": lambda x: -x,
    **{word: _many_digits(word) for word in WORDS if plain(word)},
}
